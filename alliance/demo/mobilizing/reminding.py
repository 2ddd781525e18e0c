"""What the reminders have said until yesterday, as rows; from today on the engine speaks.

A step whose window opened before today is remembered as announced, with its message sent or
its call made, so that a beat started on the demonstration sends what this day brings and no more.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from actions.domain.diary import calendars
from actions.domain.reminding import calls, messages, sequences
from actions.domain.reminding.reach import with_reach, with_shared_address
from actions.enums import (
    ActionState,
    Anchor,
    Answer,
    Audience,
    ReminderChannel,
    StepChannel,
    StepMoment,
)
from actions.models import Action, Attendance, Reminder, ReminderStep
from alliance.demo.world import World
from alliance.outbox.domain import FileToSend, unsubscribe_headers
from alliance.outbox.enums import ChannelName, State
from alliance.outbox.models import Attachment, Message, StoredFile
from members.enums import FollowUpKind
from members.models import FollowUp

KEPT = timedelta(days=35)
REFUSED = "550 5.1.1 boîte inconnue"


@dataclass
class Said:
    """What is about to be written, in the order of the rows that point to each other."""

    messages: list[Message] = field(default_factory=list)
    tasks: list[FollowUp] = field(default_factory=list)
    reminders: list[Reminder] = field(default_factory=list)
    with_file: list[tuple[Message, FileToSend]] = field(default_factory=list)
    files: dict[int, FileToSend] = field(default_factory=dict)


def make_reminders(world: World) -> None:
    """Messages and call tasks of the last weeks and of what is coming."""
    said = Said()
    midnight = world.at(world.today, 0)
    for action in world.actions:
        if action.state != ActionState.DRAFT and action.ends_at > midnight - KEPT:
            _tell(world, action, midnight, said)
    _write(world, said)


def _tell(world: World, action: Action, midnight: datetime, said: Said) -> None:
    rows = Attendance.objects.filter(action=action, person__isnull=False).select_related(
        "person__organizer", "invited_by"
    )
    reached = list(with_shared_address(with_reach(rows)).order_by("pk"))
    for step in action.steps.order_by("pk"):
        step.action = action
        window = sequences.window(step, action)
        if window is None or window.opens_at >= midnight or step.moment == StepMoment.FREED:
            continue
        if step.channel == StepChannel.SMS_ONLY:  # the demonstration has no SMS provider
            continue
        for row in reached:
            at = _moment(step, row, window.opens_at)
            if row.reach and at < midnight and _concerned(step, row, at):
                _say(world, step, row, at, said)


def _moment(step: ReminderStep, row: Attendance, opens_at: datetime) -> datetime:
    """The first plan after the window opened, after she was invited, or began to wait."""
    if step.moment == StepMoment.FULL and row.waiting_since is not None:
        return row.waiting_since + timedelta(seconds=40)
    asked = row.invited_at or opens_at
    return (asked if step.anchor == Anchor.INVITED else opens_at) + timedelta(seconds=40)


def _concerned(step: ReminderStep, row: Attendance, at: datetime) -> bool:
    if step.moment == StepMoment.FULL:
        return row.waiting_since is not None
    if row.invited_at is None or row.invited_at >= at:
        return step.audience == Audience.CAME and bool(row.attended)
    action = sequences.action_of(step)
    if action.cancelled_at and step.moment != StepMoment.CANCELLED and at > action.cancelled_at:
        return False
    if row.waiting_since is not None and row.waiting_since < at:
        return False
    answered = row.answered_at is not None and row.answered_at < at
    answer = row.answer if answered else Answer.NONE
    if step.audience == Audience.CAME:
        return bool(row.attended)
    if step.audience == Audience.ABSENT:
        return answer == Answer.YES and row.attended is False
    if step.audience == Audience.YES_OR_MAYBE:
        return answer in {Answer.YES, Answer.MAYBE}
    return answer != Answer.NO


def _say(world: World, step: ReminderStep, row: Attendance, at: datetime, said: Said) -> None:
    action = sequences.action_of(step)
    reminder = Reminder(
        attendance=row,
        step=step,
        starts_at=action.starts_at,
        sequence=action.sequence if step.moment in sequences.CHANGES else 0,
        channel=row.reach,
        created_at=at,
    )
    if row.reach == ReminderChannel.EMAIL:
        reminder.message = _message(world, step, row, at)
        said.messages.append(reminder.message)
        if step.moment in {StepMoment.INVITATION, *sequences.CHANGES}:
            if action.pk not in said.files:
                said.files[action.pk] = calendars.file_of(action)
            said.with_file.append((reminder.message, said.files[action.pk]))
    else:
        reminder.follow_up = _task(world, step, row, at)
        said.tasks.append(reminder.follow_up)
    said.reminders.append(reminder)


def _message(world: World, step: ReminderStep, row: Attendance, at: datetime) -> Message:
    action = sequences.action_of(step)
    composed = messages.compose(step=step, action=action, attendance=row, shared=row.email_shared)
    handed_over = at + timedelta(seconds=world.rng.randint(2, 30))
    refused = world.chance(0.01)
    return Message(
        key=sequences.key_of(step, row.pk, action),
        kind=sequences.MESSAGE_KIND,
        channel=ChannelName.EMAIL,
        state=State.FAILED if refused else State.SENT,
        to_address=row.email_address,
        to_name=str(row.person),
        from_name=action.chapter.name,
        reply_to=action.chapter.reply_to,
        subject=composed.subject,
        text=composed.text,
        html=composed.html,
        language=composed.language,
        headers=unsubscribe_headers(composed.unsubscribe_url),
        chapter_id=action.chapter_id,
        recipient_type="members.person",
        recipient_id=row.person_id,
        reference=f"actions.attendance:{row.pk}",
        batch=f"actions.action:{action.pk}",
        send_after=at,
        send_before=at + timedelta(hours=step.window_hours),
        created_at=at,
        changed_at=handed_over,
        claimed_at=at,
        claimed_by="",
        handed_over_at=handed_over,
        sent_at=None if refused else handed_over,
        attempts=1,
        error=REFUSED if refused else "",
    )


def _task(world: World, step: ReminderStep, row: Attendance, at: datetime) -> FollowUp:
    action = sequences.action_of(step)
    kind = FollowUpKind.CALL if row.phone_number else FollowUpKind.MEET
    task = FollowUp(
        person=row.person,
        owner=calls.owner_of(action, row),
        kind=kind,
        what=calls.what_to_do(step, action, phone=bool(row.phone_number)),
        due_on=at.date(),
        key=sequences.key_of(step, row.pk, action),
        created_at=at,
    )
    done = min(at + timedelta(hours=world.rng.randint(2, 28)), world.at(world.ago(1), 21))
    if world.chance(0.85):
        task.done_at, task.done_by = max(done, at), task.owner
    else:
        task.cancelled_at = max(done, at)
    return task


def _write(world: World, said: Said) -> None:
    """In the order of time: lists of messages are read by their numbers."""
    Message.objects.bulk_create(sorted(said.messages, key=_written), batch_size=500)
    FollowUp.objects.bulk_create(sorted(said.tasks, key=_written), batch_size=500)
    for reminder in said.reminders:
        reminder.message_id = reminder.message.pk if reminder.message else None
        reminder.follow_up_id = reminder.follow_up.pk if reminder.follow_up else None
    Reminder.objects.bulk_create(said.reminders, batch_size=500)
    stored: dict[str, StoredFile] = {}
    for _message_row, file in said.with_file:
        digest = hashlib.sha256(file.content).hexdigest()
        if digest not in stored:
            stored[digest] = StoredFile(digest=digest, content=file.content)
    StoredFile.objects.bulk_create(stored.values())
    Attachment.objects.bulk_create(
        Attachment(
            message=message,
            file=stored[hashlib.sha256(file.content).hexdigest()],
            name=file.name,
            content_type=file.content_type,
        )
        for message, file in said.with_file
    )


def _written(row: Message | FollowUp) -> tuple[datetime, str]:
    return row.created_at, row.key or ""
