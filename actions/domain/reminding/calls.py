"""The human twin of a message: a call task for the one who knows the person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from actions.domain.reminding import sequences
from actions.enums import ReminderChannel, StepMoment
from actions.models import Action, Attendance, Reminder, ReminderStep
from alliance.core.text.french import spoken_datetime
from members.domain.meeting import follow_ups
from members.enums import FollowUpKind
from members.models import FollowUp, Person, User

LOOK_BACK = timedelta(days=3)
# Calls that make sense although the action has begun.
LASTING = (StepMoment.THANKS, StepMoment.ABSENT, StepMoment.CANCELLED)


def write(
    *, step: ReminderStep, attendances: Sequence[Attendance], now: datetime
) -> dict[int, int]:
    """Write the call tasks of a step, once for their keys; returns their ids by attendance.

    Each goes to the person's organizer, else the action's, else whoever invited her. Older tasks
    about the same action still open are withdrawn: one line a person is enough to call her.
    Without a number it says to go and see her.
    """
    if not attendances:
        return {}
    action = sequences.action_of(step)
    keys = {row.pk: sequences.key_of(step, row.pk, action) for row in attendances}
    older = Reminder.objects.filter(attendance__in=list(keys), follow_up__isnull=False)
    FollowUp.objects.filter(pk__in=list(older.values_list("follow_up", flat=True))).exclude(
        key__in=list(keys.values())
    ).open().update(cancelled_at=now)
    return {
        row.pk: follow_ups.plan(
            person=_person(row),
            owner=owner_of(action, row),
            what=what_to_do(step, action, phone=bool(row.phone_number)),
            due_on=timezone.localdate(now),
            kind=FollowUpKind.CALL if row.phone_number else FollowUpKind.MEET,
            key=keys[row.pk],
        ).pk
        for row in attendances
    }


def _person(attendance: Attendance) -> Person:
    if attendance.person is None:
        raise ValueError("Nobody calls somebody unknown.")
    return attendance.person


def owner_of(action: Action, attendance: Attendance) -> User | None:
    """Who knows her best among those who can still log in."""
    known_by = attendance.person.organizer if attendance.person else None
    for user in (known_by, action.organizer, attendance.invited_by):
        if user is not None and user.is_active:
            return user
    return None


def what_to_do(step: ReminderStep, action: Action, *, phone: bool) -> str:
    """The task in words, with the date as it is spoken."""
    words = {"title": action.title, "when": spoken_datetime(action.starts_at)}
    sentences = {
        StepMoment.INVITATION: _("Inviter à « %(title)s », %(when)s"),
        StepMoment.WEEK_BEFORE: _("Confirmer sa venue à « %(title)s », %(when)s"),
        StepMoment.TWO_DAYS_BEFORE: _("Confirmer sa venue à « %(title)s », %(when)s"),
        StepMoment.EVE: _("Rappeler que c’est demain : « %(title)s », %(when)s"),
        StepMoment.SAME_MORNING: _("Rappeler que c’est aujourd’hui : « %(title)s », %(when)s"),
        StepMoment.HOUR_BEFORE: _("Rappeler que c’est tout de suite : « %(title)s », %(when)s"),
        StepMoment.THANKS: _("Remercier d’être venu·e à « %(title)s »"),
        StepMoment.ABSENT: _("Prendre des nouvelles : absent·e à « %(title)s »"),
        StepMoment.EXTRA: _("Appeler pour « %(title)s », %(when)s"),
        StepMoment.MOVED: _("Prévenir du changement : « %(title)s », c’est %(when)s"),
        StepMoment.CANCELLED: _("Prévenir que « %(title)s » est annulé"),
        StepMoment.FULL: _("Dire que « %(title)s » est complet, et proposer la liste d’attente"),
        StepMoment.FREED: _("Annoncer qu’une place l’attend : « %(title)s », %(when)s"),
    }
    sentence = str(sentences[StepMoment(step.moment)]) % words
    return sentence if phone else _("%(what)s (pas de numéro : passer voir)") % {"what": sentence}


def withdraw_late(*, now: datetime) -> int:
    """Withdraw the open call tasks of actions that have begun; returns how many.

    Nobody is invited to what is over. Thanks stay, and so does what a human turned into a call.
    """
    steps = (
        ReminderStep.objects.filter(
            action__starts_at__lte=now, action__starts_at__gt=now - LOOK_BACK
        )
        .exclude(moment__in=LASTING)
        .exclude(moment=StepMoment.EXTRA, days__gte=0)
    )
    stale = Reminder.objects.filter(
        step__in=list(steps.values_list("pk", flat=True)), channel=ReminderChannel.HUMAN
    )
    calls = list(stale.values_list("follow_up", flat=True))
    return FollowUp.objects.filter(pk__in=calls).open().update(cancelled_at=now) if calls else 0
