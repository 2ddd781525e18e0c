"""Seats of a small room: who has one, who waits for one, and who gets the one that is freed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.enums import ActionState, Answer
from actions.models import Action, Attendance
from alliance.journal.domain import record


def hold(action_id: int) -> Action | None:
    """Lock an action that has so many seats, so that two replies never take the same one.

    Always taken before the rows of its attendances. None for an action without limit.
    """
    limited = Action.objects.filter(pk=action_id, capacity__isnull=False)
    held: Action | None = limited.select_for_update(no_key=True).first()
    return held


def places_left(action: Action, *, without: Attendance | None = None) -> int | None:
    """Seats nobody promised to take (nobody but `without`); None when there is no limit."""
    if action.capacity is None:
        return None
    coming = Attendance.objects.coming().filter(action=action)
    if without is not None:
        coming = coming.exclude(pk=without.pk)
    found = coming.aggregate(yes=Count("pk"), companions=Coalesce(Sum("companions"), 0))
    return max(0, action.capacity - found["yes"] - found["companions"])


def fits(action: Action, row: Attendance, companions: int) -> bool:
    """Whether there is room for one person and those she brings."""
    left = places_left(action, without=row)
    return left is None or 1 + companions <= left


def refusal(action: Action, row: Attendance) -> str:
    """Why somebody who has her seat cannot bring so many more."""
    left = places_left(action, without=row) or 1
    return _("La salle est presque pleine. Places qui restent, avec vous : %(n)d.") % {"n": left}


@transaction.atomic
def give_freed(action: Action, *, now: datetime | None = None) -> list[Attendance]:
    """Give the free seats to the first who wait and fit; returns those who have one now.

    Their « oui » counts from then on, and the step « freed » of the next plan tells them, once.
    Journaled. A group too large for what is free lets the smaller ones behind it pass.
    """
    moment = now or timezone.now()
    held = Action.objects.select_for_update(no_key=True).get(pk=action.pk)
    if held.state == ActionState.CANCELLED or held.ends_at <= moment:
        return []
    left = places_left(held)
    seated = []
    for row in held.attendances.waiting():
        people = 1 + row.companions
        if left is not None and people > left:
            continue
        left = None if left is None else left - people
        row.answer, row.waiting_since, row.seated_at = Answer.YES, None, moment
        row.save(update_fields=["answer", "waiting_since", "seated_at"])
        record(verb="attendance.seated", subject=row, chapter_id=held.chapter_id, now=moment)
        seated.append(row)
    return seated
