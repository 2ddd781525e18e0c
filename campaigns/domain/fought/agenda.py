"""The target's agenda: when she is seen in public, and what an action there would need.

Dates are typed, or read from a calendar that a town hall or a landlord publishes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar

from alliance.core.days.clear_days import Window, filing_window
from alliance.core.text.french import day_and_month
from alliance.core.text.names import clean_text, fold
from alliance.journal.domain import record
from campaigns.enums import AgendaKind
from campaigns.models import Campaign, Target, TargetDate
from members.models import User

LARGEST: Final = 2 * 1024 * 1024
MOST: Final = 300
AHEAD: Final = dt.timedelta(days=366)
MORNING: Final = dt.time(9)
KIND_WORDS: Final = (
    ("conseil municipal", AgendaKind.COUNCIL),
    ("conseil metropolitain", AgendaKind.COUNCIL),
    ("conseil d administration", AgendaKind.BOARD),
    ("inaugur", AgendaKind.INAUGURATION),
    ("premiere pierre", AgendaKind.INAUGURATION),
    ("vœux", AgendaKind.CEREMONY),
    ("voeux", AgendaKind.CEREMONY),
    ("ceremonie", AgendaKind.CEREMONY),
    ("reunion publique", AgendaKind.MEETING),
)
INDOORS: Final = frozenset({AgendaKind.MEETING})

Draft = Callable[[Campaign, TargetDate, User], str]
_draft: list[Draft] = []


class InvalidDate(Exception):
    """The date or the calendar cannot be taken; `messages` says why, field by field."""

    def __init__(self, messages: dict[str, str]) -> None:
        super().__init__("; ".join(messages.values()))
        self.messages = messages


@dataclass(frozen=True)
class Read:
    """What a calendar brought: dates `added`, `moved`, and those `left` (past, or too far)."""

    added: int
    moved: int
    left: int


@dataclass(frozen=True)
class Proposal:
    """A day when an action would find its target, and what must be filed before.

    `window` is when to declare a gathering on the public road (None: it is not on the road);
    `late` when it can no longer be.
    """

    date: TargetDate
    window: Window | None
    late: bool

    @property
    def advice(self) -> str:
        """What must be filed, in a sentence."""
        if self.window is None:
            return _("Pas sur la voie publique : rien à déclarer, mais demandez conseil.")
        if self.late:
            return _("Trop tard pour déclarer un rassemblement dans la rue : venez en délégation.")
        return _("À déclarer avant la fin du %(day)s (trois jours francs).") % {
            "day": day_and_month(self.window.last_open_day)
        }


def register_draft(draft: Draft) -> None:
    """How to draft an action on such a day: returns its address. From `ready`."""
    _draft[:] = [draft]


def draft_action(campaign: Campaign, date: TargetDate, actor: User) -> str | None:
    """Draft an action that day; None when no room knows how."""
    return _draft[0](campaign, date, actor) if _draft else None


def proposals(campaign: Campaign, *, now: dt.datetime | None = None) -> list[Proposal]:
    """The days to come when the targets of a campaign are seen in public (one query)."""
    moment = now or timezone.now()
    rows = TargetDate.objects.filter(target__campaigns__campaign=campaign).coming(moment)
    today = timezone.localdate(moment)
    found = []
    for row in rows.select_related("target")[:40]:
        day, window = timezone.localdate(row.starts_at), None
        if row.on_public_road:
            window = filing_window(day, insee_code=campaign.chapter.insee_code)
        found.append(Proposal(row, window, bool(window and window.is_over(today))))
    return found


@transaction.atomic
def note(
    *,
    target: Target,
    title: str,
    starts_at: dt.datetime,
    kind: str = AgendaKind.OTHER,
    place: str = "",
    on_public_road: bool = True,
    actor: User | None,
) -> TargetDate:
    """Write a date down; journaled. The same title at the same hour is one.

    Raises InvalidDate without a title, or for a day that is over or more than a year ahead.
    """
    words, problems = clean_text(title, 200), {}
    if not words:
        problems["title"] = _("Dites ce que c’est : conseil municipal, inauguration…")
    if not timezone.now() <= starts_at <= timezone.now() + AHEAD:
        problems["starts_at"] = _("Choisissez un jour à venir, dans l’année.")
    if problems:
        raise InvalidDate(problems)
    known = target.dates.filter(title=words, starts_at=starts_at).first()
    row = known or TargetDate.objects.create(
        target=target,
        title=words,
        starts_at=starts_at,
        kind=AgendaKind(kind),
        place=clean_text(place, 200),
        on_public_road=on_public_road,
        uid=str(uuid4()),
        noted_by=actor,
    )
    _note("target_date.noted", target, actor)
    return row


@transaction.atomic
def remove(*, date: TargetDate, actor: User | None) -> None:
    """Not so any more; journaled."""
    _note("target_date.removed", date.target, actor)
    date.delete()


@transaction.atomic
def read_calendar(
    *, target: Target, content: bytes, actor: User | None, now: dt.datetime | None = None
) -> Read:
    """Take the dates of a published calendar (.ics); journaled. Read again, none doubles.

    Recurring events are written date by date for a year. Raises InvalidDate for what is not a
    calendar, or is too large.
    """
    moment = now or timezone.now()
    added = moved = left = 0
    known = {row.uid: row for row in target.dates.select_for_update()}
    for uid, title, starts_at, place in _events(content, moment):
        if not moment <= starts_at <= moment + AHEAD or added + moved >= MOST:
            left += 1
            continue
        row = known.get(uid)
        if row is None:
            kind = _kind_of(title)
            known[uid] = TargetDate.objects.create(
                target=target,
                uid=uid,
                title=title,
                starts_at=starts_at,
                place=place,
                kind=kind,
                on_public_road=kind not in INDOORS,
                from_file=True,
                noted_by=actor,
            )
            added += 1
        elif (row.title, row.starts_at, row.place) != (title, starts_at, place):
            row.title, row.starts_at, row.place = title, starts_at, place
            row.save(update_fields=["title", "starts_at", "place"])
            moved += 1
    _note("target_date.calendar_read", target, actor, added=added, moved=moved)
    return Read(added, moved, left)


def _events(content: bytes, now: dt.datetime) -> Iterator[tuple[str, str, dt.datetime, str]]:
    if len(content) > LARGEST:
        raise InvalidDate({"file": _("Ce calendrier est trop grand (2 Mo au plus).")})
    try:
        calendar = Calendar.from_ical(content)
        events = list(calendar.walk("VEVENT"))
    except (ValueError, IndexError, KeyError, TypeError, AttributeError):
        words = _("Ce fichier n’est pas un calendrier (.ics). Demandez le lien « iCal » du site.")
        raise InvalidDate({"file": words}) from None
    for event in events:
        yield from _occurrences(event, now)


def _occurrences(event: Any, now: dt.datetime) -> Iterator[tuple[str, str, dt.datetime, str]]:
    title = clean_text(str(event.get("SUMMARY", "")), 200)
    uid = clean_text(str(event.get("UID", "")), 200)
    starts = getattr(event.get("DTSTART"), "dt", None)
    if not title or not uid or starts is None or str(event.get("STATUS", "")) == "CANCELLED":
        return
    place = clean_text(str(event.get("LOCATION", "")), 200)
    first = _moment(starts)
    rule = event.get("RRULE")
    if rule is None:
        yield uid, title, first, place
        return
    local = timezone.localtime(first).replace(tzinfo=None)
    text = ";".join(
        part for part in rule.to_ical().decode().split(";") if not part.startswith("UNTIL=")
    )
    until = _until(rule) or now + AHEAD
    try:
        days = rrulestr(text, dtstart=local)
        after = timezone.localtime(now).replace(tzinfo=None)
        for count, day in enumerate(days.xafter(after, count=60, inc=True)):
            starts_at = timezone.make_aware(day)
            if starts_at > min(until, now + AHEAD) or count >= MOST:
                return
            yield f"{uid}@{day:%Y%m%d}", title, starts_at, place
    except (ValueError, TypeError, OverflowError):
        yield uid, title, first, place


def _until(rule: Any) -> dt.datetime | None:
    ends = rule.get("UNTIL")
    return _moment(ends[0]) + dt.timedelta(days=1) if ends else None


def _moment(value: dt.date | dt.datetime) -> dt.datetime:
    """An instant; a whole day begins at nine."""
    if not isinstance(value, dt.datetime):
        value = dt.datetime.combine(value, MORNING)
    return value if timezone.is_aware(value) else timezone.make_aware(value)


def _kind_of(title: str) -> AgendaKind:
    plain = " ".join(fold(title).replace("’", " ").replace("'", " ").split())
    return next((kind for words, kind in KIND_WORDS if words in plain), AgendaKind.OTHER)


def _note(verb: str, target: Target, actor: User | None, **detail: Any) -> None:
    record(verb=verb, actor=actor, subject=target, chapter_id=target.chapter_id, detail=detail)
