"""Who stands with whom on the list of an action: « les gens de Fatima : 5 sur 7 »."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from actions.domain.welcome.names import Called, Name
from actions.enums import Answer
from actions.models import Attendance
from members.enums import GroupRole
from members.models import Group, GroupMembership, Person

COMING = frozenset({Answer.YES.value, Answer.MAYBE.value})  # asked of each of a thousand names
Row = Attendance | Name
Somebody = Person | Called


@dataclass
class Following:
    """A leader (or a group) and the people who come with her.

    `present`: how many of her names are checked in; `total`: all her names, she is one of them
    when asked; `expected`: those who said yes or maybe, or who came anyway.
    """

    key: str
    name: str
    leader: Somebody | None = None
    rows: list[Any] = field(default_factory=list)

    @property
    def present(self) -> int:
        return sum(bool(row.attended) for row in self.rows)

    @property
    def expected(self) -> int:
        return sum(is_expected(row) for row in self.rows)

    @property
    def total(self) -> int:
        return len(self.rows)


def is_expected(row: Row) -> bool:
    """Whether she said yes or maybe, or came anyway."""
    return bool(row.attended) or row.answer in COMING


def followings(rows: Collection[Row]) -> list[Following]:
    """Each row under who brings her; rows must carry `person`.

    First who she came with, then the leader in whose list she is, then who brought her to us if
    that one is expected too, then the group that was invited, under its referent's name. A leader
    stands at the head of her own people. Three queries at the most: the referents of the groups,
    leaders who are not on the list themselves, the names of groups without a referent.
    """
    expected = {row.person_id for row in rows}
    people = _bringing(rows)
    carers = _referents({row.via_group_id for row in rows if row.via_group_id})
    found_leader = {row.pk: _leader(row, expected, people, carers) for row in rows}
    leaders = {leader.pk: leader for leader in found_leader.values() if leader is not None}
    groups = _names({row.via_group_id for row in rows if found_leader[row.pk] is None})
    found: dict[str, Following] = {}
    for row in rows:
        own = leaders.get(row.person_id or 0)
        leader = own or found_leader[row.pk]
        key = f"p{leader.pk}" if leader is not None else f"g{row.via_group_id}"
        following = found.get(key)
        if following is None:
            following = found[key] = Following(*_head(row, leader, groups))
        following.rows.insert(0, row) if own else following.rows.append(row)
    return sorted(found.values(), key=lambda one: (one.key == "autres", one.name.casefold()))


def _bringing(rows: Iterable[Row]) -> dict[int, Somebody]:
    """Those on the list, and those who bring them; a query only for those who are not on it."""
    people: dict[int, Somebody] = {
        row.person.pk: row.person for row in rows if row.person is not None
    }
    bringing = {pk for row in rows for pk in (row.brought_by_id, row.leader_id) if pk}
    missing = bringing - people.keys()
    return people | (Person.objects.in_bulk(missing) if missing else {})


def _leader(
    row: Row,
    expected: Collection[int | None],
    people: Mapping[int, Somebody],
    carers: Mapping[int, Person],
) -> Somebody | None:
    if row.brought_by_id is not None:
        return people[row.brought_by_id]
    if row.leader_id is not None:
        return people[row.leader_id]
    ours = row.person.brought_by_id if row.person is not None else None
    if ours is not None and ours in expected:
        return people[ours]
    carer = carers.get(row.via_group_id or 0)
    return carer if carer is not None and carer.pk != row.person_id else None


def _head(
    row: Row, leader: Somebody | None, groups: Mapping[int, str]
) -> tuple[str, str, Somebody | None]:
    """The key, the name and the leader of the following of a row."""
    if leader is not None:
        return f"p{leader.pk}", _("Les gens de %(name)s") % {"name": leader}, leader
    if row.via_group_id is not None:
        return f"g{row.via_group_id}", groups[row.via_group_id], None
    return "autres", _("Autres"), None


def _names(groups: Iterable[int | None]) -> dict[int, str]:
    asked = [pk for pk in groups if pk is not None]
    if not asked:
        return {}
    return dict(Group.objects.filter(pk__in=asked).values_list("pk", "name"))


def _referents(groups: Collection[int]) -> dict[int, Person]:
    """The referent of each group today, the first one when there are several."""
    if not groups:
        return {}
    rows = (
        GroupMembership.objects.current()
        .filter(group__in=list(groups), role=GroupRole.REFERENT)
        .select_related("person")
        .order_by("-joined_on", "-pk")
    )
    return {row.group_id: row.person for row in rows}
