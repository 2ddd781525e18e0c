"""Which groups carried which action: in turn, some more often than others."""

from __future__ import annotations

from alliance.demo.world import World


def make_carriers(world: World) -> None:
    """One or two of the groups invited carry each action."""
    for place, action in enumerate(world.actions):
        invited = list(action.groups.order_by("pk"))
        if invited:
            first = place % min(len(invited), 3)
            chosen = invited[first : first + 1 + (len(invited) > 4)]
            action.organizing_groups.set(chosen)
