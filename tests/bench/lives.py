"""What happened with invented people: contacts, groups, tags, dues, actions. Drawn by the database.

Skewed as life is: most people were met a few times, some sixty; one group in twenty holds a fifth
of everybody; half of those who said yes come.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from actions.enums import ActionState, Answer, ReplySource
from actions.models import Action, Attendance
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
from tests.bench.rows import execute, insert, one_of

CONTACTS = 10  # a person, on average
MOST_CONTACTS = 60
YEARS = 3
CIRCLES = 20  # neighbourhoods, groups, tags
PEOPLE_AN_ACTION = 2_000

STORY = "Vit au sixième, l’ascenseur est en panne depuis l’automne ; sa mère ne sort plus."
KINDS = {
    ContactKind.CALL: 40,
    ContactKind.DOOR: 30,
    ContactKind.ONE_TO_ONE: 12,
    ContactKind.MESSAGE: 10,
    ContactKind.MEETING: 8,
}
ANSWERS = {Answer.NONE: 50, Answer.YES: 25, Answer.NO: 15, Answer.MAYBE: 10}
# The first circles are large, the last small.
WEIGHTS = [1 / (rank + 1) for rank in range(CIRCLES)]


class Neighbours:
    """A chapter with its neighbourhoods, groups, tags and actions; it draws who belongs where."""

    def __init__(self, chapter: Chapter, organizers: Sequence[User], *, people: int) -> None:
        self.people = people
        self.now = datetime.now().astimezone().replace(minute=0, second=0, microsecond=0)
        self.moment = f"timestamptz '{self.now.isoformat()}'"
        self.authors = [user.pk for user in organizers]
        names = [f"n° {number}" for number in range(CIRCLES)]
        home = {"chapter": chapter}
        self.quarters = _keys(Neighbourhood(name=f"Quartier {n}", **home) for n in names)
        self.groups = _keys(Group(name=f"Groupe {n}", **home) for n in names)
        self.tags = _keys(Tag(name=f"étiquette {n}", **home) for n in names)
        self.dues = MembershipType.objects.create(name="Plein tarif", amount=20, **home)
        self.actions = _keys(self._actions(chapter, max(10, people // PEOPLE_AN_ACTION)))

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

    def meet(self) -> None:
        """Table `met`: exchanges over three years, more of them lately. People have no row yet."""
        times = f"least({MOST_CONTACTS}, floor(-{CONTACTS} * ln(1 - random())))::int"
        kind = one_of([kind.value for kind in KINDS], list(KINDS.values()))
        author = one_of(self.authors, [1] * len(self.authors))
        execute(
            f"CREATE UNLOGGED TABLE met AS SELECT person, {kind} AS kind,"
            f" {author}::bigint AS author, {self.moment}"
            f" - make_interval(secs => (random() ^ 2) * 86400 * {365 * YEARS}) AS at"
            f" FROM (SELECT person, {times} AS times"
            f" FROM generate_series(1, {self.people}) AS person"
            " OFFSET 0) AS people, generate_series(1, times)"
        )

    def tell(self) -> None:
        """Write what happened with these people."""
        insert(
            Contact,
            {
                "person": "person",
                "kind": "kind",
                "happened_at": "at",
                "author": "author",
                "story": f"'{STORY}'",
                "client_id": "lpad(to_hex(row_number() OVER ()), 32, '0')::uuid",
            },
            "met",
        )
        for model, name, keys in (
            (GroupMembership, "group", self.groups),
            (Person.tags.through, "tag", self.tags),
        ):
            insert(model, {"person": "person", name: one_of(keys, WEIGHTS)}, self._some(0.3))
        self._pay()
        self._promise()
        self._act()

    def _pay(self) -> None:
        days = f"({self.moment} - make_interval(days => (365 * {YEARS} * random() ^ 2)::int))::date"
        drawn = f"(SELECT person, {days} AS start FROM {self._some(0.25)} OFFSET 0) AS dues"
        insert(
            Membership,
            {
                "person": "person",
                "type": str(self.dues.pk),
                "starts_on": "start",
                "ends_on": "start + 364",
                "created_at": self.long_ago(),
            },
            drawn,
        )

    def _promise(self) -> None:
        insert(
            FollowUp,
            {
                "person": "person",
                "owner": one_of(self.authors, [1] * len(self.authors)),
                "what": "'Rappeler pour la réunion'",
                "due_on": f"{self.moment}::date + (random() * 40)::int - 20",
            },
            self._some(0.01),
        )

    def _act(self) -> None:
        """A fifth was asked to come, once or several times."""
        number = len(self.actions)
        times = f"least({number}, 1 + floor(-2 * ln(1 - random())))::int"
        asked = f"SELECT person, {times} AS times, (random() * {number})::int AS first"
        answer = one_of([answer.value for answer in ANSWERS], list(ANSWERS.values()))
        said = f"answer <> '{Answer.NONE.value}'"
        drawn = (
            "(SELECT *, random() < CASE answer WHEN 'yes' THEN 0.5 ELSE 0.05 END AS came FROM"
            f" (SELECT person, (first + 7 * n) % {number} AS rank, {answer} AS answer"
            f" FROM ({asked} FROM {self._some(0.2)} OFFSET 0) AS asked,"
            " generate_series(1, times) AS n"
            " OFFSET 0) AS answers OFFSET 0) AS attendances"
        )
        insert(
            Attendance,
            {
                "person": "person",
                "action": f"(ARRAY{self.actions})[rank + 1]",
                "invited_at": self.moment,
                "answer": "answer",
                "answered_at": f"CASE WHEN {said} THEN {self.moment} END",
                "answer_source": f"CASE WHEN {said} THEN '{ReplySource.LINK.value}' ELSE '' END",
                "attended": "came",
                "checked_in_at": f"CASE WHEN came THEN {self.moment} END",
                "client_id": "lpad(to_hex(row_number() OVER ()), 32, '0')::uuid",
            },
            drawn,
        )

    def long_ago(self) -> str:
        """SQL: when somebody entered the file, any day of these years."""
        return f"{self.moment} - make_interval(secs => random() * 86400 * {365 * YEARS})"

    def _some(self, share: float) -> str:
        """SQL: a share of everybody."""
        everybody = f"generate_series(1, {self.people}) AS person"
        return f"(SELECT person FROM {everybody} WHERE random() < {share} OFFSET 0) AS chosen"


def _keys(rows: Iterator[object]) -> list[int]:
    made = list(rows)
    model: type = type(made[0])
    return [row.pk for row in model.objects.bulk_create(made)]  # type: ignore[attr-defined]
