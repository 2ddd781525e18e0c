"""Which groups carried which action: in turn, some more often than others."""

from __future__ import annotations

from collections import Counter

from alliance.demo.world import World


def make_carriers(world: World) -> None:
    """Of the groups invited, the one that carried least so far; two for the large ones."""
    carried: Counter[int] = Counter()
    for action in sorted(world.actions, key=lambda one: (one.starts_at, one.pk)):
        invited = sorted(action.groups.all(), key=lambda group: (carried[group.pk], group.pk))
        chosen = invited[: 1 + (len(invited) > 4)]
        action.organizing_groups.set(chosen)
        carried.update(group.pk for group in chosen)
