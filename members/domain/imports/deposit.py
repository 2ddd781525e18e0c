"""Take a dropped file in: read it whole, keep its cells as rows. No person is touched."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import BinaryIO, Final

from django.conf import settings
from django.db import connection, transaction
from psycopg.types.json import Jsonb

from alliance.core.tabular import Table, TabularError, open_table
from alliance.journal.domain import record
from members.domain.imports.copying import copy_models
from members.enums import BatchState
from members.models import Chapter, ImportBatch, ImportRow, User

__all__ = ["AlreadyDropped", "TabularError", "deposit"]

DIGEST_CHUNK: Final = 1 << 20


class AlreadyDropped(Exception):
    """The same file was dropped before in this chapter; `batch` is what became of it."""

    def __init__(self, batch: ImportBatch) -> None:
        super().__init__(batch.file_name)
        self.batch = batch


def deposit(
    *,
    file: BinaryIO,
    file_name: str,
    chapter: Chapter,
    actor: User | None,
    sheet: str = "",
    again: bool = False,
) -> ImportBatch:
    """Read a file and keep its rows; nothing else is written, and the file itself is not kept.

    Limits are the settings IMPORT_MAX_BYTES (bytes) and IMPORT_MAX_ROWS. Raises TabularError,
    whose text is the sentence to show, and AlreadyDropped when the chapter knows this very file,
    unless `again`. Two drops at the same moment make one batch.
    """
    digest = _digest(file)
    with open_table(
        file,
        name=file_name,
        sheet=sheet or None,
        max_bytes=settings.IMPORT_MAX_BYTES,
        max_rows=settings.IMPORT_MAX_ROWS,
    ) as table:
        return _keep(table, digest, chapter, actor, again)


def _digest(file: BinaryIO) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(DIGEST_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


@transaction.atomic
def _keep(
    table: Table, digest: str, chapter: Chapter, actor: User | None, again: bool
) -> ImportBatch:
    _wait_turn(digest)
    if not again and (earlier := _earlier(chapter, digest, table.sheet)):
        raise AlreadyDropped(earlier)
    batch = ImportBatch.objects.create(
        chapter=chapter,
        created_by=actor,
        file_name=table.name[:200],
        file_sha256=digest,
        sheet=table.sheet[:100],
        reading=_reading(table),
        header=table.header,
    )
    copy_models(ImportRow, ("batch", "number", "cells"), _rows(table, batch))
    detail = {"rows": table.row_count}
    record(verb="import.dropped", actor=actor, subject=batch, chapter_id=chapter.pk, detail=detail)
    return batch


def _wait_turn(digest: str) -> None:
    """Let two drops of one file pass one after the other, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [digest])


def _earlier(chapter: Chapter, digest: str, sheet: str) -> ImportBatch | None:
    same = ImportBatch.objects.filter(chapter=chapter, file_sha256=digest, sheet=sheet[:100])
    found: ImportBatch | None = same.exclude(state=BatchState.UNDONE).order_by("-pk").first()
    return found


def _reading(table: Table) -> dict[str, object]:
    return {
        "kind": table.kind,
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "sheets": table.sheets,
        "header_line": table.header_line,
        "rows": table.row_count,
        "notices": [notice.message for notice in table.notices],
    }


def _rows(table: Table, batch: ImportBatch) -> Iterator[tuple[int, int, Jsonb]]:
    for row in table.rows():
        yield batch.pk, row.line, Jsonb(row.cells)
