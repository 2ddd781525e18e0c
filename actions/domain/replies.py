"""Answers: yes, maybe, no, changed as often as people change their minds, each one kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.domain import seats
from actions.domain.actions import WrongState
from actions.domain.reminding import sequences
from actions.enums import ActionState, Answer, ReplySource
from actions.models import COMPANIONS_LIMIT, Action, Attendance, Reply
from alliance.core.text.names import clean_text
from alliance.journal.domain import record
from members.models import Person, User

NEEDS = ("needs_childcare", "needs_ride", "needs_interpreter")

COMMENT_LIMIT = 1_000


@transaction.atomic
def record_reply(
    *,
    attendance: Attendance,
    answer: str,
    companions: int = 0,
    comment: str = "",
    source: str = ReplySource.LINK,
    client_id: UUID | None = None,
    actor: User | None = None,
    now: datetime | None = None,
) -> Attendance:
    """Write down an answer; the latest counts, all are kept; journaled without its words.

    The same form sent twice (`client_id`, same content) counts once. A yes said again on another
    day makes sure (`confirmed_at`). A no calls back the messages and call tasks that have not
    left; a yes or maybe after a no lets the plan write them again. A no brings nobody along.
    When a small room is full, a yes waits (`waiting_since`, counted as a maybe); a seat given back
    goes to the first who wait. Raises WrongState when the action is cancelled or over, or when
    whoever has her seat would bring more people than there is room for, ValueError for an unknown
    answer or too many companions.
    """
    moment = now or timezone.now()
    _refuse_nonsense(answer, companions)
    limited = seats.hold(attendance.action_id)
    locked = _locked(attendance)
    _refuse_closed(locked, moment)
    content = {
        "answer": answer,
        "companions": 0 if answer == Answer.NO else companions,
        "comment": clean_text(comment, COMMENT_LIMIT, keep_lines=True),
    }
    identity = _identity(locked, content, client_id)
    if identity is None:
        return locked
    reply = Reply.objects.create(
        attendance=locked,
        **content,
        source=source,
        recorded_by=actor,
        client_id=identity,
        replied_at=moment,
    )
    waits = limited is not None and _waits(limited, locked, reply)
    _apply(locked, reply, moment, waits=waits)
    if limited is not None:
        seats.give_freed(limited, now=moment)
    _journal(reply, actor, moment)
    return locked


def _journal(reply: Reply, actor: User | None, now: datetime) -> None:
    detail = {"answer": reply.answer, "companions": reply.companions, "source": reply.source}
    record(
        verb="attendance.replied",
        actor=actor,
        actor_label="" if actor else _("lien personnel"),
        subject=reply.attendance,
        chapter_id=reply.attendance.action.chapter_id,
        detail=detail,
        now=now,
    )


@transaction.atomic
def note_needs(*, person: Person, actor: User | None = None, **needs: bool) -> None:
    """Keep what somebody needs to come (childcare, a ride, an interpreter), asked at the reply.

    The person's page shows it from then on; journaled by the names of the changed fields.
    Raises TypeError for a need the house does not know.
    """
    unknown = set(needs) - set(NEEDS)
    if unknown:
        raise TypeError(f"Unknown needs: {', '.join(sorted(unknown))}")
    changed = {name: value for name, value in needs.items() if getattr(person, name) != value}
    if not changed:
        return
    Person.objects.filter(pk=person.pk).update(**changed, version=F("version") + 1)
    record(
        verb="person.changed",
        actor=actor,
        actor_label="" if actor else _("lien personnel"),
        subject=person,
        chapter_id=person.chapter_id,
        detail={"fields": sorted(changed)},
    )


def _refuse_nonsense(answer: str, companions: int) -> None:
    if answer not in {Answer.YES, Answer.MAYBE, Answer.NO}:
        raise ValueError(f"Unknown answer {answer!r}.")
    if not 0 <= companions <= COMPANIONS_LIMIT:
        raise ValueError(f"Between 0 and {COMPANIONS_LIMIT} companions, not {companions}.")


def _locked(attendance: Attendance) -> Attendance:
    rows = Attendance.objects.select_for_update(no_key=True, of=("self",))
    locked: Attendance = rows.select_related("action", "person").get(pk=attendance.pk)
    return locked


def _refuse_closed(attendance: Attendance, now: datetime) -> None:
    if attendance.action.state == ActionState.CANCELLED:
        raise WrongState(_("Cette action est annulée."))
    if attendance.action.ends_at <= now:
        raise WrongState(_("Cette action est déjà passée."))


def _identity(
    attendance: Attendance, content: dict[str, object], client_id: UUID | None
) -> UUID | None:
    """The id under which to keep this reply; None when it is the latest one sent twice.

    A form reached with the browser's « back » carries the same id and another answer: that is a
    new reply, under an id derived from both, so that its own double click counts once too.
    """
    if client_id is None:
        return uuid4()
    latest = attendance.replies.order_by("-replied_at", "-id").first()
    derived = uuid5(client_id, "{answer}|{companions}|{comment}".format(**content))
    for identity in (client_id, derived):
        kept = Reply.objects.filter(client_id=identity).first()
        if kept is None:
            return identity
        same = all(getattr(kept, name) == value for name, value in content.items())
        if latest is not None and kept.pk == latest.pk and same:
            return None
    return uuid4()


def _waits(action: Action, attendance: Attendance, reply: Reply) -> bool:
    """Whether a yes finds no seat; whoever has hers keeps it, and may not bring too many."""
    if reply.answer != Answer.YES or seats.fits(action, attendance, reply.companions):
        return False
    if attendance.answer != Answer.YES:
        return True
    if reply.companions > attendance.companions:
        raise WrongState(seats.refusal(action, attendance))
    return False


def _apply(attendance: Attendance, reply: Reply, now: datetime, *, waits: bool) -> None:
    said_before = attendance.answer == reply.answer and attendance.answered_at is not None
    if reply.answer != Answer.YES or not said_before:
        attendance.confirmed_at = None
    elif _day(attendance.answered_at) != _day(now):
        attendance.confirmed_at = attendance.confirmed_at or now
    if not said_before:
        attendance.answered_at = now
    attendance.answer, attendance.companions = reply.answer, reply.companions
    attendance.answer_source = reply.source
    attendance.waiting_since = (attendance.waiting_since or now) if waits else None
    if waits:
        attendance.answer = Answer.MAYBE
    if waits or reply.answer != Answer.YES:
        attendance.seated_at = None
    changed = ("answer", "answered_at", "answer_source", "confirmed_at", "companions")
    attendance.save(update_fields=[*changed, "waiting_since", "seated_at"])
    if reply.answer == Answer.NO:
        sequences.call_back_attendance(attendance, reason=_("a répondu non"), now=now)


def _day(moment: datetime | None) -> object:
    return timezone.localdate(moment) if moment else None
