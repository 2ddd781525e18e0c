"""What happened with invented people: contacts, groups, tags, dues, actions. Rows for COPY.

Skewed as life is: most people were met a few times, some forty; one group in twenty holds a fifth
of everybody; half of those who said yes come.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

from actions.enums import ActionState, Answer, ReplySource
from actions.models import Action, Attendance
from members.domain.imports.copying import copy_models
from members.enums import ContactKind
from members.models import (
    Chapter,
    Contact,
    FollowUp,
    Group,
    GroupMembership,
    Membership,
    MembershipType,
    Neighbourhood,
    Person,
    Tag,
    User,
)

CONTACTS = 10  # a person, on average
MOST_CONTACTS = 60
YEARS = 3
CIRCLES = 20  # neighbourhoods, groups, tags
PEOPLE_AN_ACTION = 2_000
SEED = 2

STORY = "Vit au sixième, l’ascenseur est en panne depuis l’automne ; sa mère ne sort plus."
KINDS = {
    ContactKind.CALL: 40,
    ContactKind.DOOR: 30,
    ContactKind.ONE_TO_ONE: 12,
    ContactKind.MESSAGE: 10,
    ContactKind.MEETING: 8,
}
ANSWERS = {Answer.NONE: 50, Answer.YES: 25, Answer.NO: 15, Answer.MAYBE: 10}


@dataclass(frozen=True)
class Met:
    """The exchanges of one person: when, how, with whom, the latest first."""

    contacts: list[tuple[datetime, ContactKind, int]]

    @property
    def last(self) -> datetime | None:
        """When she was seen last."""
        return self.contacts[0][0] if self.contacts else None


class Neighbours:
    """A chapter with its neighbourhoods, groups, tags and actions; it draws who belongs where."""

    def __init__(self, chapter: Chapter, organizers: Sequence[User], *, people: int) -> None:
        self.now = datetime.now().astimezone().replace(minute=0, second=0, microsecond=0)
        self.draw = random.Random(SEED)
        self.numbers = count(1)
        self.authors = [user.pk for user in organizers]
        names = [f"n° {number}" for number in range(CIRCLES)]
        home = {"chapter": chapter}
        self.quarters = _keys(Neighbourhood(name=f"Quartier {n}", **home) for n in names)
        self.groups = _keys(Group(name=f"Groupe {n}", **home) for n in names)
        self.tags = _keys(Tag(name=f"étiquette {n}", **home) for n in names)
        self.dues = MembershipType.objects.create(name="Plein tarif", amount=20, **home)
        self.actions = _keys(self._actions(chapter, max(10, people // PEOPLE_AN_ACTION)))
        self.weights = [1 / (rank + 1) for rank in range(CIRCLES)]

    def _actions(self, chapter: Chapter, number: int) -> Iterator[Action]:
        for rank in range(number):
            start = self.now + timedelta(days=21 - rank * 365 * YEARS / number)
            yield Action(
                chapter=chapter,
                organizer_id=self.authors[rank % len(self.authors)],
                title=f"On y va à cinquante n° {rank}",
                starts_at=start,
                ends_at=start + timedelta(hours=2),
                announced_at=start - timedelta(days=30),
                goal=50,
                state=ActionState.ANNOUNCED,
            )

    def one_of(self, keys: list[int]) -> int:
        """A circle: the first are large, the last small."""
        return self.draw.choices(keys, self.weights)[0]

    def long_ago(self) -> datetime:
        """When somebody entered the file: any day of these years."""
        return self.now - timedelta(days=self.draw.random() * 365 * YEARS)

    def met(self) -> Met:
        """Exchanges over three years, more of them lately."""
        number = min(MOST_CONTACTS, int(self.draw.expovariate(1 / CONTACTS)))
        days = sorted(self.draw.random() ** 2 * 365 * YEARS for _ in range(number))
        kinds = self.draw.choices(list(KINDS), list(KINDS.values()), k=number)
        authors = self.draw.choices(self.authors, k=number)
        moments = [self.now - timedelta(days=day) for day in days]
        return Met(list(zip(moments, kinds, authors, strict=True)))

    def tell(self, people: Sequence[tuple[int, Met]]) -> None:
        """COPY what happened with these people."""
        ids = [pk for pk, _met in people]
        names = ["person", "happened_at", "kind", "author", "story", "client_id"]
        copy_models(Contact, names, self._contacts(people))
        copy_models(GroupMembership, ["person", "group"], self._stuck(ids, self.groups, 0.3))
        through = Person.tags.through
        copy_models(through, ["person", "tag"], self._stuck(ids, self.tags, 0.3))
        names = ["person", "type", "starts_on", "ends_on", "created_at"]
        copy_models(Membership, names, self._memberships(ids))
        names = ["person", "owner", "what", "due_on"]
        copy_models(FollowUp, names, self._follow_ups(ids))
        names = ["person", "action", "invited_at", "answer", "answered_at", "answer_source"]
        names += ["attended", "checked_in_at", "client_id"]
        copy_models(Attendance, names, self._attendances(ids))

    def _contacts(self, people: Sequence[tuple[int, Met]]) -> Iterator[tuple[object, ...]]:
        for pk, met in people:
            for when, kind, author in met.contacts:
                yield pk, when, kind.value, author, STORY, self._uuid()

    def _stuck(self, ids: list[int], keys: list[int], share: float) -> Iterator[tuple[int, int]]:
        for pk in ids:
            if self.draw.random() < share:
                yield pk, self.one_of(keys)

    def _memberships(self, ids: list[int]) -> Iterator[tuple[object, ...]]:
        for pk in ids:
            if self.draw.random() < 0.25:
                start = self._day(-365 * YEARS * self.draw.random() ** 2)
                yield pk, self.dues.pk, start, start + timedelta(days=364), self.long_ago()

    def _follow_ups(self, ids: list[int]) -> Iterator[tuple[object, ...]]:
        for pk in ids:
            if self.draw.random() < 0.01:
                owner = self.draw.choice(self.authors)
                yield pk, owner, "Rappeler pour la réunion", self._day(self.draw.randint(-20, 20))

    def _attendances(self, ids: list[int]) -> Iterator[tuple[object, ...]]:
        for pk in ids:
            if self.draw.random() < 0.2:
                times = min(len(self.actions), 1 + int(self.draw.expovariate(0.5)))
                for action in self.draw.sample(self.actions, times):
                    yield pk, action, self.now, *self._answer(), self._uuid()

    def _answer(self) -> tuple[object, ...]:
        answer = self.draw.choices(list(ANSWERS), list(ANSWERS.values()))[0]
        came = self.draw.random() < (0.5 if answer == Answer.YES else 0.05)
        said = answer != Answer.NONE
        return (
            answer.value,
            self.now if said else None,
            ReplySource.LINK.value if said else "",
            came,
            self.now if came else None,
        )

    def _day(self, days: float) -> date:
        return (self.now + timedelta(days=days)).date()

    def _uuid(self) -> str:
        return f"{next(self.numbers):032x}"


def _keys(rows: Iterator[object]) -> list[int]:
    made = list(rows)
    model: type = type(made[0])
    return [row.pk for row in model.objects.bulk_create(made)]  # type: ignore[attr-defined]
