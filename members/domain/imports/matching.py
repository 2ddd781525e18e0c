"""Find each row of a batch among the people of its chapter, and among the earlier rows.

PostgreSQL proposes (`sql`), `likeness` judges each pair, and one UPDATE writes the verdicts: the
number of queries does not depend on the number of rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.utils.translation import gettext as _

from members.domain.imports import sql
from members.domain.imports.copying import copy_into
from members.domain.imports.likeness import Judgement, Shared, Someone, judge
from members.enums import RowVerdict
from members.models import ImportBatch

CHUNK: Final = 5_000
# Longer ago, whether it still holds is not asked: a restored database counts its transactions anew.
TRUSTED: Final = timedelta(hours=1)
VERDICT_COLUMNS: Final = ("number", "verdict", "reason", "match_id", "twin_number")


@dataclass(frozen=True)
class Verdict:
    """What a row is, why, and whom or which line it is matched with."""

    verdict: RowVerdict
    reason: str
    match_id: int | None = None
    twin_number: int | None = None


@dataclass
class Candidates:
    """The judgements on one row: people known, and earlier rows of the file."""

    known: list[tuple[Judgement, int]] = field(default_factory=list)
    twins: list[tuple[Judgement, int]] = field(default_factory=list)


@transaction.atomic
def match(*, batch: ImportBatch, external_source: str) -> None:
    """Give every readable row of a batch its verdict; decisions on unchanged questions are kept.

    A dozen queries whatever the size; the pairs are judged by chunks, so memory stays flat.
    """
    wanted: dict[str, Any] = {
        "batch": batch.pk,
        "chapter": batch.chapter_id,
        "source": external_source,
    }
    with connection.cursor() as cursor:
        for statement in (sql.SIDE, *sql.KNOWN, sql.TWINS):
            cursor.execute(statement, wanted)
    referee = Referee()
    for start, end in _ranges():
        rows = _candidates(start, end)
        verdicts = ((number, referee.decide(number, found)) for number, found in rows)
        copy_into(
            "import_verdicts",
            VERDICT_COLUMNS,
            [
                (number, str(v.verdict), v.reason, v.match_id, v.twin_number)
                for number, v in verdicts
                if v is not None
            ],
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE import_verdicts")
        cursor.execute(sql.SETTLE, wanted)


def horizon() -> int:
    """The oldest transaction that is not over: what is written from now on is no older."""
    with connection.cursor() as cursor:
        cursor.execute(sql.HORIZON)
        return int(cursor.fetchone()[0])


def is_fresh(batch: ImportBatch, *, now: datetime) -> bool:
    """Whether matching once more would say the same: nobody touched these people since."""
    if batch.matched_at is None or batch.matched_from is None:
        return False
    if not timedelta() <= now - batch.matched_at < TRUSTED:
        return False
    wanted = {
        "horizon": batch.matched_from,
        "chapter": batch.chapter_id,
        "batch": batch.pk,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql.TOUCHED, wanted)
        return not cursor.fetchone()[0]


def _ranges() -> Iterator[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(number), 0) FROM import_side")
        last = cursor.fetchone()[0]
    for start in range(0, last, CHUNK):
        yield start, start + CHUNK


def _candidates(start: int, end: int) -> list[tuple[int, Candidates]]:
    found: dict[int, Candidates] = defaultdict(Candidates)
    for row in _rows(sql.KNOWN_OF, start, end):
        number, person, first, last, usual, born, archived = row[:7]
        known = Someone(first, last, usual, born, archived)
        judgement = judge(Someone(*row[12:]), known, Shared(*row[7:12]))
        if judgement:
            found[number].known.append((judgement, person))
    for row in _rows(sql.TWINS_OF, start, end):
        number, twin, first, last, usual, born = row[:6]
        earlier = Someone(first, last, usual, born)
        judgement = judge(Someone(*row[12:]), earlier, Shared(*row[6:11]))
        if row[11]:
            judgement = Judgement(RowVerdict.SAME, _("Ligne identique."), 100)
        if judgement:
            found[number].twins.append((judgement, twin))
    return sorted(found.items())


def _rows(statement: str, start: int, end: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [start, end])
        return cursor.fetchall()


class Referee:
    """Decide rows in the order of the file, remembering which line stands for whom."""

    def __init__(self) -> None:
        self.heads: dict[int, int] = {}  # twin → the line it joins
        self.lines: dict[int, int] = {}  # person known → the first line that is surely hers

    def decide(self, number: int, found: Candidates) -> Verdict | None:
        """The verdict on one row, or None when it is simply new."""
        verdict = self._twin(found) or self._same(number, found) or self._doubt(found)
        if verdict and verdict.verdict == RowVerdict.TWIN and verdict.twin_number:
            self.heads[number] = verdict.twin_number
        return verdict or self._hint(found)

    def _twin(self, found: Candidates) -> Verdict | None:
        best = _best(found.twins, RowVerdict.SAME)
        return self._joined(best[0][1], best[0][0].reason) if best else None

    def _joined(self, twin: int, reason: str) -> Verdict:
        return Verdict(RowVerdict.TWIN, reason, twin_number=self.heads.get(twin, twin))

    def _same(self, number: int, found: Candidates) -> Verdict | None:
        best = _best(found.known, RowVerdict.SAME)
        if not best:
            return None
        judgement, person = best[0]
        if len(best) > 1:
            reason = _("Plusieurs fiches lui ressemblent autant. %(why)s")
            return Verdict(RowVerdict.UNDECIDED, reason % {"why": judgement.reason}, person)
        if person in self.lines:
            return self._joined(self.lines[person], judgement.reason)
        self.lines[person] = number
        return Verdict(RowVerdict.SAME, judgement.reason, person)

    def _doubt(self, found: Candidates) -> Verdict | None:
        if best := _best(found.known, RowVerdict.UNDECIDED):
            return Verdict(RowVerdict.UNDECIDED, best[0][0].reason, best[0][1])
        if best := _best(found.twins, RowVerdict.UNDECIDED):
            twin = self.heads.get(best[0][1], best[0][1])
            return Verdict(RowVerdict.UNDECIDED, best[0][0].reason, twin_number=twin)
        return None

    def _hint(self, found: Candidates) -> Verdict | None:
        best = _best(found.known, RowVerdict.NEW) or _best(found.twins, RowVerdict.NEW)
        return Verdict(RowVerdict.NEW, best[0][0].reason) if best else None


def _best(judged: list[tuple[Judgement, int]], verdict: RowVerdict) -> list[tuple[Judgement, int]]:
    """The heaviest judgements of this verdict: several when they weigh the same."""
    fit = [(judgement, who) for judgement, who in judged if judgement.verdict == verdict]
    top = max((judgement.weight for judgement, _who in fit), default=0)
    return [(judgement, who) for judgement, who in fit if judgement.weight == top]
