"""The forecast against what happened: how often its ranges hold, and how far it falls."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from random import Random

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from actions.domain.forecasts import Asked, Cell, Held, Tally, forecast, foresee, learn
from actions.domain.forecasts.rates import SAID_YES
from actions.domain.forecasts.reading import last_held, read_asked, read_held
from actions.enums import ActionState, Answer
from actions.models import Action, Attendance
from alliance.demo import loader
from members.models import Chapter as RealChapter
from members.models import Person
from tests.bench.database import SizedDatabase
from tests.bench.ground import Ground
from tests.bench.invented_actions import Chapter, Past
from tests.bench.registry import Figure, figure

CHAPTERS, ACTIONS = 150, 12
DEMO_SEEDS = (1, 2, 3)
STATED = 0.8
CROWD = 500


@dataclass(frozen=True)
class Try:
    """One action foreseen: whether the range held, how far the number fell, and the half rule."""

    held: bool
    error: float
    half_error: float


@figure("forecast.coverage")
def coverage(ground: Ground) -> Figure:
    """How often the stated 80 % ranges hold, on invented chapters: 75 to 85 % wanted."""
    return _coverage("forecast.coverage", invented(), ground)


@figure("forecast.error")
def error(ground: Ground) -> Figure:
    """The mean error beside that of the half rule, on invented chapters."""
    return _error("forecast.error", invented(), ground)


@figure("forecast.demo_coverage")
def demo_coverage(ground: Ground) -> Figure:
    """How often they hold on the actions of the demonstration, each foreseen from the others."""
    return _coverage("forecast.demo_coverage", demonstrated(), ground)


@figure("forecast.demo_error")
def demo_error(ground: Ground) -> Figure:
    """The mean error on those, beside that of the half rule."""
    return _error("forecast.demo_error", demonstrated(), ground)


@figure("forecast.crowd")
def crowd(ground: Ground) -> Figure:
    """The forecast of an action with 500 people asked, beside reading those rows alone."""
    with transaction.atomic():
        action = _crowded()
        ours = min(_timed(lambda: forecast(action)) for _round in range(ground.rounds))
        rows = Attendance.objects.filter(action=action)
        least = min(_timed(lambda: list(rows.all())) for _round in range(ground.rounds))
        transaction.set_rollback(True)
    ratio = round(ours / least, 2)
    return Figure(
        *("forecast.crowd", round(ours * 1000, 1), "ms", "reading the 500 rows"),
        *(ratio, 4.0, ratio <= 4.0, ground.size, ground.rounds),
    )


def _coverage(name: str, tries: list[Try], ground: Ground) -> Figure:
    share = sum(one.held for one in tries) / len(tries)
    return Figure(
        *(name, round(share, 3), f"of {len(tries)} ranges", "80 % stated"),
        *(round(share / STATED, 3), 1.0, 0.75 <= share <= 0.85, ground.size, 1),
    )


def _error(name: str, tries: list[Try], ground: Ground) -> Figure:
    ours = sum(one.error for one in tries) / len(tries)
    half = sum(one.half_error for one in tries) / len(tries)
    ratio = round(ours / half, 3)
    return Figure(
        *(name, round(ours, 2), "people", "half rule"),
        *(ratio, 1.0, ratio < 1, ground.size, 1),
    )


@cache
def invented() -> list[Try]:
    """Each action of each invented chapter, foreseen from those before it."""
    dice = Random("on y sera combien")
    return [one for _c in range(CHAPTERS) for one in _replayed(Chapter(dice).actions(ACTIONS))]


def _replayed(actions: Iterable[Past]) -> Iterator[Try]:
    before: list[Held] = []
    habits: defaultdict[tuple[int, bool], list[int]] = defaultdict(lambda: [0, 0])
    for past in actions:
        people = [
            Asked(one.cell, one.companions, *habits[one.who, one.cell.word in SAID_YES])
            for one in past.asked
        ]
        yield _try(people, before, past.came)
        before.append(_held(past))
        for one in past.asked:
            habit = habits[one.who, one.cell.word in SAID_YES]
            habit[0] += 1
            habit[1] += one.came


def _held(past: Past) -> Held:
    cells: dict[Cell, Tally] = {}
    for one in past.asked:
        had = cells.get(one.cell, Tally())
        cells[one.cell] = Tally(
            had.people + 1, had.came + one.came, had.companions + one.companions
        )
    return Held(cells, past.others)


def _try(people: list[Asked], before: list[Held], came: int) -> Try:
    foreseen = foresee(people, learn(before))
    promised = sum(1 + one.companions for one in people if one.cell.word in SAID_YES)
    held = foreseen.low <= came <= foreseen.high
    return Try(held, abs(foreseen.mean - came), abs(promised / 2 - came))


@cache
def demonstrated() -> list[Try]:
    """Each action held in the demonstration, under several seeds, foreseen from the others."""
    database = SizedDatabase("demo")
    sized = connection.settings_dict["NAME"]
    connection.close()
    fresh = not database.is_current()
    if fresh:
        database.create()
    connection.settings_dict["NAME"] = database.name
    try:
        if fresh:
            call_command("migrate", verbosity=0)
            database.mark_current()
        return [one for seed in DEMO_SEEDS for one in _of_demo(seed)]
    finally:
        connection.close()
        connection.settings_dict["NAME"] = sized


def _of_demo(seed: int) -> list[Try]:
    with transaction.atomic():
        loader.load(seed=seed)
        tries = [one for chapter in RealChapter.objects.all() for one in _of_chapter(chapter)]
        transaction.set_rollback(True)
    return tries


def _of_chapter(chapter: RealChapter) -> Iterator[Try]:
    held = last_held([chapter.pk])[chapter.pk]
    for pk in held:
        others = [other for other in held if other != pk]
        people = read_asked([Action(pk=pk)], others)[pk]
        came = Attendance.objects.present().filter(action=pk).count()
        yield _try(people, read_held(others), came)


def _crowded() -> Action:
    chapter = RealChapter.objects.order_by("pk")[0]
    now = timezone.now()
    action = Action.objects.create(
        chapter=chapter,
        title="Foule",
        goal=CROWD,
        state=ActionState.ANNOUNCED,
        starts_at=now + timedelta(days=3),
        ends_at=now + timedelta(days=3, hours=2),
    )
    people = Person.objects.filter(chapter=chapter).values_list("pk", flat=True)[:CROWD]
    Attendance.objects.bulk_create(
        Attendance(action=action, person_id=pk, invited_at=now, answer=Answer.YES, answered_at=now)
        for pk in people
    )
    return action


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
