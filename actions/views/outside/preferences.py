"""What a person lets us send her, by her own link; stopping takes one tap and no account."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from actions.domain import tokens
from actions.domain.reminding import messages
from actions.forms.replies import PreferenceForm
from members.domain import consents
from members.enums import Channel, ConsentSource, Purpose
from members.models import Consent, Person

ONE_CLICK = {"List-Unsubscribe": ["One-Click"]}
LABELS = {
    (Channel.EMAIL, Purpose.MOBILIZATION): _("Invitations et rappels par e-mail"),
    (Channel.EMAIL, Purpose.NEWS): _("Nouvelles de l’alliance par e-mail"),
    (Channel.SMS, Purpose.MOBILIZATION): _("Invitations et rappels par SMS"),
    (Channel.PHONE, Purpose.MOBILIZATION): _("Un coup de fil de temps en temps"),
}
ALWAYS_SHOWN = {(Channel.EMAIL, Purpose.MOBILIZATION), (Channel.PHONE, Purpose.MOBILIZATION)}


@dataclass(frozen=True)
class Right:
    """One thing we may send, or not."""

    channel: str
    purpose: str
    label: str
    given: bool


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """The page of her rights; or the one-click unsubscribe of a mail provider (RFC 8058).

    The provider has no cookie and follows no page: exactly its body, and nothing else, is let in
    without the protection of forms.
    """
    if request.method == "POST" and dict(request.POST.lists()) == ONE_CLICK:
        return _one_click(token)
    return _page(request, token)


def _one_click(token: str) -> HttpResponse:
    number = tokens.read_preferences_token(token)
    if number is None:
        return HttpResponse(status=404)
    person = _person(number)
    if person is not None:  # somebody erased receives nothing any more
        _set(person, Channel.EMAIL, Purpose.MOBILIZATION, given=False)
    return HttpResponse("OK", content_type="text/plain")


@csrf_protect
def _page(request: HttpRequest, token: str) -> HttpResponse:
    number = tokens.read_preferences_token(token)
    if number is None:
        return render(request, "actions/reply_gone.html", {"why": "unknown"}, status=404)
    person = _person(number)
    if person is None:
        return render(request, "actions/reply_gone.html", {"why": "erased"}, status=410)
    rights = _rights(person)
    with translation.override(messages.language_of(person.language)):
        if request.method == "POST":
            form = PreferenceForm(request.POST, rights=rights)
            if form.is_valid():
                _set(person, **form.cleaned_data)
                return redirect("actions:preferences", token)
        status = 422 if request.method == "POST" else 200
        context = {
            "person": person,
            "rights": rights,
            "organization_name": person.chapter.name,
            "stopped_email": not rights[0].given,
            "may_call": any(r.channel == Channel.PHONE and r.given for r in rights),
            "lang": messages.language_of(person.language),
        }
        return render(request, "actions/preferences.html", context, status=status)


def _person(number: int) -> Person | None:
    """The person of a link; of two merged pages, the one that was kept."""
    people = Person.objects.select_related("chapter", "merged_into__chapter")
    person = people.filter(pk=number).first()
    return person.merged_into or person if person else None


def _rights(person: Person) -> list[Right]:
    """Each means and purpose she was ever asked about; silence is a no, except for calls.

    To be called by somebody who knows her needs no consent (no machine calls); she may refuse it.
    """
    latest = Consent.objects.filter(person=person).latest_each()
    said = {(consent.channel, consent.purpose): consent.given for consent in latest}
    rights = []
    for (channel, purpose), label in LABELS.items():
        if (channel, purpose) in ALWAYS_SHOWN or (channel, purpose) in said:
            default = channel == Channel.PHONE
            given = said.get((channel, purpose), default)
            rights.append(Right(channel, purpose, str(label), given))
    return rights


def _set(person: Person, channel: str, purpose: str, *, given: bool) -> Model | None:
    """Write her word down, once: a second tap on the same button adds nothing."""
    now = next((r for r in _rights(person) if (r.channel, r.purpose) == (channel, purpose)), None)
    known = Consent.objects.filter(person=person, channel=channel, purpose=purpose).exists()
    if known and now is not None and now.given == given:
        return None
    return consents.record(
        person=person,
        channel=channel,
        purpose=purpose,
        given=given,
        source=ConsentSource.LINK,
        wording=person.chapter.consent_wording if given else "",
    )
