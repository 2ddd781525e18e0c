"""Whom a step of the sequence concerns, and who still has to hear of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from actions.domain import seats
from actions.domain.reminding import sequences
from actions.domain.reminding.reach import with_reach, with_shared_address
from actions.domain.reminding.sequences import AFTERWARDS, CHANGES, EVENTS, SEATS
from actions.enums import Anchor, Answer, Audience, StepMoment
from actions.models import Action, Attendance, Reminder, ReminderStep
from actions.models.attendance import AttendanceQuerySet
from actions.models.reminder import ReminderQuerySet

# Two messages about the same action are not read as care within a day.
REST = timedelta(hours=20)
# Those one may send all the same: the bag is packed in the morning, a change cannot wait.
RESTLESS = {StepMoment.SAME_MORNING, StepMoment.HOUR_BEFORE, *EVENTS}


def due(step: ReminderStep, now: datetime) -> AttendanceQuerySet:
    """Those to whom a step should be announced now; its window for all is asked before.

    In the audience, known today, not yet told this for this date, and left a day's rest since
    the last message about this action (a message skipped so is not sent later).
    """
    action = sequences.action_of(step)
    told = Reminder.objects.filter(attendance=OuterRef("pk"))
    this = told.filter(step=step, starts_at=action.starts_at, sequence=change_number(step))
    found = (
        Attendance.objects.filter(
            audience_of(step),
            action=action,
            person__archived_at=None,
            person__merged_into=None,
            person__isnull=False,
        )
        .exclude(Exists(this))
        .select_related("person", "person__organizer", "invited_by")
    )
    if step.moment in CHANGES:
        return found.filter(was_told(before=_changed_at(step)))
    if step.moment in SEATS:
        return found.filter(_concerned_by_seats(step, now))
    found = _with_a_seat(found, step)
    if step.anchor == Anchor.INVITED:
        return _newly_invited(found, step, told, now)
    opens_at = sequences.opening_of(step, action)
    if step.moment not in RESTLESS:
        found = found.exclude(Exists(told.filter(created_at__gt=opens_at - REST)))
    return found


def _concerned_by_seats(step: ReminderStep, now: datetime) -> Q:
    """A full room: those who wait, and the silent who count on it. A freed seat: who got it."""
    if step.moment == StepMoment.FREED:
        return Q(seated_at__isnull=False)
    waiting = Q(waiting_since__isnull=False)
    if seats.places_left(sequences.action_of(step)) != 0:
        return waiting
    return waiting | (Q(answer=Answer.NONE) & was_told(before=now))


def _with_a_seat(found: AttendanceQuerySet, step: ReminderStep) -> AttendanceQuerySet:
    """Nobody is reminded of, nor asked to, what she has no seat for."""
    action = sequences.action_of(step)
    if action.capacity is None or step.audience in AFTERWARDS:
        return found
    found = found.filter(waiting_since=None)
    return found if seats.places_left(action) else found.exclude(answer=Answer.NONE)


def _newly_invited(
    found: AttendanceQuerySet, step: ReminderStep, told: ReminderQuerySet, now: datetime
) -> AttendanceQuerySet:
    """Invited within the window and never told of this action, not even that it moved.

    Whoever gets a seat that was freed is told by that message, which says as much.
    """
    length, wait = timedelta(hours=step.window_hours), timedelta(days=step.days)
    found = found.filter(invited_at__lte=now - wait, seated_at=None)
    if sequences.invitations_since(sequences.action_of(step)) + wait + length <= now:
        found = found.filter(invited_at__gt=now - wait - length)
    moved = ReminderStep.objects.filter(action=step.action, moment=StepMoment.MOVED)
    steps = [step.pk, *moved.values_list("pk", flat=True)]
    return found.exclude(Exists(told.filter(step__in=steps)))


def audience_of(step: ReminderStep) -> Q:
    """Whom a step is for, as a condition on attendances."""
    invited = Q(invited_at__isnull=False)
    somebody = Attendance.objects.filter(action=OuterRef("action"), attended=True)
    audiences = {
        Audience.CAME: Q(attended=True),
        # Where nobody was checked in, nobody is known to be absent.
        Audience.ABSENT: Q(Exists(somebody), answer=Answer.YES)
        & (Q(attended=None) | Q(attended=False)),
        Audience.YES_OR_MAYBE: Q(answer__in=[Answer.YES, Answer.MAYBE]),
        Audience.YES: Q(answer=Answer.YES),
        Audience.MAYBE: Q(answer=Answer.MAYBE),
        Audience.NO_ANSWER: Q(answer=Answer.NONE) & invited,
        Audience.INVITED: invited,
        Audience.NOT_NO: ~Q(answer=Answer.NO) & (invited | ~Q(answer=Answer.NONE)),
    }
    return audiences[Audience(step.audience)]


def was_told(*, before: datetime) -> Q:
    """Those who count on what was said: a message or call reached them, or they answered."""
    reached = Reminder.objects.filter(
        sequences.reached(), attendance=OuterRef("pk"), created_at__lte=before
    )
    return Q(Exists(reached)) | Q(answer__in=[Answer.YES, Answer.MAYBE], answered_at__lte=before)


def to_tell(action: Action) -> AttendanceQuerySet:
    """Those who would be told, if the action were moved or cancelled now (never the « non »)."""
    return Attendance.objects.filter(
        was_told(before=timezone.now()),
        action=action,
        person__archived_at=None,
        person__merged_into=None,
        person__isnull=False,
    ).exclude(answer=Answer.NO)


def with_means(
    queryset: AttendanceQuerySet, *, step: ReminderStep, sms: bool = True
) -> AttendanceQuerySet:
    """The rows with the way to reach each for this step, and who shares a mailbox."""
    reached = with_reach(queryset, prefer=step.channel, sms=sms)
    shared: AttendanceQuerySet = with_shared_address(reached)  # type: ignore[assignment]
    return shared


def change_number(step: ReminderStep) -> int:
    """The change that a step announces, by its number; 0 for every other step."""
    return sequences.action_of(step).sequence if step.moment in CHANGES else 0


def _changed_at(step: ReminderStep) -> datetime:
    action = sequences.action_of(step)
    since = action.cancelled_at if step.moment == StepMoment.CANCELLED else action.moved_at
    return since or action.created_at
