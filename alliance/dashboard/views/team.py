"""The organizers side by side, and the leave of one of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from actions.domain.telling.led import Led, led_by
from alliance.dashboard.forms.team import AbsenceForm
from members.domain.meeting import absences
from members.domain.meeting.team import Load, loads, organizers_in
from members.models import Absence, Chapter, Invitation, User
from members.permissions import organizers_only
from members.scoping import get_visible_or_404, scope_of

LARGEST = 20  # a larger association looks at its own alliance


@dataclass(frozen=True)
class Card:
    """An organizer as shown: what she carries, and whether the lists behind may be opened."""

    load: Load
    led: Led
    chapters: str
    with_lists: bool


@require_GET
@organizers_only
def team(request: HttpRequest) -> HttpResponse:
    """By first name: figures only; the lists open where the viewer organizes too."""
    mine, everywhere = _mine(request), list(Chapter.objects.filter(closed_on=None))
    shown = everywhere if len(organizers_in([one.pk for one in everywhere])) <= LARGEST else mine
    carried = loads([one.pk for one in shown])
    led = led_by([load.user for load in carried])
    waiting = Invitation.objects.visible_to(request.user).pending()
    context = {
        "cards": _cards(request, carried, led, shown),
        "today": timezone.localdate(),
        "pending": waiting.select_related("user", "chapter"),
    }
    return render(request, "dashboard/team.html", context)


def _cards(
    request: HttpRequest, carried: list[Load], led: dict[int, Led], shown: list[Chapter]
) -> list[Card]:
    scope, names = scope_of(request.user), {one.pk: one.city for one in shown}
    cards = []
    for load in carried:
        hers = [role.chapter_id for role in load.roles]
        cards.append(
            Card(
                load=load,
                led=led.get(load.user.pk, Led()),
                chapters=", ".join(sorted(names[pk] for pk in hers if pk in names)),
                with_lists=all(scope.may_organize(pk) for pk in hers),
            )
        )
    return cards


@require_http_methods(["GET", "POST"])
@organizers_only
def absence_create(request: HttpRequest) -> HttpResponse:
    """Plan a leave, one's own or a colleague's of the same alliance."""
    colleagues = _colleagues(request)
    initial = {"user": request.GET.get("qui", request.user.pk), "starts_on": timezone.localdate()}
    form = AbsenceForm(request.POST or None, team=colleagues, initial=initial)
    if form.is_valid():
        try:
            absence = absences.plan(**form.cleaned_data, actor=request.user)
        except absences.InvalidAbsence as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _said(absence))
            return redirect("dashboard:team")
    status = 422 if form.is_bound else 200
    return render(request, "dashboard/absence.html", {"form": form}, status=status)


def _said(absence: Absence) -> str:
    absence.refresh_from_db()
    if absence.began_at is None:
        return _("C’est prévu : %(name)s prendra le relais.") % {"name": absence.replacement}
    handed = len(absence.people)
    words = ngettext(
        "%(name)s prend le relais : %(handed)d personne lui est confiée.",
        "%(name)s prend le relais : %(handed)d personnes lui sont confiées.",
        handed,
    )
    return words % {"name": absence.replacement, "handed": handed}


@require_POST
def absence_end(request: HttpRequest, pk: int) -> HttpResponse:
    """She is back, or does not leave after all."""
    absence = get_visible_or_404(Absence, request.user, pk=pk)
    if absences.come_back(absence=absence, actor=request.user):
        text = _("%(name)s retrouve ses personnes, ses groupes et ses relances.")
        messages.success(request, text % {"name": absence.user})
    return redirect("dashboard:team")


def _mine(request: HttpRequest) -> list[Chapter]:
    return list(Chapter.objects.organized_by(request.user).filter(closed_on=None))


def _colleagues(request: HttpRequest) -> list[User]:
    return organizers_in([chapter.pk for chapter in _mine(request)])
