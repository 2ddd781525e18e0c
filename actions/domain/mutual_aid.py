"""Alliances between groups: who came to whose action and with how many, who owes a hand.

An action is carried by its organizing groups; somebody comes for the group through which she was
asked, or else for the group she has belonged to the longest. Presence alone counts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from actions.enums import ActionState
from actions.models import Action, Attendance
from members.models import Group, GroupMembership

LOOKED_BACK = timedelta(days=365)
# « Elle repose sur un seul groupe »: half of those who came, once there is enough to tell.
LEANS_FROM = 0.5
ENOUGH_PEOPLE = 20
ENOUGH_GROUPS = 3


@dataclass(frozen=True)
class Hand:
    """What `guest` gave to `host`: the actions of the host where its people came, and how many.

    `returned`: how many people of the host came to the actions of the guest.
    """

    guest: Group
    host: Group
    actions: int
    people: int
    returned: int = 0

    @property
    def owed(self) -> int:
        """How many people the host still owes; nothing when it gave back as many."""
        return max(0, self.people - self.returned)


@dataclass(frozen=True)
class Share:
    """A group in a year of actions: people-times it came, to how many actions, the last one."""

    group: Group
    came: int = 0
    actions: int = 0
    carried: int = 0
    part: float = 0.0
    last: datetime | None = None


@dataclass(frozen=True)
class Ledger:
    """A year between groups.

    `hands`: each pair of groups where one came to the other, the most people first. `shares`:
    every group of the chapters still active, those that come most first. `leaning`: the group on
    which the alliance leans alone, if there is one.
    """

    hands: tuple[Hand, ...] = ()
    shares: tuple[Share, ...] = ()
    leaning: Share | None = None

    @property
    def debts(self) -> list[Hand]:
        """The hands not given back, the largest first."""
        owing = [hand for hand in self.hands if hand.owed]
        return sorted(owing, key=lambda hand: (-hand.owed, hand.guest.name, hand.host.name))

    def of(self, group: Group) -> tuple[list[Hand], list[Hand]]:
        """What this group gave, and what it received."""
        gave = [hand for hand in self.hands if hand.guest.pk == group.pk]
        return gave, [hand for hand in self.hands if hand.host.pk == group.pk]


def ledger(chapters: Collection[int], *, now: datetime | None = None) -> Ledger:
    """The last year between the groups of these chapters (three queries)."""
    moment = now or timezone.now()
    held = Action.objects.filter(
        chapter__in=chapters,
        state=ActionState.ANNOUNCED,
        starts_at__range=(moment - LOOKED_BACK, moment),
    )
    carriers: defaultdict[int, list[int]] = defaultdict(list)
    links = held.exclude(organizing_groups=None).values_list("pk", "organizing_groups")
    for action_id, group_id in links:
        carriers[action_id].append(group_id)
    groups = Group.objects.filter(chapter__in=chapters).select_related("neighbourhood", "chapter")
    by_id = {group.pk: group for group in groups}
    came = [row for row in _came(held) if row[0] in by_id]
    shares = _shares(by_id, came, carriers)
    return Ledger(_hands(by_id, came, carriers), shares, _leaning(shares))


def _came(held: Any) -> list[tuple[int, int, int, datetime]]:
    """(group, action, how many of the group were there, when)."""
    longest = (
        GroupMembership.objects.current()
        .filter(person=OuterRef("person"))
        .order_by("joined_on", "pk")
        .values("group")[:1]
    )
    rows: Any = (
        Attendance.objects.filter(action__in=held, attended=True, person__isnull=False)
        .annotate(whose=Coalesce("via_group_id", Subquery(longest), output_field=BigIntegerField()))
        .exclude(whose=None)
        .order_by()
        .values_list("whose", "action_id")
        .annotate(n=Count("pk"))
        .values_list("whose", "action_id", "n", "action__starts_at")
    )
    return list(rows)


def _hands(
    by_id: dict[int, Group], came: list[Any], carriers: dict[int, list[int]]
) -> tuple[Hand, ...]:
    people: Counter[tuple[int, int]] = Counter()
    times: Counter[tuple[int, int]] = Counter()
    for guest, action_id, n, _when in came:
        hosts = carriers.get(action_id, [])
        if guest in hosts:
            continue
        for host in hosts:
            people[guest, host] += n
            times[guest, host] += 1
    found = [
        Hand(by_id[guest], by_id[host], times[guest, host], n, people[host, guest])
        for (guest, host), n in people.items()
        if host in by_id
    ]
    return tuple(sorted(found, key=lambda hand: (-hand.people, hand.guest.name, hand.host.name)))


def _shares(
    by_id: dict[int, Group], came: list[Any], carriers: dict[int, list[int]]
) -> tuple[Share, ...]:
    people: Counter[int] = Counter()
    times: Counter[int] = Counter()
    last: dict[int, datetime] = {}
    for group_id, _action_id, n, when in came:
        people[group_id] += n
        times[group_id] += 1
        last[group_id] = max(when, last.get(group_id, when))
    carried = Counter(group_id for hosts in carriers.values() for group_id in hosts)
    whole = people.total() or 1
    found = [
        Share(group, people[pk], times[pk], carried[pk], people[pk] / whole, last.get(pk))
        for pk, group in by_id.items()
        if group.ended_on is None
    ]
    return tuple(sorted(found, key=lambda share: (-share.came, share.group.name)))


def _leaning(shares: tuple[Share, ...]) -> Share | None:
    enough = len(shares) >= ENOUGH_GROUPS and sum(one.came for one in shares) >= ENOUGH_PEOPLE
    first = shares[0] if enough else None
    return first if first is not None and first.part > LEANS_FROM else None
