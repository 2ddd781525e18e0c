"""Charts drawn by the server: columns in a frame, with the table and the definition behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from alliance.dashboard.scales import nice_top

WIDTH, HEIGHT, LEFT, BASE = 560, 176, 30, 146
TALLEST = BASE - 16
CLEAREST = 13  # more columns than this, and only one name in two is written


@dataclass(frozen=True)
class Series:
    """One colour of the chart: its name, and its class (`main`, `soft`)."""

    label: str
    tone: str


@dataclass(frozen=True)
class Bar:
    """One column as drawn."""

    x: int
    y: int
    width: int
    height: int
    value: int
    tone: str
    middle: int


@dataclass(frozen=True)
class Column:
    """One place of the horizontal axis: its short and full names, its bars."""

    short: str
    label: str
    middle: int
    bars: tuple[Bar, ...]
    named: bool = True
    current: bool = False


@dataclass(frozen=True)
class Tick:
    """A line of the scale."""

    value: int
    y: int


@dataclass(frozen=True)
class Chart:
    """A chart and all that is said beside it; `key` makes the ids of the page.

    Made of values that never change, so that the same one is drawn once (`{% drawn %}`).
    """

    key: str
    title: str
    description: str
    definition: str
    axis: str
    series: tuple[Series, ...]
    columns: tuple[Column, ...]
    ticks: tuple[Tick, ...] = ()
    values: bool = False

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(bar.value for column in self.columns for bar in column.bars)


def columns_chart(
    *,
    key: str,
    title: str,
    description: str,
    definition: str,
    axis: str,
    series: Sequence[Series],
    rows: Sequence[tuple[str, str, Sequence[int]]],
    current: bool = False,
    values: bool = False,
) -> Chart:
    """Draw `rows` (short name, full name, one value a series) from left to right.

    `current`: the last column is the one under way, and stands out. `values` writes each number
    above its column; else a scale is drawn on the left.
    """
    top = nice_top(max((max(numbers) for _s, _l, numbers in rows), default=0))
    step = (WIDTH - LEFT) / max(len(rows), 1)
    columns = []
    for index, (short, label, numbers) in enumerate(rows):
        start = LEFT + index * step
        columns.append(
            Column(
                short=short,
                label=label,
                middle=round(start + step / 2),
                bars=_bars(start, step, numbers, series, top),
                named=len(rows) <= CLEAREST or (len(rows) - 1 - index) % 2 == 0,
                current=current and index == len(rows) - 1,
            )
        )
    ticks = () if values else _ticks(top)
    drawn = (tuple(series), tuple(columns), ticks)
    return Chart(key, title, description, definition, axis, *drawn, values)


def _bars(
    start: float, step: float, numbers: Sequence[int], series: Sequence[Series], top: int
) -> tuple[Bar, ...]:
    gap = step * (0.14 if len(series) > 1 else 0.16)
    width = (step - 2 * gap) / len(series)
    drawn = []
    for rank, (value, one) in enumerate(zip(numbers, series, strict=True)):
        height = round(value / top * TALLEST)
        if value and height < 2:
            height = 2
        x = start + gap + rank * width
        drawn.append(
            Bar(
                x=round(x),
                y=BASE - height,
                width=max(round(width) - (1 if len(series) > 1 else 0), 2),
                height=height,
                value=value,
                tone=one.tone,
                middle=round(x + width / 2),
            )
        )
    return tuple(drawn)


def _ticks(top: int) -> tuple[Tick, ...]:
    """The bottom, the middle when it is whole, and the top."""
    marks = [0, top // 2, top] if top % 2 == 0 else [0, top]
    return tuple(Tick(mark, BASE - round(mark / top * TALLEST)) for mark in marks)


def table_of(chart: Chart) -> list[list[Any]]:
    """What the chart shows, as rows of a table."""
    return [[column.label, *[bar.value for bar in column.bars]] for column in chart.columns]
