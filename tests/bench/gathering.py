"""Gathering: what the heaps of a chapter cost, beside comparing every pair in the database."""

import random
import statistics
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from alliance.demo.reading import sections
from campaigns.domain.heard.gathering import proposals
from campaigns.models import Grievance
from members.models import Chapter
from tests.bench.ground import Ground
from tests.bench.registry import Figure, figure

FEW, MANY = 500, 5_000
PAIRS = """
SELECT count(*) FROM campaigns_grievance a JOIN campaigns_grievance b ON a.id < b.id
WHERE a.chapter_id = %s AND b.chapter_id = %s AND similarity(a.words, b.words) > 0.3
"""


@figure("gather.pairs")
def pairs(ground: Ground) -> Figure:
    """Heaps of five hundred, beside the trigrams of every pair of them."""
    with _heard(FEW) as chapter:
        mine = Grievance.objects.filter(chapter=chapter)
        rounds = [
            (_spent(lambda: proposals(mine)), _spent(lambda: _naive(chapter)))
            for _round in range(ground.rounds)
        ]
    value = statistics.median(ours for ours, _naive_time in rounds)
    ratio = statistics.median(ours / naive for ours, naive in rounds)
    return Figure(
        *("gather.pairs", round(value * 1000), "ms", "pg_trgm on every pair"),
        *(round(ratio, 3), 1.0, ratio <= 1.0, str(FEW), ground.rounds),
    )


@figure("gather.many")
def many(ground: Ground) -> Figure:
    """Heaps of five thousand in one chapter, beside the two seconds one waits without asking."""
    with _heard(MANY) as chapter:
        mine = Grievance.objects.filter(chapter=chapter)
        value = statistics.median(
            _spent(lambda: proposals(mine)) for _round in range(ground.rounds)
        )
    return Figure(
        *("gather.many", round(value * 1000), "ms", "two seconds"),
        *(round(value / 2, 3), 1.0, value <= 2.0, str(MANY), ground.rounds),
    )


class _heard:
    """So many grievances in a chapter of their own, gone when one leaves."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __enter__(self) -> Chapter:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        dice = random.Random(5)
        said = [words for part in ("semblables", "coleres") for words in _sentences(part)]
        chapter = Chapter.objects.create(name="Mesure", slug="mesure-coleres", city="Mesure")
        Grievance.objects.bulk_create(
            Grievance(chapter=chapter, words=f"{dice.choice(said)} {dice.choice(said)}"[:400])
            for _n in range(self.count)
        )
        return chapter

    def __exit__(self, *problem: Any) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)


def _sentences(name: str) -> list[str]:
    return [words for part in sections(name).values() for words in part]


def _spent(ask: Callable[[], object]) -> float:
    start = time.perf_counter()
    ask()
    return time.perf_counter() - start


def _naive(chapter: Chapter) -> None:
    with connection.cursor() as cursor:
        cursor.execute(PAIRS, [chapter.pk, chapter.pk])
        cursor.fetchone()
