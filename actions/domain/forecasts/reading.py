"""What the forecast reads: the chapter's last actions, those asked to this one, their habits."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from actions.domain.forecasts.model import Asked, Forecast, foresee
from actions.domain.forecasts.rates import Cell, Held, Rates, Tally, Word, learn
from actions.domain.forecasts.statements import COUNTED, FORESEEN, HELD, PEOPLE
from actions.models import Action

LOOKED_BACK: Final = timedelta(days=2 * 365)


def forecast(action: Action, now: datetime | None = None) -> Forecast:
    """How many will be there, if nobody answers anything more (one query)."""
    return forecasts([action], now)[action.pk]


def forecasts(actions: Iterable[Action], now: datetime | None = None) -> dict[int, Forecast]:
    """The forecasts of several actions, by id (one query, whatever their number).

    One more while some of the last actions held are not kept as lessons.
    """
    wanted = list(actions)
    if not wanted:
        return {}
    chapters, ids = {one.chapter_id for one in wanted}, [one.pk for one in wanted]
    ((held, asked),) = _ask(FORESEEN, actions=ids, **_since(chapters, now))
    learned = _learned(chapters, held or [])
    rates = {chapter: learn(taught.values()) for chapter, taught in learned.items()}
    people = _people(asked or [])
    return {one.pk: foresee(people[one.pk], rates[one.chapter_id]) for one in wanted}


def rates_of(chapter_id: int, now: datetime | None = None) -> Rates:
    """What a chapter's own actions taught (one query; two while some is not kept)."""
    return learn(_learned([chapter_id], _last_held([chapter_id], now))[chapter_id].values())


def last_held(chapters: Collection[int], now: datetime | None = None) -> dict[int, list[int]]:
    """The last actions over where people were checked in by name, by chapter; one query."""
    found: dict[int, list[int]] = {chapter: [] for chapter in chapters}
    for chapter, pk, *_lesson in _last_held(chapters, now):
        found[chapter].append(pk)
    return found


def read_held(actions: Collection[int]) -> list[Held]:
    """Those actions counted from their presences, kept or not (one query)."""
    counted = _counted(actions)
    return [counted[pk] for pk in actions]


def read_asked(actions: list[Action], held: Collection[int]) -> dict[int, list[Asked]]:
    """Those asked to each action, alike put together, with their habits (one query).

    Habits: how often each said yes (or not) to the actions held, and how often she then came.
    """
    ids = [action.pk for action in actions]
    return _people(_ask(PEOPLE, actions=ids, held=list(held)))


def _people(rows: Iterable[Sequence[Any]]) -> dict[int, list[Asked]]:
    people: defaultdict[int, list[Asked]] = defaultdict(list)
    for action, word, means, days, *numbers in rows:
        people[action].append(Asked(Cell(Word(word), means, days), *numbers))
    return people


def held_of(cells: list[list[Any]], others: int) -> Held:
    """A lesson kept, as rates learn from it."""
    return Held({Cell(Word(one[0]), *one[1:3]): Tally(*one[3:]) for one in cells}, others)


def _learned(
    chapters: Collection[int], rows: Collection[Sequence[Any]]
) -> dict[int, dict[int, Held]]:
    """The last actions of each chapter, by id, the latest first, as rates learn."""
    counted = _counted([pk for _chapter, pk, is_kept, *_lesson in rows if not is_kept])
    found: dict[int, dict[int, Held]] = {chapter: {} for chapter in chapters}
    for chapter, pk, is_kept, cells, others in rows:
        found[chapter][pk] = held_of(cells, others) if is_kept else counted[pk]
    return found


def _last_held(chapters: Collection[int], now: datetime | None) -> list[tuple[Any, ...]]:
    rows = _ask(HELD, **_since(chapters, now))
    return [(*row[:3], json.loads(row[3] or "null"), row[4]) for row in rows]


def _since(chapters: Collection[int], now: datetime | None) -> dict[str, Any]:
    moment = now or timezone.now()
    return {"chapters": list(chapters), "now": moment, "since": moment - LOOKED_BACK}


def _counted(actions: Collection[int]) -> dict[int, Held]:
    if not actions:
        return {}
    cells: dict[int, dict[Cell, Tally]] = {pk: {} for pk in actions}
    others: Counter[int] = Counter()
    for action, asked, word, means, days, *numbers in _ask(COUNTED, actions=list(actions)):
        if asked:
            cells[action][Cell(Word(word), means, days)] = Tally(*numbers)
        else:
            others[action] += numbers[1]
    return {pk: Held(known, others[pk]) for pk, known in cells.items()}


def _ask(statement: str, **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
