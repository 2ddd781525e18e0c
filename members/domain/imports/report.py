"""After the writing: what was done, row by row, and what is left to take up again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from members.domain.imports.preview import OPEN
from members.domain.imports.showing import RESULTS, TO_RETRY
from members.enums import RowDecision, RowVerdict
from members.models import ImportBatch, ImportRow

STREAMED = 2_000


@dataclass(frozen=True)
class Outcome:
    """How many rows did what; `stayed` counts what undoing had to leave."""

    created: int
    completed: int
    unchanged: int
    joined: int
    kept: int
    left: int
    error: int
    stayed: int

    @property
    def to_retry(self) -> int:
        """Rows that entered nowhere."""
        return self.left + self.error


def outcome(batch: ImportBatch) -> Outcome:
    """Count what an applied batch did, in one query."""
    wanted = {name: Count("pk", filter=condition) for name, condition in RESULTS.items()}
    return Outcome(**batch.rows.aggregate(**wanted))


def error_header(batch: ImportBatch) -> list[str]:
    """The columns of the file of what is left: those of the file itself, then why."""
    return [*batch.header, _("Ligne du fichier"), _("Pourquoi")]


def error_rows(batch: ImportBatch) -> Iterator[list[object]]:
    """The rows that entered nowhere, as they were in the file, so that they can be mended there."""
    width = len(batch.header)
    rows = batch.rows.filter(TO_RETRY).order_by("number")
    for row in rows.iterator(chunk_size=STREAMED):
        yield [*row.cells[:width], row.number, why_left(row)]


def why_left(row: ImportRow) -> str:
    """Why a row entered nowhere."""
    if row.verdict == RowVerdict.ERROR:
        return row.reason
    if row.decision == RowDecision.SKIP:
        return _("Laissée de côté.")
    if row.verdict == RowVerdict.TWIN:
        told = _("Même personne que la ligne %(number)s, laissée de côté.")
        return told % {"number": row.twin_number}
    return _("À décider : %(why)s") % {"why": row.reason}


def open_questions(batch: ImportBatch) -> int:
    """How many rows still wait for a decision."""
    return batch.rows.filter(OPEN).count()
