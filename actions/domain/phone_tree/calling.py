"""On the phone: open a name, note what she said, go on to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.domain import replies
from actions.domain.phone_tree.asks import AskedToday, Asker, Touch, record_ask, touched_today
from actions.enums import Answer, AskChannel, CallOutcome, ReplySource
from actions.models import Attendance, CallBranch, CallLine, Reminder
from alliance.core.text.french import spoken_time
from alliance.core.text.names import clean_text
from alliance.journal.domain import record
from members.domain.meeting import contacts
from members.enums import ContactKind
from members.models import Contact, FollowUp, Person, PersonPhone

ANSWERS = {
    CallOutcome.YES: Answer.YES,
    CallOutcome.MAYBE: Answer.MAYBE,
    CallOutcome.NO: Answer.NO,
}
SPOKEN = frozenset({*ANSWERS, CallOutcome.CALL_BACK})
# Another try is worth it on the same evening.
TRY_AGAIN = frozenset({CallOutcome.NO_ANSWER, CallOutcome.MESSAGE_LEFT, CallOutcome.CALL_BACK})


@dataclass(frozen=True)
class Call:
    """What a call gave, as the caller noted it."""

    outcome: str
    companions: int = 0
    note: str = ""
    call_back_at: datetime | None = None
    channel: str = AskChannel.PHONE
    number: str = ""


def asker_of(branch: CallBranch) -> Asker:
    """Who calls on this branch."""
    return Asker(branch.name, branch.user)


@transaction.atomic
def record_call(
    *,
    line: CallLine,
    call: Call,
    asker: Asker | None = None,
    client_id: UUID | None = None,
    anyway: bool = False,
    now: datetime | None = None,
) -> CallLine:
    """Note what a call gave: on the line, as an ask, as an answer and in the one history.

    Yes, maybe and no are answers to the action (`record_reply`); whoever is called to come is
    invited from then on, and the call tasks about the same action are ticked. A spoken exchange
    becomes a contact; a wrong number is marked as such on her page. The same call sent twice is
    one. Two callers on one name: the second gets AskedToday unless `anyway`. Raises also
    WrongState (action cancelled or over), ValueError for an unknown outcome.
    """
    moment = now or timezone.now()
    if call.outcome not in CallOutcome.values:
        raise ValueError(f"Unknown outcome {call.outcome!r}.")
    Person.objects.select_for_update(no_key=True).get(pk=line.person_id)
    locked = _locked(line)
    who = asker or asker_of(locked.branch)
    said = clean_text(call.note, 300)
    if _is_the_same(locked, call, said, moment):
        return locked
    if not anyway:
        _refuse_second(locked, who, moment)
    identity = client_id or uuid4()
    contact = _contact(locked, call, said, who, identity, moment)
    if locked.call_list.action is not None:
        _answer(locked, call, said, who, identity, contact, moment)
    if call.outcome == CallOutcome.WRONG_NUMBER:
        _mark_wrong(locked, call.number)
    _keep(locked, call, said, contact, moment)
    _note(locked, who, moment)
    return locked


@transaction.atomic
def open_line(*, line: CallLine, now: datetime | None = None) -> CallLine:
    """Somebody is about to call this name: her page may be shown by the link."""
    CallLine.objects.filter(pk=line.pk).update(opened_at=now or timezone.now())
    line.refresh_from_db(fields=["opened_at"])
    return line


def waiting(
    lines: Sequence[CallLine], greyed: dict[int, Touch], *, now: datetime | None = None
) -> list[CallLine]:
    """The names still to call, in order: callbacks that are due first, then never tried."""
    moment = now or timezone.now()
    due = [ln for ln in lines if ln.call_back_at and ln.call_back_at <= moment]
    fresh = [ln for ln in lines if not ln.outcome and ln.person_id not in greyed]
    return [*due, *fresh]


def greyed(
    lines: Sequence[CallLine], asker: Asker, *, now: datetime | None = None
) -> dict[int, Touch]:
    """The names that somebody else contacted today, and who (by person id; two queries)."""
    touches = touched_today([line.person_id for line in lines], now=now)
    return {pk: one for pk, one in touches.items() if not asker.is_same(one.user_id, one.who)}


def _locked(line: CallLine) -> CallLine:
    rows = CallLine.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "person", "attendance", "branch__user", "call_list__action", "call_list__created_by"
    )
    locked: CallLine = rows.get(pk=line.pk)
    return locked


def _is_the_same(line: CallLine, call: Call, said: str, now: datetime) -> bool:
    """The same call sent twice, or a paper typed twice: same content, same day."""
    if line.done_at is None or timezone.localdate(line.done_at) != timezone.localdate(now):
        return False
    kept = (line.outcome, line.companions, line.call_back_at, line.note)
    return kept == (call.outcome, _companions(call), _back_at(call), said)


def _refuse_second(line: CallLine, asker: Asker, now: datetime) -> None:
    touch = greyed([line], asker, now=now).get(line.person_id)
    if touch is not None:
        raise AskedToday(touch)


def _companions(call: Call) -> int:
    return call.companions if call.outcome in {CallOutcome.YES, CallOutcome.MAYBE} else 0


def _back_at(call: Call) -> datetime | None:
    return call.call_back_at if call.outcome == CallOutcome.CALL_BACK else None


def _contact(
    line: CallLine, call: Call, said: str, asker: Asker, identity: UUID, now: datetime
) -> Contact | None:
    """A spoken exchange enters her history; a bell that rang does not."""
    if call.outcome not in SPOKEN:
        return None
    return contacts.note(
        person=line.person,
        author=asker.user,
        kind=ContactKind.CALL,
        happened_at=now,
        client_id=uuid5(identity, "contact"),
        note=_told(line, call, said, asker),
        now=now,
    )


def _told(line: CallLine, call: Call, said: str, asker: Asker) -> str:
    """« Appel de Karim, liste « … » : oui, avec 2. Elle amène le tapis. »"""
    words = {
        "who": asker.name,
        "list": line.call_list.title,
        "outcome": CallOutcome(call.outcome).label,
    }
    parts = [_("Appel de %(who)s (« %(list)s ») : %(outcome)s") % words]
    if _companions(call):
        parts.append(_("avec %(n)d") % {"n": call.companions})
    if call.call_back_at and call.outcome == CallOutcome.CALL_BACK:
        parts.append(_("à %(time)s") % {"time": spoken_time(call.call_back_at)})
    return ", ".join(parts) + (f". {said}" if said else ".")


def _answer(
    line: CallLine,
    call: Call,
    said: str,
    asker: Asker,
    identity: UUID,
    contact: Contact | None,
    now: datetime,
) -> None:
    attendance = _invited(line, now)
    record_ask(
        attendance=attendance,
        asker=asker,
        answer=call.outcome,
        channel=call.channel,
        contact=contact,
        client_id=uuid5(identity, "ask"),
        anyway=True,  # looked at above, among everybody's contacts of the day
        now=now,
    )
    answer = ANSWERS.get(CallOutcome(call.outcome))
    if answer is not None:
        replies.record_reply(
            attendance=attendance,
            answer=answer,
            companions=_companions(call),
            comment=said,
            source=ReplySource.PHONE,
            client_id=uuid5(identity, "reply"),
            actor=asker.user,
            now=now,
        )
        _tick_call_tasks(attendance, asker, now)


def _invited(line: CallLine, now: datetime) -> Attendance:
    """Her attendance; to be called is to be invited."""
    by = line.call_list.created_by
    attendance, _created = Attendance.objects.get_or_create(
        action=line.call_list.action,
        person=line.person,
        defaults={"invited_at": now, "invited_by": by, "created_at": now},
    )
    if attendance.invited_at is None:
        attendance.invited_at, attendance.invited_by = now, by
        attendance.save(update_fields=["invited_at", "invited_by"])
    line.attendance = attendance
    return attendance


def _tick_call_tasks(attendance: Attendance, asker: Asker, now: datetime) -> None:
    tasks = Reminder.objects.filter(attendance=attendance, follow_up__isnull=False)
    FollowUp.objects.filter(pk__in=list(tasks.values_list("follow_up", flat=True))).open().update(
        done_at=now, done_by=asker.user
    )


def _mark_wrong(line: CallLine, number: str) -> None:
    phones = PersonPhone.objects.filter(person=line.person, is_wrong=False)
    called = phones.filter(number=number).first() or phones.first()
    if called is not None:
        PersonPhone.objects.filter(pk=called.pk).update(is_wrong=True)


def _keep(line: CallLine, call: Call, said: str, contact: Contact | None, now: datetime) -> None:
    line.outcome, line.done_at, line.note = call.outcome, now, said
    line.companions, line.call_back_at = _companions(call), _back_at(call)
    line.contact = contact or line.contact
    line.save(
        update_fields=[
            "outcome",
            "done_at",
            "note",
            "companions",
            "call_back_at",
            "contact",
            "attendance",
        ]
    )


def _note(line: CallLine, asker: Asker, now: datetime) -> None:
    record(
        verb="call.noted",
        actor=asker.user,
        actor_label="" if asker.user else asker.name,
        subject=line,
        chapter_id=line.call_list.chapter_id,
        detail={"list": line.call_list_id, "outcome": line.outcome},
        now=now,
    )
