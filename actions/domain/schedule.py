"""Who will get what, when: the sequence of an action before it leaves, and what has left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone

from actions.domain import sequences
from actions.domain.reach import with_reach
from actions.domain.reminders import audience_of, to_tell
from actions.enums import ReminderChannel, StepMoment
from actions.models import Action, Attendance, Reminder, ReminderStep
from alliance.outbox.enums import State

DONE, OPEN, AHEAD, NEVER = "done", "open", "ahead", "never"
AFTERWARDS = {StepMoment.THANKS, StepMoment.MOVED, StepMoment.CANCELLED}


@dataclass(frozen=True)
class Means:
    """How many people would get a message, and how many a call."""

    by_email: int = 0
    to_call: int = 0

    @property
    def total(self) -> int:
        """Everybody who would hear of it."""
        return self.by_email + self.to_call


@dataclass(frozen=True)
class Stage:
    """One step of the sequence as it stands.

    `state`: "ahead" before its window, "open" inside, "done" after, "never" when its window never
    opens. `means`: those in its audience now, were it sent now (before it opens). Of what was
    written: `sent`, `waiting` (in the queue), `doubtful` (refused or uncertain), `calls` (tasks).
    """

    step: ReminderStep
    state: str
    opens_at: datetime | None
    closes_at: datetime | None
    means: Means | None
    counts: Counter[str] = field(default_factory=Counter)


def stages(action: Action, now: datetime | None = None) -> list[Stage]:
    """The sequence of an action in the order of time; changes only once there was one.

    Three queries, whatever the number of people.
    """
    moment = now or timezone.now()
    steps = list(action.steps.filter(is_active=True))
    written = _written(steps)
    expected = _expected(action, steps)
    found = [_stage(step, action, moment, written, expected) for step in steps]
    shown = [stage for stage in found if stage.counts or stage.step.moment not in sequences.CHANGES]
    return sorted(shown, key=_time)


def means_of_change(action: Action) -> Means:
    """How many people would be told, were the action moved or cancelled now."""
    rows = with_reach(to_tell(action)).order_by().values_list("reach").annotate(n=Count("pk"))
    found = dict(rows)
    return Means(found.get(ReminderChannel.EMAIL, 0), found.get(ReminderChannel.HUMAN, 0))


def _written(steps: Iterable[ReminderStep]) -> dict[int, Counter[str]]:
    rows = (
        Reminder.objects.filter(step__in=list(steps))
        .order_by()
        .values_list("step_id", "channel", "message__state")
        .annotate(n=Count("pk"))
    )
    written: dict[int, Counter[str]] = {}
    for step_id, channel, state, count in rows:
        written.setdefault(step_id, Counter())[_word(channel, state)] += count
    return written


def _word(channel: str, state: str | None) -> str:
    if channel == ReminderChannel.HUMAN:
        return "calls"
    if state in {State.FAILED, State.UNCERTAIN}:
        return "doubtful"
    return "waiting" if state in {State.QUEUED, State.SENDING} else "sent"


def _expected(action: Action, steps: Iterable[ReminderStep]) -> dict[int, Means]:
    """For each step the people of its audience, by the way to reach them, in one query."""
    people = with_reach(
        Attendance.objects.filter(
            action=action, person__archived_at=None, person__merged_into=None
        ).exclude(person=None)
    )
    sums = {}
    for step in steps:
        for name, way in (("email", ReminderChannel.EMAIL), ("human", ReminderChannel.HUMAN)):
            sums[f"{name}_{step.pk}"] = Count("pk", filter=audience_of(step) & Q(reach=way))
    found = people.aggregate(**sums) if sums else {}
    return {step.pk: Means(found[f"email_{step.pk}"], found[f"human_{step.pk}"]) for step in steps}


def _stage(
    step: ReminderStep,
    action: Action,
    now: datetime,
    written: dict[int, Counter[str]],
    expected: dict[int, Means],
) -> Stage:
    window = sequences.window(step, action)
    if window is None:
        state = NEVER
    elif now < window.opens_at:
        state = AHEAD
    else:
        state = OPEN if window.holds(now) else DONE
    guess = state == AHEAD and step.moment not in AFTERWARDS
    return Stage(
        step=step,
        state=state,
        opens_at=window.opens_at if window else None,
        closes_at=window.closes_at if window else None,
        means=expected[step.pk] if guess else None,
        counts=written.get(step.pk, Counter()),
    )


def _time(stage: Stage) -> tuple[bool, float]:
    return stage.opens_at is None, stage.opens_at.timestamp() if stage.opens_at else 0.0
