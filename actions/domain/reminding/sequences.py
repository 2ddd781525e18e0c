"""The sequence of an action: which messages, when, to whom; and calling back what has not left."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from actions.enums import Anchor, Audience, ReminderChannel, StepChannel, StepMoment
from actions.models import Action, Attendance, Reminder, ReminderStep, StepWording
from alliance.outbox import domain as outbox
from alliance.outbox.enums import State
from alliance.outbox.models import Message
from members.models import Chapter, FollowUp

MESSAGE_KIND = "actions.reminder"
CHANGES = (StepMoment.MOVED, StepMoment.CANCELLED)
# Of a room with so many seats: whoever waits, and whoever is given a seat.
SEATS = (StepMoment.FULL, StepMoment.FREED)
# What leaves when something happens, not at a date one chooses.
EVENTS = (*CHANGES, *SEATS)
# Whom the step is for is known only once the action has begun.
AFTERWARDS = {Audience.CAME, Audience.ABSENT}


@dataclass(frozen=True)
class StepPlan:
    """A step of the sequence that exists without anybody configuring it."""

    moment: StepMoment
    anchor: Anchor
    days: int
    at: time | None
    window_hours: int
    audience: Audience
    hours: int = 0
    channel: StepChannel = StepChannel.EMAIL_FIRST


# Who comes decides a week before, is reminded when the bag is packed, and leaves in the morning.
# A message later than its window would be read as a mistake: it is not sent at all.
DEFAULT_SEQUENCE = (
    StepPlan(StepMoment.INVITATION, Anchor.INVITED, 0, None, 7 * 24, Audience.NOT_NO),
    StepPlan(StepMoment.WEEK_BEFORE, Anchor.START, -7, time(10), 48, Audience.NOT_NO),
    StepPlan(StepMoment.TWO_DAYS_BEFORE, Anchor.START, -2, time(18), 24, Audience.NOT_NO),
    StepPlan(StepMoment.EVE, Anchor.START, -1, time(18), 12, Audience.YES_OR_MAYBE),
    StepPlan(StepMoment.SAME_MORNING, Anchor.START, 0, time(8), 4, Audience.YES_OR_MAYBE),
    StepPlan(
        StepMoment.HOUR_BEFORE,
        Anchor.START,
        0,
        None,
        1,
        Audience.YES,
        hours=-1,
        channel=StepChannel.SMS_ONLY,
    ),
    StepPlan(StepMoment.THANKS, Anchor.START, 1, time(11), 48, Audience.CAME),
    StepPlan(StepMoment.ABSENT, Anchor.START, 1, time(17), 48, Audience.ABSENT),
    StepPlan(StepMoment.MOVED, Anchor.CHANGE, 0, None, 72, Audience.NOT_NO),
    StepPlan(StepMoment.CANCELLED, Anchor.CHANGE, 0, None, 72, Audience.NOT_NO),
    StepPlan(StepMoment.FULL, Anchor.CHANGE, 0, None, 72, Audience.NOT_NO),
    StepPlan(StepMoment.FREED, Anchor.CHANGE, 0, None, 72, Audience.YES),
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

    Steps it has already stay as they are; a template's extra messages come once, with the first.
    """
    first = not action.steps.exists()
    steps = planned_steps(action)
    kept = [step for step in steps if first or step.moment != StepMoment.EXTRA]
    written = ReminderStep.objects.bulk_create(kept, ignore_conflicts=True)
    if first:
        _copy_wordings(written, steps_of(action))


def planned_steps(action: Action) -> list[ReminderStep]:
    """The steps that an action would get now, unsaved, in the order of time."""
    templates = list(ReminderStep.objects.filter(chapter=action.chapter))
    by_moment = {step.moment: step for step in templates}
    steps = [
        step_like(plan, by_moment.get(plan.moment), action=action) for plan in DEFAULT_SEQUENCE
    ]
    extra = [step for step in templates if step.moment == StepMoment.EXTRA]
    return steps + [step_like(step, step, action=action) for step in extra]


def templates_of(chapter: Chapter) -> list[ReminderStep]:
    """The sequence of a chapter: its templates, and the usual steps, unsaved, for the others."""
    saved = list(ReminderStep.objects.filter(chapter=chapter).prefetch_related("wordings"))
    by_moment = {step.moment: step for step in saved}
    usual = [
        by_moment.get(plan.moment) or step_like(plan, chapter=chapter) for plan in DEFAULT_SEQUENCE
    ]
    return usual + [step for step in saved if step.moment == StepMoment.EXTRA]


def steps_of(action: Action) -> list[ReminderStep]:
    """The steps of an action, saved, or those it would get."""
    saved = list(action.steps.all())
    for step in saved:
        step.action = action
    return saved or planned_steps(action)


def step_like(
    model: StepPlan | ReminderStep,
    template: ReminderStep | None = None,
    *,
    action: Action | None = None,
    chapter: Chapter | None = None,
) -> ReminderStep:
    """An unsaved step with the plan of a template, else of the usual sequence."""
    plan = template or model
    return ReminderStep(
        action=action,
        chapter=chapter,
        moment=plan.moment,
        anchor=plan.anchor,
        days=plan.days,
        hours=plan.hours,
        at=plan.at,
        window_hours=plan.window_hours,
        audience=plan.audience,
        channel=plan.channel,
        subject=template.subject if template else "",
        body=template.body if template else "",
        sms=template.sms if template else "",
        is_active=template.is_active if template else True,
    )


def _copy_wordings(written: Collection[ReminderStep], steps: Collection[ReminderStep]) -> None:
    """The words in other languages follow their template onto the action."""
    chapter = next((action_of(step).chapter_id for step in written), None)
    words = StepWording.objects.filter(step__chapter=chapter).select_related("step")
    by_place = {(step.moment, step.subject, step.body): step for step in steps if step.pk}
    copies = []
    for wording in words:
        source = wording.step
        step = by_place.get((source.moment, source.subject, source.body))
        if step is not None:
            copies.append(
                StepWording(
                    step=step,
                    language=wording.language,
                    subject=wording.subject,
                    body=wording.body,
                    sms=wording.sms,
                )
            )
    StepWording.objects.bulk_create(copies, ignore_conflicts=True)


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
    if step.moment in SEATS:
        return _bounded(invitations_since(action), action.starts_at)
    if step.anchor == Anchor.CHANGE:
        return _change_window(step, action, length)
    if step.anchor == Anchor.INVITED:
        return _bounded(invitations_since(action), action.starts_at)
    opens_at = opening_of(step, action)
    closes_at = opens_at + length
    if step.audience in AFTERWARDS:
        opens_at = max(opens_at, action.ends_at)
    elif step.moment != StepMoment.EXTRA or opens_at < action.starts_at:
        closes_at = min(closes_at, action.starts_at)
    return _bounded(opens_at, closes_at)


def opening_of(step: ReminderStep, action: Action) -> datetime:
    """The instant of a step counted from the start: at a local time, or so many hours from it."""
    instant = local_instant(action.starts_at, step.days, step.at)
    # Hours are counted in UTC: on a local clock, one hour before 3 h may not exist.
    return instant.astimezone(UTC) + timedelta(hours=step.hours)


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


def forget_withdrawn(step: ReminderStep, now: datetime) -> None:
    """Forget what was planned for one step and has not left."""
    _withdraw(list(Reminder.objects.filter(step=step).values_list("attendance", flat=True)), now)


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
        | Q(channel__in=[ReminderChannel.EMAIL, ReminderChannel.SMS], message=None)
        | Q(follow_up__done_at__isnull=False)
    )
