"""Who will get what, when: the sequence of an action before it leaves, and what has left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.domain.reminding import sending_hours, sequences
from actions.domain.reminding.audiences import audience_of, to_tell
from actions.domain.reminding.reach import way, with_reach
from actions.enums import ActionState, ReminderChannel, StepChannel, StepMoment
from actions.models import Action, Attendance, Reminder, ReminderStep
from alliance.outbox.enums import State

DONE, OPEN, AHEAD, NEVER = "done", "open", "ahead", "never"


@dataclass(frozen=True)
class Means:
    """How many people would get an e-mail, an SMS, or a call; `in_peace`: refused all of them."""

    by_email: int = 0
    to_call: int = 0
    by_sms: int = 0
    in_peace: int = 0

    @property
    def total(self) -> int:
        """Everybody who would hear of it."""
        return self.by_email + self.by_sms + self.to_call

    @property
    def words(self) -> list[str]:
        """« 34 par e-mail », « 42 à appeler »: what is none is not said."""
        said = (
            (self.by_email, _("%(n)d par e-mail")),
            (self.by_sms, _("%(n)d par SMS")),
            (self.to_call, _("%(n)d à appeler")),
        )
        return [words % {"n": number} for number, words in said if number]


@dataclass(frozen=True)
class Stage:
    """One step of the sequence as it stands.

    `state`: "ahead" before its window, "open" inside, "done" after, "never" when its window never
    opens. `means`: those in its audience now, were it sent now (before it opens; the invitation
    of a draft, were it announced now). Of what was written: `sent`, `waiting` (in the queue),
    `doubtful` (refused or uncertain), `calls` (tasks).
    """

    step: ReminderStep
    state: str
    opens_at: datetime | None
    closes_at: datetime | None
    means: Means | None
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def is_event(self) -> bool:
        """Whether it leaves when something happens, on no known day."""
        return self.step.moment in sequences.SEATS


def stages(action: Action, now: datetime | None = None, *, also_off: bool = False) -> list[Stage]:
    """The sequence of an action in the order of time; changes only once there was one.

    Of a draft, the steps it would get. `also_off` shows those that were switched off too.
    Four queries, whatever the number of people.
    """
    moment = now or timezone.now()
    steps = [step for step in sequences.steps_of(action) if step.is_active or also_off]
    written = _written(steps)
    expected = _expected(action, steps, moment)
    found = [
        _stage(step, action, moment, written, means)
        for step, means in zip(steps, expected, strict=True)
    ]
    shown = [stage for stage in found if stage.counts or _may_happen(stage.step, action)]
    return sorted(shown, key=_time)


def _may_happen(step: ReminderStep, action: Action) -> bool:
    """Whether a step is worth showing before it has told anybody."""
    if step.moment in sequences.SEATS:
        return action.capacity is not None
    return step.moment not in sequences.CHANGES


def means_of_change(action: Action) -> Means:
    """How many people would be told, were the action moved or cancelled now."""
    rows = with_reach(to_tell(action)).order_by().values_list("reach").annotate(n=Count("pk"))
    found = dict(rows)
    return Means(
        by_email=found.get(ReminderChannel.EMAIL, 0),
        to_call=found.get(ReminderChannel.HUMAN, 0),
        by_sms=found.get(ReminderChannel.SMS, 0),
        in_peace=found.get("", 0),
    )


def means_of_invitation(action: Action) -> Means | None:
    """How many people would be invited, were this draft announced now; None: the step is off."""
    invitation = [one for one in stages(action) if one.step.moment == StepMoment.INVITATION]
    return invitation[0].means if invitation else None


def _written(steps: Iterable[ReminderStep]) -> dict[int, Counter[str]]:
    rows = (
        Reminder.objects.filter(step__in=[step.pk for step in steps if step.pk])
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


def _expected(action: Action, steps: Sequence[ReminderStep], now: datetime) -> list[Means]:
    """For each step the people of its audience, by the way to reach them, in one query."""
    people = with_reach(
        Attendance.objects.filter(
            action=action, person__archived_at=None, person__merged_into=None
        ).exclude(person=None)
    ).annotate(
        reach_email=way(StepChannel.EMAIL_FIRST),
        reach_sms=way(StepChannel.SMS_FIRST),
        reach_sms_only=way(StepChannel.SMS_ONLY),
        reach_no_sms=way(StepChannel.EMAIL_FIRST, sms=False),
    )
    sums = {}
    for place, step in enumerate(steps):
        column = _reach_column(step, action, now)
        for way_name in ("", ReminderChannel.EMAIL, ReminderChannel.HUMAN, ReminderChannel.SMS):
            counted = audience_of(step) & Q(**{column: way_name})
            sums[f"{way_name}_{place}"] = Count("pk", filter=counted)
    found = people.aggregate(**sums) if sums else {}
    return [
        Means(
            by_email=found[f"email_{place}"],
            to_call=found[f"human_{place}"],
            by_sms=found[f"sms_{place}"],
            in_peace=found[f"_{place}"],
        )
        for place in range(len(steps))
    ]


def _reach_column(step: ReminderStep, action: Action, now: datetime) -> str:
    window = sequences.window(step, action)
    texted = window is not None and sending_hours.sms_possible(window, now)
    if step.channel == StepChannel.SMS_ONLY:
        return "reach_sms_only"
    return f"reach_{step.channel}" if texted else "reach_no_sms"


def _stage(
    step: ReminderStep,
    action: Action,
    now: datetime,
    written: dict[int, Counter[str]],
    means: Means,
) -> Stage:
    window = sequences.window(step, action)
    if window is None:
        state = NEVER
    elif now < window.opens_at:
        state = AHEAD
    else:
        state = OPEN if window.holds(now) else DONE
    afterwards = step.audience in sequences.AFTERWARDS or step.moment in sequences.EVENTS
    first = step.moment == StepMoment.INVITATION and action.state == ActionState.DRAFT
    return Stage(
        step=step,
        state=state,
        opens_at=window.opens_at if window else None,
        closes_at=window.closes_at if window else None,
        means=means if first or (state == AHEAD and not afterwards) else None,
        counts=written.get(step.pk or 0, Counter()),
    )


def _time(stage: Stage) -> tuple[bool, bool, float]:
    """In the order of time; what happens when it happens comes last."""
    opens_at, by_event = stage.opens_at, stage.step.moment in sequences.SEATS
    return opens_at is None, by_event, opens_at.timestamp() if opens_at else 0.0
