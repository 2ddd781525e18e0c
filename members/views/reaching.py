"""One tap on a person to call: done, or later."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alliance.core.text.french import spoken_date
from alliance.core.web.ways_back import redirect_back
from members.domain.meeting import reaching
from members.models import Contact, Person
from members.scoping import get_visible_or_404

LATER_DAYS = 7


@require_POST
def person_reached(request: HttpRequest, pk: int) -> HttpResponse:
    """« C’est fait »: a call is noted; the message offers to undo."""
    person = get_visible_or_404(Person, request.user, pk=pk)
    contact = reaching.reached(
        person=person, author=request.user, client_id=_uuid(request.POST.get("client_id", ""))
    )
    undo = reverse("members:contact-take-back", args=[contact.pk])
    text = _("Appel noté avec %(name)s.") % {"name": person}
    messages.success(request, text, extra_tags=f"undo={undo}")
    return _back(request, person)


@require_POST
def contact_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo the tap, within the hour."""
    contact = get_visible_or_404(Contact, request.user, pk=pk)
    person = contact.person
    if reaching.take_back(contact=contact, actor=request.user):
        messages.info(request, _("L’appel n’est plus noté."))
    else:
        messages.warning(request, _("Trop tard pour annuler : corrigez l’échange sur sa fiche."))
    return _back(request, person)


@require_POST
def person_later(request: HttpRequest, pk: int) -> HttpResponse:
    """« Plus tard »: a follow-up in a week, mine."""
    person = get_visible_or_404(Person, request.user, pk=pk)
    day = timezone.localdate() + timedelta(days=LATER_DAYS)
    reaching.put_off(person=person, owner=request.user, until=day, actor=request.user)
    text = _("%(name)s : vous y reviendrez %(day)s.") % {"name": person, "day": spoken_date(day)}
    messages.info(request, text)
    return _back(request, person)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _back(request: HttpRequest, person: Person) -> HttpResponse:
    return redirect_back(request, "members:person-detail", person.pk)
