"""Trainings: plan a session, sign up, count the places. Who learnt what is in `learning`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.domain import actions, replies
from actions.domain.invitations import invite
from actions.enums import ActionKind, Answer, ReplySource
from actions.models import Action, Attendance, Course, OutsideParticipant, TrainingSession
from actions.models.training import PLACES_LIMIT
from alliance.core.emails import parse_email
from alliance.core.phones import parse_phone
from alliance.core.text.names import clean_text
from alliance.journal.domain import record
from members.models import Person, User

SIGNED = Q(answer=Answer.YES) | Q(attended=True)


class SessionFull(Exception):
    """No place left; `str()` says how many there were, in French."""


class InvalidOutsider(Exception):
    """This cannot be a participant; `messages` says why, field by field, in French."""

    def __init__(self, messages: dict[str, str]) -> None:
        super().__init__("; ".join(messages.values()))
        self.messages = messages


@dataclass(frozen=True)
class Room:
    """How full a session is.

    `members`: people of the file who said yes or came. `outsiders`: people from elsewhere.
    `came`: those of both who were there. `owed` and `paid`: the fees of the outsiders.
    """

    places: int
    members: int = 0
    outsiders: int = 0
    came: int = 0
    owed: Decimal = Decimal(0)
    paid: Decimal = Decimal(0)

    @property
    def taken(self) -> int:
        """Places taken, by whomever."""
        return self.members + self.outsiders

    @property
    def left(self) -> int:
        """Places left, never less than none."""
        return max(0, self.places - self.taken)


@transaction.atomic
def schedule(
    *,
    course: Course,
    actor: User,
    trainer: Person | None = None,
    places: int = 16,
    fee: Decimal = Decimal(0),
    client_id: UUID | None = None,
    **action: Any,
) -> TrainingSession:
    """Plan a session: the action « Formation : … » is made and announced, its roll is empty.

    The goal is the number of places. The same `client_id` twice is one session. Raises
    actions.InvalidAction, and ValueError for a trainer of another chapter.
    """
    if trainer is not None and trainer.chapter_id != course.chapter_id:
        raise ValueError("This trainer belongs to another chapter.")
    made = actions.create(
        chapter=course.chapter,
        title=_("Formation : %(course)s") % {"course": course.name},
        kind=ActionKind.TRAINING,
        goal=places,
        description=course.about,
        client_id=client_id,
        actor=actor,
        **action,
    )
    session, created = TrainingSession.objects.get_or_create(
        action=made,
        defaults={"course": course, "trainer": trainer, "places": places, "fee": fee},
    )
    if created:
        session.action = actions.announce(action=made, actor=actor)
    return session


@transaction.atomic
def attach(*, action: Action, course: Course, actor: User) -> TrainingSession:
    """Say which course an action of the kind « formation » gave; those who came completed it.

    Said twice, the first time counts; journaled. Raises ValueError for another kind or chapter.
    """
    if action.kind != ActionKind.TRAINING or action.chapter_id != course.chapter_id:
        raise ValueError("This action does not give this course.")
    places = min(max(action.goal, 1), PLACES_LIMIT)
    session, created = TrainingSession.objects.get_or_create(
        action=action, defaults={"course": course, "places": places}
    )
    if created:
        record(
            verb="training.attached",
            actor=actor,
            subject=action,
            chapter_id=action.chapter_id,
            detail={"course": course.pk},
        )
    return session


@transaction.atomic
def sign_up(
    *, session: TrainingSession, person: Person, actor: User, now: datetime | None = None
) -> Attendance:
    """Put somebody on the roll: asked, and a yes. Signed up twice, she holds one place.

    Raises SessionFull, actions.WrongState (cancelled or over), ValueError for another chapter.
    """
    locked = _locked(session)
    if person.chapter_id != locked.action.chapter_id:
        raise ValueError("This person belongs to another chapter.")
    known = locked.action.attendances.filter(SIGNED, person=person).first()
    if known is not None:
        return known
    _refuse_full(locked)
    invite(action=locked.action, people=[person], actor=actor, now=now)
    row = locked.action.attendances.get(person=person)
    return replies.record_reply(
        attendance=row, answer=Answer.YES, source=ReplySource.FACE, actor=actor, now=now
    )


def withdraw(*, attendance: Attendance, actor: User, now: datetime | None = None) -> Attendance:
    """She does not come after all: her place is free again; what she said is kept."""
    return replies.record_reply(
        attendance=attendance, answer=Answer.NO, source=ReplySource.FACE, actor=actor, now=now
    )


@transaction.atomic
def add_outsider(
    *,
    session: TrainingSession,
    name: str,
    organization: str = "",
    email: str = "",
    phone: str = "",
    fee: Decimal | None = None,
    client_id: UUID | None = None,
    actor: User,
) -> OutsideParticipant:
    """Somebody from elsewhere takes a place, at the session's fee unless told otherwise.

    An allied association of that very name is linked. The same `client_id` twice is one
    participant. Raises SessionFull, InvalidOutsider.
    """
    locked = _locked(session)
    identity = client_id or uuid4()
    if kept := locked.outsiders.filter(client_id=identity).first():
        return kept
    means = _means(name, email, phone)
    _refuse_full(locked)
    known_as = clean_text(organization, 160)
    mine = locked.course.chapter.groups.filter(name__iexact=known_as) if known_as else None
    outsider = OutsideParticipant.objects.create(
        session=locked,
        organization=known_as,
        group=mine.first() if mine is not None else None,
        fee=locked.fee if fee is None else fee,
        client_id=identity,
        created_by=actor,
        **means,
    )
    _note("training.outsider_added", outsider, actor)
    return outsider


def _means(name: str, email: str, phone: str) -> dict[str, str]:
    problems: dict[str, str] = {}
    who = clean_text(name, 160)
    if not who:
        problems["name"] = _("Écrivez son nom.")
    address = parse_email(email) if email.strip() else ""
    if address is None:
        problems["email"] = _("« %(text)s » n’est pas une adresse e-mail.") % {"text": email}
    number = parse_phone(phone) if phone.strip() else None
    if phone.strip() and number is None:
        problems["phone"] = _("« %(text)s » n’est pas un numéro de téléphone.") % {"text": phone}
    if problems:
        raise InvalidOutsider(problems)
    return {"name": who, "email": address or "", "phone": number.e164 if number else ""}


@transaction.atomic
def mark_outsider(
    *,
    outsider: OutsideParticipant,
    actor: User,
    paid: bool | None = None,
    came: bool | None = None,
    today: date | None = None,
) -> OutsideParticipant:
    """Note that she paid, or came; `False` takes it back. Journaled."""
    locked = OutsideParticipant.objects.select_for_update(of=("self",)).get(pk=outsider.pk)
    if paid is not None:
        locked.paid_on = (locked.paid_on or today or timezone.localdate()) if paid else None
    if came is not None:
        locked.attended = came
    locked.save(update_fields=["paid_on", "attended"])
    _note("training.outsider_marked", locked, actor)
    return locked


@transaction.atomic
def remove_outsider(*, outsider: OutsideParticipant, actor: User) -> None:
    """She does not come: her place is free again. Journaled."""
    _note("training.outsider_removed", outsider, actor)
    outsider.delete()


def _note(verb: str, outsider: OutsideParticipant, actor: User) -> None:
    action = outsider.session.action
    record(
        verb=verb,
        actor=actor,
        subject=outsider,
        chapter_id=action.chapter_id,
        detail={"action": action.pk},
    )


def _locked(session: TrainingSession) -> TrainingSession:
    rows = TrainingSession.objects.select_for_update(of=("self",))
    found: TrainingSession = rows.select_related("action__chapter", "course__chapter").get(
        pk=session.pk
    )
    return found


def _refuse_full(session: TrainingSession) -> None:
    if not rooms([session])[session.pk].left:
        words = ngettext(
            "La session est complète : %(places)d place.",
            "La session est complète : %(places)d places.",
            session.places or 0,
        )
        raise SessionFull(words % {"places": session.places})


def rooms(sessions: Iterable[TrainingSession]) -> dict[int, Room]:
    """How full these sessions are, by id (two queries for all)."""
    wanted = list(sessions)
    actions_of = {one.action_id: one.pk for one in wanted}
    rows: Any = Attendance.objects.filter(action__in=list(actions_of)).order_by()
    counted = {
        actions_of[action_id]: (signed, came)
        for action_id, signed, came in rows.values_list("action_id").annotate(
            signed=Count("pk", filter=SIGNED), came=Count("pk", filter=Q(attended=True))
        )
    }
    outside: defaultdict[int, list[OutsideParticipant]] = defaultdict(list)
    for outsider in OutsideParticipant.objects.filter(session__in=[one.pk for one in wanted]):
        outside[outsider.session_id].append(outsider)
    return {
        one.pk: _room(one, counted.get(one.pk, (0, 0)), outside.get(one.pk, [])) for one in wanted
    }


def _room(
    session: TrainingSession, counted: tuple[int, int], outside: list[OutsideParticipant]
) -> Room:
    return Room(
        places=session.places,
        members=counted[0],
        outsiders=len(outside),
        came=counted[1] + sum(bool(one.attended) for one in outside),
        owed=sum((one.fee for one in outside), Decimal(0)),
        paid=sum((one.fee for one in outside if one.paid_on), Decimal(0)),
    )
