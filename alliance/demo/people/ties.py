"""Ties between people: families behind a door, and those whom leaders carry along."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from alliance.demo.world import Resident, World
from members.enums import RelationshipKind
from members.models import Relationship


def make_ties(world: World) -> None:
    """Family ties one way each, and a few « entraîne » that call lists will follow."""
    homes: dict[int, list[Resident]] = defaultdict(list)
    for who in world.residents:
        if who.person.household_id:
            homes[who.person.household_id].append(who)
    ties = [
        _tie(world, first, other, RelationshipKind.FAMILY)
        for family in homes.values()
        for first, other in pairwise(family)
    ]
    for slug in world.chapters:
        neighbours = list(world.of_chapter(slug))
        for leader in (who for who in neighbours if who.key):
            near = [who for who in neighbours if who.hood == leader.hood and not who.key]
            for other in world.rng.sample(near, min(len(near), world.rng.randint(1, 4))):
                ties.append(_tie(world, leader, other, RelationshipKind.INFLUENCES))
    Relationship.objects.bulk_create(ties)


def _tie(world: World, first: Resident, other: Resident, kind: RelationshipKind) -> Relationship:
    known = max(first.person.first_met_on, other.person.first_met_on)
    return Relationship(
        person=first.person,
        other=other.person,
        kind=kind,
        started_on=None if kind == RelationshipKind.FAMILY else known,
        created_by=first.person.organizer,
        created_at=max(first.person.created_at, other.person.created_at),
    )
