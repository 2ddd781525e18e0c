"""Reminders: who is told what, when; planned from rows each minute, remembered as rows."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from actions.domain import calls, messages, sequences
from actions.domain.calendars import file_of
from actions.domain.reach import with_reach, with_shared_address
from actions.domain.sequences import CHANGES, Window
from actions.enums import (
    ActionState,
    Anchor,
    Answer,
    Audience,
    ReminderChannel,
    StepMoment,
)
from actions.models import Action, Attendance, Reminder, ReminderStep
from actions.models.attendance import AttendanceQuerySet
from actions.models.reminder import ReminderQuerySet
from alliance.outbox import domain as outbox
from alliance.outbox.domain import FileToSend, Letter
from alliance.outbox.enums import ChannelName

logger = logging.getLogger(__name__)

AT_ONCE = 50
# Two messages about the same action are not read as care within a day.
REST = timedelta(hours=20)
# Those one may send all the same: the bag is packed in the morning, a change cannot wait.
RESTLESS = {StepMoment.SAME_MORNING, *CHANGES}
# A change of what happens so soon wakes people rather than letting them come for nothing.
URGENT = timedelta(hours=36)
LONGEST_AFTER = timedelta(days=10)


@dataclass(frozen=True)
class Occasion:
    """A step that is open now, with what is the same for everybody."""

    step: ReminderStep
    action: Action
    window: Window
    files: tuple[FileToSend, ...]
    now: datetime


@dataclass
class Planned:
    """What a plan wrote: messages, call tasks, and call tasks withdrawn as too late."""

    messages: int = 0
    calls: int = 0
    withdrawn: int = 0


def plan(now: datetime | None = None) -> Planned:
    """Write the messages and call tasks that are due, each once however often this runs.

    For each step inside its window, each person in its audience to whom it was not yet announced
    for this date: one transaction writes the memory (Reminder, unique) and the message, or the
    call task of whoever cannot be written to. Two plans at once share the work. Nothing is
    written during the quiet hours, nor after a window has closed. A message that cannot be
    written is logged and stops no other.
    """
    moment = now or timezone.now()
    planned = Planned(withdrawn=calls.withdraw_late(now=moment))
    for step in _living_steps(moment):
        _plan_step(step, moment, planned)
    return planned


def _living_steps(now: datetime) -> Iterable[ReminderStep]:
    """Active steps of announced actions, and the announcements of changes; changes first."""
    change = Q(moment__in=CHANGES)
    steps = (
        ReminderStep.objects.filter(
            Q(action__state=ActionState.ANNOUNCED) & ~Q(moment=StepMoment.CANCELLED)
            | Q(action__state=ActionState.CANCELLED, moment=StepMoment.CANCELLED),
            action__ends_at__gt=now - LONGEST_AFTER,
            is_active=True,
        )
        .filter(change | Q(action__reminders_paused=False))
        .select_related("action__chapter", "action__organizer")
    )
    rank = {moment: place for place, moment in enumerate((*CHANGES, *StepMoment.values))}
    return sorted(steps, key=lambda step: (rank[StepMoment(step.moment)], step.pk))


def _plan_step(step: ReminderStep, now: datetime, planned: Planned) -> None:
    action = sequences.action_of(step)
    open_for = sequences.window(step, action)
    if open_for is None or not open_for.holds(now) or _is_quiet(step, action, now):
        return
    carries_file = step.moment in {StepMoment.INVITATION, *CHANGES}
    files = (file_of(action),) if carries_file else ()
    occasion = Occasion(step, action, open_for, files, now)
    last_id = 0
    while True:
        rows = list(_with_means(due(step, now).filter(pk__gt=last_id).order_by("pk"))[:AT_ONCE])
        if not rows:
            return
        last_id = rows[-1].pk
        _announce_safely(occasion, [row for row in rows if row.reach], planned)


def due(step: ReminderStep, now: datetime) -> AttendanceQuerySet:
    """Those to whom a step should be announced now; its window for all is asked before.

    In the audience, known today, not yet told this for this date, and left a day's rest since
    the last message about this action (a message skipped so is not sent later).
    """
    action = sequences.action_of(step)
    told = Reminder.objects.filter(attendance=OuterRef("pk"))
    this = told.filter(step=step, starts_at=action.starts_at, sequence=_sequence(step))
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
    if step.anchor == Anchor.INVITED:
        return _newly_invited(found, step, told, now)
    opens_at = sequences.local_instant(action.starts_at, step.days, step.at)
    if step.moment not in RESTLESS:
        found = found.exclude(Exists(told.filter(created_at__gt=opens_at - REST)))
    return found


def _newly_invited(
    found: AttendanceQuerySet, step: ReminderStep, told: ReminderQuerySet, now: datetime
) -> AttendanceQuerySet:
    """Invited within the window and never told of this action, not even that it moved."""
    length, wait = timedelta(hours=step.window_hours), timedelta(days=step.days)
    found = found.filter(invited_at__lte=now - wait)
    if sequences.invitations_since(sequences.action_of(step)) + wait + length <= now:
        found = found.filter(invited_at__gt=now - wait - length)
    moved = ReminderStep.objects.filter(action=step.action, moment=StepMoment.MOVED)
    steps = [step.pk, *moved.values_list("pk", flat=True)]
    return found.exclude(Exists(told.filter(step__in=steps)))


def audience_of(step: ReminderStep) -> Q:
    """Whom a step is for, as a condition on attendances."""
    if step.audience == Audience.CAME:
        return Q(attended=True)
    if step.audience == Audience.YES_OR_MAYBE:
        return Q(answer__in=[Answer.YES, Answer.MAYBE])
    return ~Q(answer=Answer.NO) & (Q(invited_at__isnull=False) | ~Q(answer=Answer.NONE))


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


# --- Writing ---------------------------------------------------------------------------------


def _announce_safely(occasion: Occasion, rows: Sequence[Attendance], planned: Planned) -> None:
    """Announce together; when one of them fails, one by one, so that it stops nobody else."""
    try:
        with transaction.atomic():
            _announce(occasion, rows, planned)
    except Exception:
        if len(rows) == 1:
            logger.exception(
                "actions: step %s fails for attendance %s", occasion.step.pk, rows[0].pk
            )
            return
        for row in rows:
            _announce_safely(occasion, [row], planned)


def _announce(occasion: Occasion, rows: Sequence[Attendance], planned: Planned) -> None:
    memory = _remember(occasion, rows)
    mine = [row for row in rows if row.pk in memory]  # another plan has the others
    by_email = [row for row in mine if row.reach == ReminderChannel.EMAIL]
    by_call = [row for row in mine if row.reach == ReminderChannel.HUMAN]
    letters = _write_all(occasion, by_email) if by_email else {}
    tasks = calls.write(step=occasion.step, attendances=by_call, now=occasion.now)
    _link({memory[pk]: (message, None) for pk, message in letters.items()})
    _link({memory[pk]: (None, task) for pk, task in tasks.items()})
    planned.messages += len(by_email)
    planned.calls += len(by_call)


def _remember(occasion: Occasion, rows: Sequence[Attendance]) -> dict[int, int]:
    """Write the memory first: the rows that this plan, and no other, announces now."""
    if not rows:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO actions_reminder"
            " (attendance_id, step_id, starts_at, sequence, channel, created_at)"
            " SELECT attendance, %s, %s, %s, channel, %s"
            " FROM unnest(%s::bigint[], %s::text[]) AS due (attendance, channel)"
            " ORDER BY attendance"
            " ON CONFLICT (attendance_id, step_id, starts_at, sequence) DO NOTHING"
            " RETURNING attendance_id, id",
            [
                occasion.step.pk,
                occasion.action.starts_at,
                _sequence(occasion.step),
                occasion.now,
                [row.pk for row in rows],
                [row.reach for row in rows],
            ],
        )
        return dict(cursor.fetchall())


def _link(written: Mapping[int, tuple[int | None, int | None]]) -> None:
    """Tie memories to their message or call task, in one statement."""
    if not written:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE actions_reminder SET message_id = tied.message, follow_up_id = tied.task"
            " FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS tied (id, message, task)"
            " WHERE actions_reminder.id = tied.id",
            [
                list(written),
                [message for message, _task in written.values()],
                [task for _message, task in written.values()],
            ],
        )


def _write_all(occasion: Occasion, rows: Sequence[Attendance]) -> dict[int, int]:
    """The messages of a step, in a few queries; their ids by attendance."""
    action = occasion.action
    keys = {row.pk: sequences.key_of(occasion.step, row.pk, action) for row in rows}
    written = outbox.enqueue_all(
        {keys[row.pk]: _letter(occasion, row) for row in rows},
        attachments=occasion.files,
        reopen=True,
        now=occasion.now,
    )
    return {pk: written[key].pk for pk, key in keys.items()}


def _letter(occasion: Occasion, row: Attendance) -> Letter:
    step, action = occasion.step, occasion.action
    composed = messages.compose(step=step, action=action, attendance=row, shared=row.email_shared)
    return {
        "kind": sequences.MESSAGE_KIND,
        "channel": ChannelName.EMAIL,
        "to_address": row.email_address or "",
        "to_name": str(row.person),
        "from_name": action.chapter.name,
        "reply_to": action.chapter.reply_to,
        "subject": composed.subject,
        "text": composed.text,
        "html": composed.html,
        "language": composed.language,
        "headers": outbox.unsubscribe_headers(composed.unsubscribe_url),
        "chapter_id": action.chapter_id,
        "recipient": row.person,
        "reference": row,
        "batch": action,
        "send_after": occasion.now,
        "send_before": closes_for(step, row, occasion.window),
    }


def closes_for(step: ReminderStep, row: Attendance, window: Window) -> datetime:
    """When a step closes for one person: an invitation some days after she was invited."""
    if step.anchor != Anchor.INVITED or row.invited_at is None:
        return window.closes_at
    since = max(row.invited_at, window.opens_at) + timedelta(days=step.days)
    return min(since + timedelta(hours=step.window_hours), window.closes_at)


def _with_means(queryset: AttendanceQuerySet) -> AttendanceQuerySet:
    reached: AttendanceQuerySet = with_shared_address(with_reach(queryset))  # type: ignore[assignment]
    return reached


def _sequence(step: ReminderStep) -> int:
    return sequences.action_of(step).sequence if step.moment in CHANGES else 0


def _changed_at(step: ReminderStep) -> datetime:
    action = sequences.action_of(step)
    since = action.cancelled_at if step.moment == StepMoment.CANCELLED else action.moved_at
    return since or action.created_at


def _is_quiet(step: ReminderStep, action: Action, now: datetime) -> bool:
    """Whether people sleep; the change of something near is told at any hour."""
    starts, ends = settings.EMAIL_QUIET_HOURS
    if step.moment in CHANGES:
        nearest = min(filter(None, (action.starts_at, action.moved_from)))
        if nearest - now < URGENT:
            return False
    hour = now.astimezone(sequences.local_zone()).hour
    return hour >= starts or hour < ends if starts > ends else starts <= hour < ends
