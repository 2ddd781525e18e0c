"""The sequence of an action: which messages, when, to whom; and calling back what has not left."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from actions.enums import Anchor, Audience, ReminderChannel, StepMoment
from actions.models import Action, Attendance, Reminder, ReminderStep
from alliance.outbox import domain as outbox
from alliance.outbox.enums import State
from alliance.outbox.models import Message
from members.models import FollowUp

MESSAGE_KIND = "actions.reminder"
CHANGES = (StepMoment.MOVED, StepMoment.CANCELLED)


@dataclass(frozen=True)
class StepPlan:
    """A step of the sequence that exists without anybody configuring it."""

    moment: StepMoment
    anchor: Anchor
    days: int
    at: time | None
    window_hours: int
    audience: Audience


# Who comes decides a week before, is reminded when the bag is packed, and leaves in the morning.
# A message later than its window would be read as a mistake: it is not sent at all.
DEFAULT_SEQUENCE = (
    StepPlan(StepMoment.INVITATION, Anchor.INVITED, 0, None, 7 * 24, Audience.NOT_NO),
    StepPlan(StepMoment.WEEK_BEFORE, Anchor.START, -7, time(10), 48, Audience.NOT_NO),
    StepPlan(StepMoment.TWO_DAYS_BEFORE, Anchor.START, -2, time(18), 24, Audience.NOT_NO),
    StepPlan(StepMoment.SAME_MORNING, Anchor.START, 0, time(8), 4, Audience.YES_OR_MAYBE),
    StepPlan(StepMoment.THANKS, Anchor.START, 1, time(11), 48, Audience.CAME),
    StepPlan(StepMoment.MOVED, Anchor.CHANGE, 0, None, 72, Audience.NOT_NO),
    StepPlan(StepMoment.CANCELLED, Anchor.CHANGE, 0, None, 72, Audience.NOT_NO),
)


@dataclass(frozen=True)
class Window:
    """When a step may be sent: from `opens_at`, and before `closes_at`."""

    opens_at: datetime
    closes_at: datetime

    def holds(self, now: datetime) -> bool:
        """Whether the step may be sent now."""
        return self.opens_at <= now < self.closes_at


def copy_onto(action: Action) -> None:
    """Give an action its steps: those of its chapter's templates, else the usual ones.

    Steps it has already stay as they are.
    """
    templates = {step.moment: step for step in ReminderStep.objects.filter(chapter=action.chapter)}
    steps = [_step(action, plan, templates.get(plan.moment)) for plan in DEFAULT_SEQUENCE]
    ReminderStep.objects.bulk_create(steps, ignore_conflicts=True)


def _step(action: Action, plan: StepPlan, template: ReminderStep | None) -> ReminderStep:
    model: StepPlan | ReminderStep = template or plan
    return ReminderStep(
        action=action,
        moment=plan.moment,
        anchor=model.anchor,
        days=model.days,
        at=model.at,
        window_hours=model.window_hours,
        audience=model.audience,
        subject=template.subject if template else "",
        body=template.body if template else "",
        is_active=template.is_active if template else True,
    )


def action_of(step: ReminderStep) -> Action:
    """The action of a step; a chapter's template has none and is never planned."""
    if step.action is None:
        raise ValueError("A template belongs to no action.")
    return step.action


def window(step: ReminderStep, action: Action) -> Window | None:
    """When a step of an action is open for everybody; None when it never is.

    Local times of the house's zone, whatever the clocks did in between. What comes before the
    action closes at its start at the latest. For an invitation this is when the action lets
    invitations leave at all; each person's own seven days are asked row by row.
    """
    length = timedelta(hours=step.window_hours)
    if step.anchor == Anchor.CHANGE:
        return _change_window(step, action, length)
    if step.anchor == Anchor.INVITED:
        return _bounded(invitations_since(action), action.starts_at)
    opens_at = local_instant(action.starts_at, step.days, step.at)
    closes_at = opens_at + length
    if step.audience != Audience.CAME:
        closes_at = min(closes_at, action.starts_at)
    return _bounded(opens_at, closes_at)


def invitations_since(action: Action) -> datetime:
    """From when invitations count: announced, or changed since."""
    return max(filter(None, (action.announced_at or action.created_at, action.moved_at)))


def _change_window(step: ReminderStep, action: Action, length: timedelta) -> Window | None:
    if step.moment == StepMoment.CANCELLED:
        since, until = action.cancelled_at, action.ends_at
    else:
        since, until = action.moved_at, action.starts_at
    return _bounded(since, min(since + length, until)) if since else None


def _bounded(opens_at: datetime, closes_at: datetime) -> Window | None:
    return Window(opens_at, closes_at) if opens_at < closes_at else None


def local_instant(anchor: datetime, days: int, at: time | None) -> datetime:
    """So many days from an instant's local date, at a local time (or at its own time of day).

    « À 18 h » stays 18 h over a change of clocks.
    """
    zone = local_zone()
    local = anchor.astimezone(zone)
    clock = at if at is not None else local.time()
    return datetime.combine(local.date() + timedelta(days=days), clock, tzinfo=zone)


def local_zone() -> ZoneInfo:
    """The zone in which people read the dates."""
    zone = timezone.get_default_timezone()
    return zone if isinstance(zone, ZoneInfo) else ZoneInfo(str(zone))


def key_of(step: ReminderStep, attendance_id: int, action: Action) -> str:
    """What is said once: this step, to this person, for this date (and, for a change, this one)."""
    announced = action.starts_at.astimezone(ZoneInfo("UTC")).isoformat()
    key = f"{key_prefix(attendance_id)}{step.pk}:{announced}"
    return f"{key}:{action.sequence}" if step.moment in CHANGES else key


def key_prefix(attendance_id: int) -> str:
    """The beginning of every key of an attendance; the colon keeps 12 from matching 123."""
    return f"{MESSAGE_KIND}:{attendance_id}:"


# --- Calling back ----------------------------------------------------------------------------


def call_back(action: Action, *, reason: str, now: datetime) -> None:
    """Withdraw everything of an action that has not left: messages and call tasks.

    Its memory goes with it, so that what is still true is planned again.
    """
    outbox.cancel(batch=action, kind=MESSAGE_KIND, reason=reason, now=now)
    _withdraw(list(Attendance.objects.filter(action=action).values_list("pk", flat=True)), now)


def call_back_attendance(attendance: Attendance, *, reason: str, now: datetime) -> None:
    """Withdraw what has not left for one person and action."""
    outbox.cancel(reference=attendance, kind=MESSAGE_KIND, reason=reason, now=now)
    _withdraw([attendance.pk], now)


def _withdraw(attendances: Collection[int], now: datetime) -> None:
    """In small steps by id: one statement over four tables loses its way on a young database."""
    rows = Reminder.objects.filter(attendance__in=attendances)
    known = list(rows.values_list("pk", "message_id", "follow_up_id"))
    calls = [follow_up for _pk, _message, follow_up in known if follow_up]
    FollowUp.objects.filter(pk__in=calls).open().update(cancelled_at=now)
    written = [message for _pk, message, _follow_up in known if message]
    unsent = set(
        Message.objects.filter(
            pk__in=written, state__in=[State.CANCELLED, State.EXPIRED], handed_over_at=None
        ).values_list("pk", flat=True)
    )
    withdrawn = set(
        FollowUp.objects.filter(pk__in=calls, cancelled_at__isnull=False).values_list(
            "pk", flat=True
        )
    )
    forgotten = [
        pk for pk, message, follow_up in known if message in unsent or follow_up in withdrawn
    ]
    Reminder.objects.filter(pk__in=forgotten).delete()


def forget_unsent(message: Message) -> None:
    """When a message ended without leaving, forget it: what is still true is planned again.

    Called by the outbox in the transaction that ends a message.
    """
    unsent = Message.objects.filter(
        pk=message.pk, state__in=[State.CANCELLED, State.EXPIRED], handed_over_at=None
    )
    if message.state in {State.CANCELLED, State.EXPIRED} and unsent.exists():
        Reminder.objects.filter(message=message.pk).delete()


def reached() -> Q:
    """Reminders that reached somebody, as far as we know: handed over, or called."""
    return (
        Q(message__handed_over_at__isnull=False)
        | Q(channel=ReminderChannel.EMAIL, message=None)
        | Q(follow_up__done_at__isnull=False)
    )
