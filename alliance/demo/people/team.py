"""The team: a leave that is over, and one ahead."""

from __future__ import annotations

from datetime import timedelta

from alliance.demo.world import World
from members.models import Absence


def make_team(world: World) -> None:
    """Inès was away in the summer, and leaves again in three weeks; Amina takes over."""
    away = {"user": world.accounts["ines"], "replacement": world.accounts["amina"]}
    first, last = world.ago(110), world.ago(96)
    Absence.objects.create(
        **away,
        starts_on=first,
        ends_on=last,
        created_at=world.at(world.ago(130), 10),
        began_at=world.at(first, 6),
        ended_at=world.at(last + timedelta(days=1), 6),
    )
    Absence.objects.create(
        **away,
        starts_on=world.today + timedelta(days=21),
        ends_on=world.today + timedelta(days=32),
        created_at=world.at(world.ago(2), 10),
    )
