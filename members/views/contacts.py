"""Noting an exchange, from anywhere, in twenty seconds."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from alliance.core.text.names import split_full_name
from members.domain import people
from members.domain.meeting import contacts
from members.enums import ContactKind, PersonSource
from members.forms.contacts import ContactForm
from members.models import Contact, Person
from members.permissions import organized_chapters, people_meeters_only
from members.scoping import get_visible_or_404

OPTIONS_SHOWN = 8
RECENT_SHOWN = 4
SOURCES = {
    ContactKind.ONE_TO_ONE: PersonSource.ONE_TO_ONE,
    ContactKind.DOOR: PersonSource.DOOR,
    ContactKind.MEETING: PersonSource.MEETING,
}


@require_http_methods(["GET", "POST"])
@people_meeters_only
def contact_create(request: HttpRequest) -> HttpResponse:
    """« + Noter »: who, what kind, a few words; the rest of the method is one tap away."""
    person = _chosen(request)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and person is None and not _names_somebody(request):
        form.add_error(None, _("Choisissez la personne dans la liste, ou ajoutez-la."))
    if form.is_valid() and (noted := _noted(request, form, person)) is not None:
        messages.success(request, _("C’est noté pour %(name)s.") % {"name": noted})
        return redirect("members:person-detail", noted.pk)
    context = {
        "form": form,
        "person": person,
        "typed": request.POST.get("person_text", ""),
        "recent": _recent(request) if person is None else [],
        "may_add": bool(organized_chapters(request.user)),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "members/contact_form.html", context, status=status)


def _names_somebody(request: HttpRequest) -> bool:
    mine = bool(organized_chapters(request.user))
    return mine and bool(request.POST.get("new_name", "").strip())


def _noted(request: HttpRequest, form: ContactForm, person: Person | None) -> Person | None:
    """Note it, and make the person first if she is new; nobody when it is refused."""
    try:
        with transaction.atomic():
            whom = person or _newcomer(request, form)
            contacts.note(person=whom, author=request.user, **form.values())
    except contacts.InvalidContact as problem:
        form.add_error(None, str(problem))
    except people.InvalidPerson as problem:
        for field, message in problem.messages.items():
            form.add_error("new_phone" if field == "phones" else "new_name", message)
    else:
        return whom
    return None


def _newcomer(request: HttpRequest, form: ContactForm) -> Person:
    """Somebody met for the first time; the same form sent twice makes her once."""
    known = Contact.objects.filter(client_id=form.cleaned_data["client_id"]).first()
    if known is not None:
        return known.person
    name = split_full_name(form.cleaned_data["new_name"])
    return people.create(
        chapter=organized_chapters(request.user)[0],
        first_name=name.first,
        last_name=name.last,
        phones=[form.cleaned_data["new_phone"]],
        organizer=request.user,
        source=SOURCES.get(form.cleaned_data["kind"], PersonSource.OTHER),
        actor=request.user,
    )


def _chosen(request: HttpRequest) -> Person | None:
    """The person of the page: from the form, from the link, or the only one of that name."""
    pk = request.POST.get("person") or request.GET.get("personne") or ""
    if pk.isdecimal():
        return get_visible_or_404(Person, request.user, pk=int(pk[:18]))
    typed = request.POST.get("person_text", "").strip()
    if typed:
        found = list(people.likeliest(request.user, typed, 2))
        return found[0] if len(found) == 1 else None
    return None


def _mine(request: HttpRequest):  # type: ignore[no-untyped-def]
    return Person.objects.visible_to(request.user).active()


def _recent(request: HttpRequest) -> list[Person]:
    seen = _mine(request).filter(contacts__author=request.user)
    return list(seen.order_by("-last_contact_at", "-id").distinct()[:RECENT_SHOWN])


@require_GET
@people_meeters_only
def person_options(request: HttpRequest) -> HttpResponse:
    """The answer to a combobox: the few people that the letters typed may mean."""
    typed = next((v for k, v in request.GET.items() if k == "q" or k.endswith("_text")), "")
    found = people.likeliest(request.user, typed, OPTIONS_SHOWN)
    options = [
        {"value": p.pk, "label": p.full_name, "hint": _hint(p)}
        for p in found.select_related("neighbourhood").prefetch_related("phones")
    ]
    return render(request, "components/combobox_options.html", {"options": options})


def _hint(person: Person) -> str:
    where = person.neighbourhood.name if person.neighbourhood else person.city
    phones = list(person.phones.all())
    tail = f"… {phones[0].number[-4:-2]} {phones[0].number[-2:]}" if phones else ""
    return " · ".join(filter(None, [where, tail]))
