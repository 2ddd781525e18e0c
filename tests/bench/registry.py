"""What a figure is, and the list of them."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

from tests.bench.ground import Ground


@dataclass(frozen=True)
class Figure:
    """A line of `bin/bench`; `ratio` is to what stands `beside`, in the same run.

    An absolute value depends on the machine and on what else it does: only ratios are judged.
    """

    name: str
    value: float | None
    unit: str
    beside: str
    ratio: float | None
    goal: float
    ok: bool
    size: str
    rounds: int

    def line(self) -> str:
        """As it is printed and kept."""
        return json.dumps(asdict(self), ensure_ascii=False)


def not_measured(name: str, unit: str, beside: str, *, goal: float, size: str) -> Figure:
    """A figure whose peer cannot be had here: neither reached nor missed."""
    said = f"{beside} : not measured"
    return Figure(name, None, unit, said, None, goal, ok=True, size=size, rounds=0)


Measure = Callable[[Ground], Figure]
FIGURES: dict[str, Measure] = {}


def figure(name: str) -> Callable[[Measure], Measure]:
    """Add a measure to the list under its name."""

    def add(measure: Measure) -> Measure:
        FIGURES[name] = measure
        return measure

    return add


def chosen(names: list[str]) -> dict[str, Measure]:
    """The figures of these names, or of groups (`pages`); all without a name."""
    return {
        name: measure
        for name, measure in FIGURES.items()
        if not names or name in names or name.split(".")[0] in names
    }
