"""Reminders: who is told what, when; planned from rows each minute, remembered as rows."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from actions.domain import seats
from actions.domain.diary.calendars import file_of
from actions.domain.reminding import calls, messages, sending_hours, sequences, sms
from actions.domain.reminding.audiences import change_number, due, with_means
from actions.domain.reminding.sequences import CHANGES, Window
from actions.enums import ActionState, Anchor, ReminderChannel, StepMoment
from actions.models import Action, Attendance, ReminderStep
from alliance.outbox import domain as outbox
from alliance.outbox.domain import FileToSend, Letter
from alliance.outbox.enums import ChannelName
from alliance.outbox.models import Message

logger = logging.getLogger(__name__)

AT_ONCE = 50
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
    ways: frozenset[str]
    sms_possible: bool
    urgent: bool


@dataclass
class Planned:
    """What a plan wrote: messages (e-mail and SMS), call tasks, and those withdrawn as too late."""

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
    seated = Attendance.objects.filter(action=OuterRef("action"), seated_at__isnull=False)
    small = Q(action__capacity__isnull=False) | Exists(seated)
    steps = (
        ReminderStep.objects.filter(
            Q(action__state=ActionState.ANNOUNCED) & ~Q(moment=StepMoment.CANCELLED)
            | Q(action__state=ActionState.CANCELLED, moment=StepMoment.CANCELLED),
            action__ends_at__gt=now - LONGEST_AFTER,
            action__chapter__closed_on=None,
            is_active=True,
        )
        .filter(change | Q(action__reminders_paused=False))
        .filter(~Q(moment__in=sequences.SEATS) | small)
        .select_related("action__chapter", "action__organizer")
        .prefetch_related("wordings")
    )
    rank = {moment: place for place, moment in enumerate((*CHANGES, *StepMoment.values))}
    return sorted(steps, key=lambda step: (rank[StepMoment(step.moment)], step.pk))


def _plan_step(step: ReminderStep, now: datetime, planned: Planned) -> None:
    action = sequences.action_of(step)
    if step.moment in sequences.SEATS:
        if action.capacity is not None:
            seats.give_freed(action, now=now)
        elif step.moment == StepMoment.FULL:
            return
    open_for = sequences.window(step, action)
    if open_for is None or not open_for.holds(now):
        return
    occasion = _occasion(step, action, open_for, now)
    if not occasion.ways:
        return
    last_id = 0
    while True:
        found = with_means(due(step, now), step=step, sms=occasion.sms_possible)
        rows = list(found.filter(pk__gt=last_id).order_by("pk")[:AT_ONCE])
        if not rows:
            return
        last_id = rows[-1].pk
        # Those whose means sleeps now are found again when it wakes.
        _announce_safely(occasion, [row for row in rows if row.reach in occasion.ways], planned)


def _occasion(step: ReminderStep, action: Action, window: Window, now: datetime) -> Occasion:
    urgent = _is_urgent(step, action, now)
    ways = set()
    if sending_hours.may_send(ChannelName.EMAIL, now, urgent=urgent):
        ways |= {ReminderChannel.EMAIL, ReminderChannel.HUMAN}
    if sending_hours.may_send(ChannelName.SMS, now, urgent=urgent):
        ways.add(ReminderChannel.SMS)
    carries_file = step.moment in {StepMoment.INVITATION, StepMoment.FREED, *CHANGES}
    return Occasion(
        step=step,
        action=action,
        window=window,
        files=(file_of(action),) if carries_file else (),
        now=now,
        ways=frozenset(ways),
        sms_possible=sending_hours.sms_possible(window, now, urgent=urgent),
        urgent=urgent,
    )


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
    written_to = [row for row in mine if row.reach != ReminderChannel.HUMAN]
    by_call = [row for row in mine if row.reach == ReminderChannel.HUMAN]
    letters = _write_all(occasion, written_to) if written_to else {}
    tasks = calls.write(step=occasion.step, attendances=by_call, now=occasion.now)
    _link({memory[pk]: (message, None) for pk, message in letters.items()})
    _link({memory[pk]: (None, task) for pk, task in tasks.items()})
    planned.messages += len(written_to)
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
                change_number(occasion.step),
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
    letters: dict[str, dict[str, Letter]] = {ReminderChannel.EMAIL: {}, ReminderChannel.SMS: {}}
    for row in rows:
        write = _text if row.reach == ReminderChannel.SMS else _letter
        letters[row.reach][keys[row.pk]] = write(occasion, row)
    written: dict[str, Message] = {}
    for way, files in ((ReminderChannel.EMAIL, occasion.files), (ReminderChannel.SMS, ())):
        if letters[way]:
            written |= outbox.enqueue_all(
                letters[way], attachments=files, reopen=True, now=occasion.now
            )
    return {pk: written[key].pk for pk, key in keys.items()}


def _letter(occasion: Occasion, row: Attendance) -> Letter:
    step, action = occasion.step, occasion.action
    composed = messages.compose(step=step, action=action, attendance=row, shared=row.email_shared)
    return {
        "kind": sequences.MESSAGE_KIND,
        "channel": ChannelName.EMAIL,
        "to_address": row.email_address or "",
        "reply_to": action.chapter.reply_to,
        "subject": composed.subject,
        "text": composed.text,
        "html": composed.html,
        "language": composed.language,
        "headers": outbox.unsubscribe_headers(composed.unsubscribe_url),
        "send_before": closes_for(step, row, occasion.window),
        "to_name": str(row.person),
        "from_name": action.chapter.name,
        "chapter_id": action.chapter_id,
        "recipient": row.person,
        "reference": row,
        "batch": action,
        "send_after": occasion.now,
    }


def _text(occasion: Occasion, row: Attendance) -> Letter:
    """The same as an SMS; it expires in the evening, and is written again in the morning."""
    step, action = occasion.step, occasion.action
    composed = sms.compose(step=step, action=action, attendance=row)
    window_end = closes_for(step, row, occasion.window)
    tonight = sending_hours.closing(ChannelName.SMS, occasion.now, urgent=occasion.urgent)
    return {
        "kind": sequences.MESSAGE_KIND,
        "channel": ChannelName.SMS,
        "to_address": row.sms_number or "",
        "subject": composed.subject,
        "text": composed.text,
        "language": composed.language,
        "send_before": min(filter(None, (window_end, tonight))),
        "to_name": str(row.person),
        "from_name": action.chapter.name,
        "chapter_id": action.chapter_id,
        "recipient": row.person,
        "reference": row,
        "batch": action,
        "send_after": occasion.now,
    }


def closes_for(step: ReminderStep, row: Attendance, window: Window) -> datetime:
    """When a step closes for one person: an invitation some days after she was invited."""
    if step.anchor != Anchor.INVITED or row.invited_at is None:
        return window.closes_at
    since = max(row.invited_at, window.opens_at) + timedelta(days=step.days)
    return min(since + timedelta(hours=step.window_hours), window.closes_at)


def _is_urgent(step: ReminderStep, action: Action, now: datetime) -> bool:
    """The change of something near is told at any hour when people are awake or about to come."""
    if step.moment not in CHANGES:
        return False
    return min(filter(None, (action.starts_at, action.moved_from))) - now < URGENT
