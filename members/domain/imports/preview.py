"""Before anything is written: what each row is, and how many of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from psycopg.types.json import Jsonb

from members.domain.imports import choices, sql
from members.domain.imports.copying import copy_into
from members.domain.imports.interpret import interpreter
from members.domain.imports.matching import horizon, match
from members.enums import BatchState, RowDecision, RowVerdict
from members.models import ImportBatch, ImportRow

CHUNK: Final = 2_500
OPEN_STATES: Final = (BatchState.UPLOADED, BatchState.PREVIEWED, BatchState.FAILED)


Progress = Callable[[int, int], None]  # rows done, rows in all


class NotOpen(Exception):
    """The batch is being written, or was: its preview is over."""


@transaction.atomic
def choose(
    *, batch: ImportBatch, mapping: Mapping[str, str], options: Mapping[str, Any]
) -> ImportBatch:
    """Keep the choices of the columns page; the preview must be computed again.

    Raises NotOpen when the batch was applied meanwhile.
    """
    locked = lock(batch)
    if locked.state not in OPEN_STATES:
        raise NotOpen
    locked.mapping, locked.options = dict(mapping), dict(options)
    locked.state, locked.error = BatchState.UPLOADED, ""
    locked.save(update_fields=["mapping", "options", "state", "error"])
    return locked


@transaction.atomic
def compute(*, batch: ImportBatch, progress: Progress | None = None) -> ImportBatch:
    """Read every row by the choices kept and match it. No person is written.

    Decisions already taken on rows whose question did not change are kept. A batch that is not
    waiting for its preview is returned untouched.
    """
    locked = lock(batch)
    if locked.state != BatchState.UPLOADED or not locked.mapping:
        return locked
    read_rows(batch=locked, progress=progress)
    locked.matched_at, locked.matched_from = timezone.now(), horizon()
    match(batch=locked, external_source=choices.external_source_of(locked))
    locked.state, locked.error = BatchState.PREVIEWED, ""
    locked.save(update_fields=["state", "error", "matched_at", "matched_from"])
    return locked


def fail(*, batch: ImportBatch, error: str) -> None:
    """Say that reading stopped; it may be asked again."""
    waiting = ImportBatch.objects.filter(pk=batch.pk, state=BatchState.UPLOADED)
    waiting.update(error=error[:500])


def prepare(
    *, batch: ImportBatch, mapping: Mapping[str, str], options: Mapping[str, Any]
) -> ImportBatch:
    """Keep the choices and compute the preview at once."""
    with transaction.atomic():
        return compute(batch=choose(batch=batch, mapping=mapping, options=options))


def lock(batch: ImportBatch) -> ImportBatch:
    """Hold the batch until the end of the transaction, as it is now."""
    locked: ImportBatch = (
        ImportBatch.objects.select_for_update(of=("self",))
        .select_related("chapter")
        .get(pk=batch.pk)
    )
    return locked


def read_rows(*, batch: ImportBatch, progress: Progress | None = None) -> None:
    """Turn the cells of every row into values, warnings or an error, in a few statements."""
    read = interpreter(choices.plan_of(batch))
    with connection.cursor() as cursor:
        cursor.execute(sql.READINGS)
    last = done = 0
    while rows := _next_rows(batch, last):
        last, done = rows[-1][0], done + len(rows)
        readings = ((number, read(cells)) for number, cells in rows)
        copy_into(
            "import_readings",
            ("number", "values", "warnings", "error"),
            ((n, Jsonb(r.values), Jsonb(r.warnings), r.error) for n, r in readings),
        )
        if progress:
            progress(done, int(batch.reading.get("rows", done)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE import_readings")
        cursor.execute(sql.KEEP_READINGS, {"batch": batch.pk})


def _next_rows(batch: ImportBatch, last: int) -> list[tuple[int, list[str]]]:
    rows = batch.rows.filter(number__gt=last).order_by("number")
    return list(rows.values_list("number", "cells")[:CHUNK])


@dataclass(frozen=True)
class Counts:
    """How many rows of each colour.

    `to_create`, `to_complete` and `to_join` are what applying would do now; `open` are the
    questions without an answer, which would be left aside.
    """

    total: int
    new: int
    same: int
    undecided: int
    twin: int
    error: int
    open: int
    skipped: int
    warned: int
    to_create: int
    to_complete: int
    to_join: int


CREATES: Final = Q(decision=RowDecision.CREATE) | Q(decision="", verdict=RowVerdict.NEW)
COMPLETES: Final = Q(match__isnull=False) & (
    Q(decision=RowDecision.UPDATE) | Q(decision="", verdict=RowVerdict.SAME)
)
JOINS: Final = Q(twin_number__isnull=False) & (
    Q(decision=RowDecision.UPDATE) | Q(decision="", verdict=RowVerdict.TWIN)
)
OPEN: Final = Q(decision="", verdict=RowVerdict.UNDECIDED)


def counts(batch: ImportBatch) -> Counts:
    """Count the rows of a batch, in one query."""
    verdicts = {str(v): Count("pk", filter=Q(verdict=v)) for v in RowVerdict}
    return Counts(
        **batch.rows.aggregate(
            total=Count("pk"),
            **verdicts,
            open=Count("pk", filter=OPEN),
            skipped=Count("pk", filter=Q(decision=RowDecision.SKIP)),
            warned=Count("pk", filter=~Q(warnings=[])),
            to_create=Count("pk", filter=CREATES & ~Q(verdict=RowVerdict.ERROR)),
            to_complete=Count("pk", filter=COMPLETES),
            to_join=Count("pk", filter=JOINS),
        )
    )


@transaction.atomic
def decide(*, batch: ImportBatch, number: int, decision: str) -> ImportRow:
    """Write down what a human says of one row; "" takes the decision back.

    Raises NotOpen when the batch is no longer a preview, ImportRow.DoesNotExist for an unknown
    line, and ValueError for a decision that this row cannot take.
    """
    locked = lock(batch)
    if locked.state not in OPEN_STATES:
        raise NotOpen
    row: ImportRow = locked.rows.select_for_update(of=("self",)).get(number=number)
    if decision not in allowed_decisions(row):
        raise ValueError(decision)
    row.decision = decision
    row.save(update_fields=["decision"])
    return row


def allowed_decisions(row: ImportRow) -> tuple[str, ...]:
    """What a human may say of this row."""
    if row.verdict == RowVerdict.ERROR:
        return ()
    known = row.match_id is not None or row.twin_number is not None
    update = (RowDecision.UPDATE.value,) if known else ()
    return ("", RowDecision.CREATE.value, RowDecision.SKIP.value, *update)


def next_open(batch: ImportBatch, after: int) -> ImportRow | None:
    """The next question without an answer, from the top again after the last."""
    rows: QuerySet[ImportRow] = batch.rows.filter(OPEN).order_by("number")
    return rows.filter(number__gt=after).first() or rows.first()
