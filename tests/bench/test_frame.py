"""The frame of the benchmarks: lines, goals, comparisons, invented people."""

import json
from itertools import islice
from pathlib import Path

import pytest

from tests.bench.measuring import got_worse, keep
from tests.bench.people import invent
from tests.bench.registry import FIGURES, Figure, chosen


def a_figure(**changes: object) -> Figure:
    values = {
        "name": "pages.people",
        "value": 9.5,
        "unit": "ms",
        "beside": "logged-in hello",
        "ratio": 4.0,
        "goal": 6.0,
        "ok": True,
        "size": "10k",
        "rounds": 5,
    }
    return Figure(**{**values, **changes})  # type: ignore[arg-type]


def test_a_line_says_what_the_contract_says() -> None:
    assert list(json.loads(a_figure().line())) == [
        *("name", "value", "unit", "beside", "ratio", "goal", "ok", "size", "rounds"),
    ]


def test_figures_are_chosen_by_name_or_by_group() -> None:
    assert set(chosen(["pages.people"])) == {"pages.people"}
    assert {"pages.hello", "pages.people"} <= set(chosen(["pages"]))
    assert set(chosen([])) == set(FIGURES)


def test_lines_are_kept_with_the_date_the_machine_and_the_commit(tmp_path: Path) -> None:
    keep([a_figure()], tmp_path)
    path = keep([a_figure()], tmp_path)
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert len(lines) == 2
    assert {"date", "machine", "cores", "commit"} <= set(lines[0])


@pytest.mark.parametrize(
    ("unit", "ratio", "worse"),
    [("ms", 4.1, False), ("ms", 5.2, True), ("msg/s", 5.2, False), ("msg/s", 3.0, True)],
)
def test_a_clearly_worse_ratio_is_named(
    tmp_path: Path, unit: str, ratio: float, worse: bool
) -> None:
    earlier = keep([a_figure(unit=unit), a_figure(name="other")], tmp_path)
    assert got_worse([a_figure(unit=unit, ratio=ratio)], earlier) == ["pages.people"] * worse


def test_a_figure_of_another_size_is_not_compared(tmp_path: Path) -> None:
    earlier = keep([a_figure(size="1m")], tmp_path)
    assert got_worse([a_figure(ratio=99.0)], earlier) == []


def test_invented_people_are_the_same_each_time_and_have_their_own_phone() -> None:
    first, again = (list(islice(invent(500), 500)) for _ in range(2))
    assert first == again
    assert len({person.phone for person in first}) == 500
    assert sum(person.email is None for person in first) > 100
