"""The world being built: the dice, the calendar, and what has been made so far."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, TypeVar

from django.utils import timezone

from actions.models import Action
from campaigns.models import Campaign, Demand, Issue, Target
from members.models import Chapter, Group, Neighbourhood, Person, User

T = TypeVar("T")
SATURDAY = 5
NEAR = 3


@dataclass
class Resident:
    """Somebody of the demonstration, with what her record does not say."""

    person: Person
    woman: bool
    topic: str
    origin: str
    key: str = ""
    rank: int = 0
    has_email: bool = False
    said: set[str] = field(default_factory=set)

    @property
    def hood(self) -> str:
        """The name of her neighbourhood."""
        return self.person.neighbourhood.name if self.person.neighbourhood else ""


class World:
    """Everything drawn from one seed, seen from one day. Nothing here reads the clock."""

    def __init__(self, *, seed: int, today: date) -> None:
        self.rng = Random(f"alliance citoyenne {seed}")  # noqa: S311
        self.today = today
        self.accounts: dict[str, User] = {}
        self.chapters: dict[str, Chapter] = {}
        self.hoods: dict[tuple[str, str], Neighbourhood] = {}
        self.topics: dict[tuple[str, str], dict[str, int]] = {}
        self.streets: dict[tuple[str, str], list[str]] = {}
        self.groups: dict[str, Group] = {}
        self.residents: list[Resident] = []
        self.figures: dict[str, Resident] = {}
        self.members_of: dict[str, list[Resident]] = {}
        self.campaigns: dict[str, Campaign] = {}
        self.demands: dict[str, list[Demand]] = {}
        self.targets: dict[str, Target] = {}
        self.issues: dict[tuple[str, str], Issue] = {}
        self.actions: list[Action] = []
        self._decks: dict[str, list[Any]] = {}

    def day(self, value: date | int | str) -> date:
        """A date as the files write it: a date, days from today, or « last:12-06 »."""
        if isinstance(value, date):
            return value
        if isinstance(value, str) and value.startswith("last:"):
            return self._last(value.removeprefix("last:"))
        return self.today + timedelta(days=int(value))

    def _last(self, month_day: str) -> date:
        """The march of the last winter that is wholly over, whatever the day of loading."""
        month, day = (int(part) for part in month_day.split("-"))
        spring = date(self.today.year, 4, 1)
        winter = self.today.year if self.today >= spring else self.today.year - 1
        return date(winter if month < 8 else winter - 1, month, day)

    def ago(self, days: int) -> date:
        """The day so many days before today."""
        return self.today - timedelta(days=days)

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """An instant of a day, local time."""
        return timezone.make_aware(datetime.combine(day, time(hour, minute)))

    def some_time(self, day: date, *, first: int = 9, last: int = 20) -> datetime:
        """A plausible moment of a day."""
        return self.at(day, self.rng.randint(first, last), self.rng.choice((0, 10, 15, 20, 30, 45)))

    def meeting_day(self, value: date | int | str) -> date:
        """As `day`, but what is counted from today falls on a working day.

        A weekend becomes the Monday after it; the three days around today are kept as they are.
        """
        day = self.day(value)
        if not isinstance(value, int) or abs(value) <= NEAR or day.weekday() < SATURDAY:
            return day
        return day + timedelta(days=7 - day.weekday())

    def chance(self, share: float) -> bool:
        """True for that share of the throws."""
        return self.rng.random() < share

    def weighted(self, weights: dict[str, int]) -> str:
        """A key, drawn by its weight."""
        return self.rng.choices(list(weights), weights=list(weights.values()))[0]

    def deal(self, name: str, cards: Sequence[T]) -> T:
        """The next card of a shuffled deck: every one comes out before any comes back."""
        deck = self._decks.get(name)
        if not deck:
            deck = self._decks[name] = self.rng.sample(list(cards), len(cards))
        card: T = deck.pop()
        return card

    def uuid(self) -> uuid.UUID:
        """A UUID that depends on the seed only."""
        return uuid.UUID(int=self.rng.getrandbits(128), version=4)

    def of_chapter(self, slug: str) -> Iterator[Resident]:
        """Its residents, in the order in which they were made."""
        chapter = self.chapters[slug]
        return (who for who in self.residents if who.person.chapter_id == chapter.pk)
