"""A launched message leaves: written for each person in small steps, then sent by the outbox."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.domain.reminding import sending_hours
from actions.domain.reminding.eligibility import working_addresses
from actions.domain.writing import letters, mailings
from actions.domain.writing.mailing_people import with_way
from actions.enums import MailingState, Way
from actions.models import Attendance, Mailing, MailingRecipient
from alliance.outbox import domain as outbox
from alliance.outbox.domain import FileToSend, Letter
from alliance.outbox.enums import ChannelName, State
from alliance.outbox.models import InboundMessage, Message
from members.domain import consents
from members.domain.meeting import follow_ups
from members.enums import Channel, FollowUpKind
from members.models import FollowUp, Person

logger = logging.getLogger(__name__)

AT_ONCE = 100
CHANNELS = {Way.EMAIL: ChannelName.EMAIL, Way.SMS: ChannelName.SMS}


def register() -> None:
    """Tell the outbox whom to ask about these messages; called once applications are loaded."""
    outbox.register_kind(
        mailings.KIND, still_wanted=still_wanted, on_result=write_again, ends=[State.EXPIRED]
    )


def dispatch(now: datetime | None = None) -> int:
    """Write the messages of every mailing whose hour has come; returns how many.

    In steps of a hundred, each a transaction of its own: a worker that dies loses nothing, two of
    them share the work. A mailing that fails is logged and stops no other.
    """
    moment = now or timezone.now()
    written = 0
    due = Mailing.objects.leaving().filter(send_at__lte=moment, chapter__closed_on=None)
    for mailing in due.order_by("send_at", "pk"):
        try:
            written += _dispatch_one(mailing.pk, moment)
        except Exception:
            logger.exception("actions: mailing %s fails", mailing.pk)
    return written


def _dispatch_one(pk: int, now: datetime) -> int:
    total = 0
    while True:
        done, more = _step(pk, now)
        total += done
        if not more:
            return total


@transaction.atomic
def _step(pk: int, now: datetime) -> tuple[int, bool]:
    """Write for the next people; how many, and whether there are more to write now."""
    whole = Mailing.objects.select_related("chapter", "author", "action")
    mailing = whole.select_for_update(of=("self",)).get(pk=pk)
    if mailing.state not in {MailingState.PLANNED, MailingState.SENDING}:
        return 0, False
    rows = list(
        mailing.recipients.filter(written_at=None)
        .select_for_update(skip_locked=True)
        .order_by("pk")[:AT_ONCE]
    )
    if mailing.state == MailingState.PLANNED:
        mailing.state = MailingState.SENDING
        mailing.save(update_fields=["state"])
    if not rows:
        _finish(mailing, now)
        return 0, False
    return _write(mailing, rows, now), True


def _finish(mailing: Mailing, now: datetime) -> None:
    if not mailing.recipients.filter(written_at=None).exists():
        mailing.state, mailing.finished_at = MailingState.DONE, now
        mailing.save(update_fields=["state", "finished_at"])


def _write(mailing: Mailing, rows: Sequence[MailingRecipient], now: datetime) -> int:
    ids = [row.person_id for row in rows]
    people = with_way(mailing, Person.objects.active().filter(pk__in=ids))
    # Annotated by `with_way`: Any, as mypy knows only the model.
    found: dict[int, Any] = {p.pk: p for p in people.select_related("chapter", "organizer")}
    asked = _attendances(mailing, ids)
    files = mailings.files_of(mailing)
    messages = _write_messages(mailing, found, asked, files, now)
    for row in rows:
        person = found.get(row.person_id)
        row.way = person.way if person else Way.NONE
        row.message, row.written_at = messages.get(row.person_id), now
        if person is not None and row.way == Way.HUMAN and mailing.calls:
            row.follow_up = _call(mailing, person, now)
        elif row.way == Way.HUMAN and not mailing.calls:
            row.way = Way.NONE
    MailingRecipient.objects.bulk_update(rows, ["way", "message", "follow_up", "written_at"])
    return len(messages)


def _attendances(mailing: Mailing, ids: Sequence[int]) -> dict[int, Attendance]:
    if mailing.action_id is None:
        return {}
    rows = Attendance.objects.filter(action=mailing.action_id, person__in=ids)
    return {row.person_id: row for row in rows if row.person_id}


def _write_messages(
    mailing: Mailing,
    people: Mapping[int, Any],
    asked: Mapping[int, Attendance],
    files: Sequence[FileToSend],
    now: datetime,
) -> dict[int, Message]:
    written: dict[int, Message] = {}
    for way, channel in CHANNELS.items():
        mine = [person for person in people.values() if person.way == way]
        wrote = outbox.enqueue_all(
            {_key(mailing, p): _letter(mailing, p, asked.get(p.pk), channel, now) for p in mine},
            attachments=files if channel == ChannelName.EMAIL else (),
            reopen=True,
            now=now,
        )
        written |= {person.pk: wrote[_key(mailing, person)] for person in mine}
    return written


def _letter(
    mailing: Mailing, person: Any, attendance: Attendance | None, channel: str, now: datetime
) -> Letter:
    composed = letters.compose(
        mailing=mailing, person=person, attendance=attendance, shared=person.email_shared
    )
    common: Letter = {
        "kind": mailings.KIND,
        "channel": channel,
        "to_address": person.email_address or "",
        "to_name": str(person),
        "from_name": mailing.chapter.name,
        "subject": composed.subject or mailing.sms[:80],
        "text": composed.text,
        "language": composed.language,
        "chapter_id": mailing.chapter_id,
        "recipient": person,
        "reference": attendance or mailing,
        "batch": mailing,
        "send_after": now,
    }
    if channel == ChannelName.SMS:
        opening = sending_hours.next_opening(ChannelName.SMS, now)
        return {
            **common,
            "to_address": person.sms_number or "",
            "text": composed.sms,
            "send_after": opening,
            "send_before": sending_hours.closing(ChannelName.SMS, opening),
        }
    return {
        **common,
        "html": composed.html,
        "reply_to": mailing.chapter.reply_to,
        "headers": outbox.unsubscribe_headers(composed.unsubscribe_url),
        "send_after": sending_hours.next_opening(ChannelName.EMAIL, now),
    }


def _key(mailing: Mailing, person: Person) -> str:
    return f"{mailings.KIND}:{mailing.pk}:{person.pk}"


def _call(mailing: Mailing, person: Any, now: datetime) -> FollowUp:
    return follow_ups.plan(
        person=person,
        owner=person.organizer or mailing.author,
        kind=FollowUpKind.CALL if person.phone_number else FollowUpKind.MEET,
        what=_("Lui dire de vive voix : « %(subject)s »") % {"subject": str(mailing)[:160]},
        due_on=timezone.localdate(now),
        key=_key(mailing, person),
    )


# --- Just before it leaves, and after --------------------------------------------------------


def still_wanted(messages: Sequence[Message]) -> Mapping[int, str]:
    """The reasons of the messages that must not leave any more, by message id.

    Erased, archived or merged person, consent withdrawn since, address gone or in error,
    alliance closed.
    """
    ids = [message.recipient_id or 0 for message in messages]
    alive = dict(Person.objects.active().filter(pk__in=ids).values_list("pk", "chapter__closed_on"))
    working = working_addresses(messages)
    yes = _consents(messages, ids)
    # A page that became another's has no line of its own any more: one message is enough.
    tied = set(
        MailingRecipient.objects.filter(message__in=[m.pk for m in messages]).values_list(
            "message", flat=True
        )
    )
    reasons = {}
    for message in messages:
        person = message.recipient_id or 0
        purpose = yes.purpose_of.get(message.batch, "")
        if person not in alive or message.pk not in tied:
            reasons[message.pk] = _("la personne n’est plus dans le fichier")
        elif alive[person] is not None:
            reasons[message.pk] = _("l’alliance est fermée")
        elif (message.channel, purpose, person) not in yes.given:
            reasons[message.pk] = _("la personne ne veut plus de messages")
        elif (person, message.to_address) not in working:
            reasons[message.pk] = _("cette adresse ne marche plus")
    return reasons


@dataclass(frozen=True)
class Yes:
    """Who agreed to what: the purpose of each mailing, and the consents that hold today."""

    purpose_of: Mapping[str, str]
    given: frozenset[tuple[str, str, int]]


def _consents(messages: Sequence[Message], ids: Sequence[int]) -> Yes:
    batches = {message.batch for message in messages}
    numbers = [int(batch.rpartition(":")[2]) for batch in batches]
    purposes = dict(Mailing.objects.filter(pk__in=numbers).values_list("pk", "purpose"))
    purpose_of = {batch: purposes.get(int(batch.rpartition(":")[2]), "") for batch in batches}
    given = set()
    for purpose in set(purpose_of.values()):
        for channel in {message.channel for message in messages}:
            allowed = consents.allowed(ids, channel=Channel(channel), purpose=purpose)
            given |= {(channel, purpose, pk) for pk in allowed}
    return Yes(purpose_of, frozenset(given))


def write_again(message: Message) -> None:
    """An SMS that the evening stopped is written again for the next morning."""
    mailing = int(message.batch.rpartition(":")[2])
    rows = MailingRecipient.objects.filter(message=message.pk, mailing=mailing)
    if rows.update(message=None, written_at=None, way=""):
        Mailing.objects.filter(pk=mailing, state=MailingState.DONE).update(
            state=MailingState.SENDING, finished_at=None
        )


@dataclass(frozen=True)
class Result:
    """What became of a launched message, counted from its rows.

    `to_write`: not written yet. `waiting`, `sent`, `failed`, `uncertain`, `cancelled`: messages by
    state (expired ones are cancelled). `calls`: to be called, `called` of them done. `nobody`: let
    be. `replies`: answers by SMS or e-mail.
    """

    to_write: int = 0
    waiting: int = 0
    sent: int = 0
    failed: int = 0
    uncertain: int = 0
    cancelled: int = 0
    calls: int = 0
    called: int = 0
    nobody: int = 0
    replies: int = 0

    @property
    def total(self) -> int:
        """Everybody on it."""
        done = self.sent + self.failed + self.uncertain + self.cancelled
        return self.to_write + self.waiting + done + self.calls + self.nobody

    @property
    def settled(self) -> int:
        """Those for whom nothing more is about to leave."""
        return self.total - self.to_write - self.waiting


_STATES = {
    State.QUEUED: "waiting",
    State.SENDING: "waiting",
    State.SENT: "sent",
    State.FAILED: "failed",
    State.UNCERTAIN: "uncertain",
    State.CANCELLED: "cancelled",
    State.EXPIRED: "cancelled",
}


def result(mailing: Mailing) -> Result:
    """What became of a message so far. Two queries."""
    counted: dict[str, int] = {}
    rows = mailing.recipients.order_by().values_list("way", "message__state")
    done = Count("follow_up", filter=Q(follow_up__done_at__isnull=False))
    for way, state, number, called in rows.annotate(n=Count("pk"), done=done):
        name = _STATES[State(state)] if state else _without_message(way)
        counted[name] = counted.get(name, 0) + number
        counted["called"] = counted.get("called", 0) + called
    batch = outbox.reference_of(mailing)
    replies = InboundMessage.objects.filter(answers__batch=batch).count()
    return Result(**counted, replies=replies)


def _without_message(way: str) -> str:
    if not way:
        return "to_write"
    return "calls" if way == Way.HUMAN else "nobody"
