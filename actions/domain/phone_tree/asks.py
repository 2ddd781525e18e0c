"""Asks in rounds: who asked whom, when, by which means, what it gave; never twice the same day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.enums import AskChannel, AskRound, CallOutcome
from actions.models import Action, Ask, Attendance
from alliance.core.text.french import spoken_time
from members.enums import ContactKind
from members.models import Contact, User

NEAR = timedelta(days=2)
SPOKEN = (ContactKind.CALL, ContactKind.ONE_TO_ONE, ContactKind.VISIT, ContactKind.DOOR)


@dataclass(frozen=True)
class Asker:
    """Who asks: an account, or a name given with a link."""

    name: str
    user: User | None = None

    @classmethod
    def of(cls, user: User) -> Asker:
        """Somebody logged in."""
        return cls(str(user), user)

    def is_same(self, user_id: int | None, name: str) -> bool:
        """Whether this is the one who asked already."""
        if self.user is not None and user_id is not None:
            return self.user.pk == user_id
        return self.name.casefold() == name.casefold()


@dataclass(frozen=True)
class Touch:
    """Somebody was contacted today: by whom, when, and what it gave."""

    who: str
    at: datetime
    answer: str
    user_id: int | None = None

    @property
    def said(self) -> str:
        """« Karim, à 18 h 10 : oui »."""
        label = CallOutcome(self.answer).label if self.answer else _("échange noté")
        words = {"who": self.who or _("quelqu’un"), "time": spoken_time(self.at), "what": label}
        return _("%(who)s, à %(time)s : %(what)s") % words


class AskedToday(Exception):
    """Somebody else asked her today; the message says who and when, in French."""

    def __init__(self, touch: Touch) -> None:
        super().__init__(touch.said)
        self.touch = touch


@transaction.atomic
def record_ask(
    *,
    attendance: Attendance,
    asker: Asker,
    answer: str = "",
    channel: str = AskChannel.PHONE,
    round: str = "",
    contact: Contact | None = None,
    client_id: UUID | None = None,
    anyway: bool = False,
    now: datetime | None = None,
) -> Ask:
    """Write down that somebody was asked, and what it gave; the same `client_id` twice is one.

    The row of the attendance is locked, so that two who ask at the same instant see each other.
    The same asker on the same day corrects her line instead of adding one. Raises AskedToday when
    somebody else asked today, unless `anyway`.
    """
    moment = now or timezone.now()
    Attendance.objects.select_for_update(no_key=True).get(pk=attendance.pk)
    if client_id and (kept := Ask.objects.filter(client_id=client_id).first()):
        return kept
    today = list(Ask.objects.filter(attendance=attendance, asked_at__gte=_midnight(moment)))
    for ask in today:
        if not anyway and not asker.is_same(ask.asked_by_id, ask.asked_by_name):
            raise AskedToday(_touch(ask))
    values = {
        "round": round or round_of(attendance, now=moment),
        "channel": channel,
        "asked_by": asker.user,
        "asked_by_name": asker.name[:120],
        "asked_at": moment,
        "answer": answer,
        "contact": contact,
        "client_id": client_id,
    }
    mine = next((a for a in today if asker.is_same(a.asked_by_id, a.asked_by_name)), None)
    if mine is None:
        return Ask.objects.create(attendance=attendance, **values)
    values["round"] = mine.round
    Ask.objects.filter(pk=mine.pk).update(**values)
    mine.refresh_from_db()
    return mine


def round_of(attendance: Attendance, *, now: datetime) -> str:
    """Which round an ask made now is: the first invites, the next call again, the last remind."""
    asked_before = Ask.objects.filter(attendance=attendance, asked_at__lt=_midnight(now)).exists()
    if not asked_before and attendance.answered_at is None:
        return AskRound.INVITATION
    near = attendance.action.starts_at - now <= NEAR
    return AskRound.REMINDER if near else AskRound.SECOND_CALL


def usual_round(action: Action, *, now: datetime) -> str:
    """The round of a list of calls made now for those already invited."""
    return AskRound.REMINDER if action.starts_at - now <= NEAR else AskRound.SECOND_CALL


def touched_today(
    person_ids: Collection[int], *, now: datetime | None = None
) -> Mapping[int, Touch]:
    """Who was contacted today, by the person's id: the latest ask, or exchange (two queries)."""
    since = _midnight(now or timezone.now())
    found: dict[int, Touch] = {}
    exchanges: Any = Contact.objects.filter(
        person__in=list(person_ids), happened_at__gte=since, kind__in=SPOKEN, author__isnull=False
    ).select_related("author")
    for contact in exchanges.order_by("happened_at"):
        found[contact.person_id] = Touch(
            str(contact.author), contact.happened_at, "", contact.author_id
        )
    asks = Ask.objects.filter(attendance__person__in=list(person_ids), asked_at__gte=since)
    for ask in asks.select_related("attendance", "asked_by").order_by("asked_at"):
        person_id = ask.attendance.person_id
        if person_id is not None:
            found[person_id] = _touch(ask)
    return found


def latest_asks(attendance_ids: Collection[int]) -> dict[int, list[Ask]]:
    """The asks of each attendance, latest first (one query)."""
    found: dict[int, list[Ask]] = {}
    for ask in Ask.objects.filter(attendance__in=list(attendance_ids)).select_related("asked_by"):
        found.setdefault(ask.attendance_id, []).append(ask)
    return found


def _touch(ask: Ask) -> Touch:
    return Touch(ask.who, ask.asked_at, ask.answer, ask.asked_by_id)


def _midnight(now: datetime) -> datetime:
    local = timezone.localtime(now)
    return local.replace(hour=0, minute=0, second=0, microsecond=0)
