"""Short ways to drop, preview and apply a table in a test."""

from __future__ import annotations

import io
from typing import Any

from members.domain.imports import apply, choices, deposit, preview
from members.models import Chapter, ImportBatch, ImportRow, User
from tests.members.imports.messy import as_csv


def dropped(
    chapter: Chapter, data: bytes | str, name: str = "liste.csv", **more: Any
) -> ImportBatch:
    """Drop bytes as a file."""
    raw = data.encode() if isinstance(data, str) else data
    return deposit.deposit(
        file=io.BytesIO(raw), file_name=name, chapter=chapter, actor=None, **{"again": True, **more}
    )


def previewed(
    chapter: Chapter,
    data: bytes | str,
    *,
    columns: dict[str, str] | None = None,
    name: str = "liste.csv",
    **options: Any,
) -> ImportBatch:
    """Drop a file and preview it with the guessed columns, changed by `columns` and `options`."""
    batch = dropped(chapter, data, name)
    guess = choices.guess(batch)
    mapping = {c.header: c.field for c in guess.columns if c.field} | (columns or {})
    defaults = {"name_order": guess.name_order, "day_first": guess.day_first}
    return preview.prepare(batch=batch, mapping=mapping, options=defaults | options)


def imported(
    chapter: Chapter, data: bytes | str, *, actor: User | None = None, **more: Any
) -> ImportBatch:
    """Drop, preview and apply a file."""
    return apply.apply(batch=previewed(chapter, data, **more), actor=actor)


def table(header: str, *rows: str) -> bytes:
    """A CSV from « Nom;Prénom » and lines written the same way."""
    return as_csv([row.split(";") for row in rows], header.split(";"))


def row_of(batch: ImportBatch, number: int) -> ImportRow:
    """A row by its line in the file."""
    return batch.rows.get(number=number)


def verdicts(batch: ImportBatch) -> list[str]:
    """The verdict of each row, in the order of the file."""
    return list(batch.rows.order_by("number").values_list("verdict", flat=True))
