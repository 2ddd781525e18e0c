"""The top of a scale: a round number that people read at a glance."""

from __future__ import annotations

STEPS = (2, 4, 6, 8, 10, 12, 16, 20)


def nice_top(highest: int) -> int:
    """The smallest round number that holds the highest: 7 gives 8, 43 gives 60, 0 gives 2."""
    power = 1
    while highest > STEPS[-1] * power:
        power *= 10
    return next(step * power for step in STEPS if highest <= step * power)
