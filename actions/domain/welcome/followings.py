"""Who stands with whom on the list of an action: « les gens de Fatima : 5 sur 7 »."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from actions.enums import Answer
from actions.models import Attendance
from members.enums import GroupRole
from members.models import GroupMembership, Person


@dataclass
class Following:
    """A leader (or a group) and the people who come with her.

    `present`: how many of her names are checked in; `total`: all her names, she is one of them
    when asked; `expected`: those who said yes or maybe, or who came anyway.
    """

    key: str
    name: str
    leader: Person | None = None
    rows: list[Attendance] = field(default_factory=list)

    @property
    def present(self) -> int:
        return sum(bool(row.attended) for row in self.rows)

    @property
    def expected(self) -> int:
        return sum(is_expected(row) for row in self.rows)

    @property
    def total(self) -> int:
        return len(self.rows)


def is_expected(row: Attendance) -> bool:
    """Whether she said yes or maybe, or came anyway."""
    return bool(row.attended) or row.answer in {Answer.YES, Answer.MAYBE}


def followings(rows: Collection[Attendance]) -> list[Following]:
    """Each row under who brings her (one query, for the referents of the groups).

    First who she came with, then the leader in whose list she is, then who brought her to us if
    that one is expected too, then the group that was invited, under its referent's name. A leader
    stands at the head of her own people. Rows must carry `leader`, `brought_by`, `via_group` and
    `person`.
    """
    carers = _referents({row.via_group_id for row in rows if row.via_group_id})
    expected = {row.person_id for row in rows}
    leaders: dict[int, Person] = {}
    for row in rows:
        if (leader := _leader(row, expected, carers)) is not None:
            leaders[leader.pk] = leader
    found: dict[str, Following] = {}
    for row in rows:
        own = leaders.get(row.person_id or 0)
        leader = own or _leader(row, expected, carers)
        following = found.setdefault(*_head(row, leader))
        following.rows.insert(0, row) if own else following.rows.append(row)
    return sorted(found.values(), key=lambda one: (one.key == "autres", one.name.casefold()))


def _leader(
    row: Attendance, expected: Collection[int | None], carers: dict[int, Person]
) -> Person | None:
    person = row.person
    if row.brought_by is not None:
        return row.brought_by
    if row.leader is not None:
        return row.leader
    if person is not None and person.brought_by_id in expected:
        return person.brought_by
    carer = carers.get(row.via_group_id or 0)
    return carer if carer is not None and carer.pk != row.person_id else None


def _head(row: Attendance, leader: Person | None) -> tuple[str, Following]:
    if leader is not None:
        key = f"p{leader.pk}"
        return key, Following(key, _("Les gens de %(name)s") % {"name": leader}, leader)
    if row.via_group is not None:
        key = f"g{row.via_group.pk}"
        return key, Following(key, row.via_group.name)
    return "autres", Following("autres", _("Autres"))


def _referents(groups: Iterable[int]) -> dict[int, Person]:
    """The referent of each group today, the first one when there are several."""
    rows = (
        GroupMembership.objects.current()
        .filter(group__in=list(groups), role=GroupRole.REFERENT)
        .select_related("person")
        .order_by("-joined_on", "-pk")
    )
    return {row.group_id: row.person for row in rows}
