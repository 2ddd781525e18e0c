"""Open a dropped file as a table: what it is, its columns, its rows, and what to tell about it."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from types import TracebackType
from typing import BinaryIO, Final, NamedTuple, Self

from django.conf import settings

from alliance.core.tabular.cells import clean_cell
from alliance.core.tabular.errors import Notice, refuse
from alliance.core.tabular.headers import LOOK_AHEAD, Header, column_names, find_header
from alliance.core.tabular.kinds import Kind, detect_kind
from alliance.core.tabular.sheets import open_sheet
from alliance.core.tabular.text import read_text_rows, sniff_text

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 300
SPOOL_BYTES: Final = 4 * 1024 * 1024
WORKBOOK_SUFFIXES: Final = (".xlsx", ".xlsm", ".xls", ".ods")


class Row(NamedTuple):
    """One row: its line in the file (from 1), a cell per column, those beyond the header."""

    line: int
    cells: list[str]
    extra: list[str]


class Table:
    """A table read whole, kept aside on disk: iterate `rows()` at will, then close it."""

    kind: Kind
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: list[str]
    header: list[str]
    header_line: int
    row_count: int = 0

    def __init__(self, name: str) -> None:
        self.name = name
        self.sheets = []
        self._notices: dict[str, Notice] = {}
        # Closed by close(), which `with` calls.
        self._spool = tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES)  # noqa: SIM115

    @property
    def notices(self) -> list[Notice]:
        """What was read anyway, but should be told."""
        return list(self._notices.values())

    def rows(self) -> Iterator[Row]:
        """Yield the rows in order; memory stays flat."""
        self._spool.seek(0)
        for line in self._spool:
            yield Row(*json.loads(line))

    def dicts(self) -> Iterator[dict[str, str]]:
        """Yield each row as {column name: cell}."""
        for row in self.rows():
            yield dict(zip(self.header, row.cells, strict=True))

    def close(self) -> None:
        """Forget the rows."""
        self._spool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def notice(self, code: str, line: int | None = None, count: int = 1) -> None:
        """Remember something to tell."""
        self._notices.setdefault(code, Notice(code)).add(line, count)

    def fill(
        self, rows: Iterable[tuple[int, list[str]]], *, max_rows: int, max_columns: int
    ) -> None:
        """Find the header, then keep every row after it, or raise TabularError."""
        source = _filled_rows(rows, max_columns)
        first = list(islice(source, LOOK_AHEAD))
        header = self._take_header(first, max_columns)
        for line, cells in chain(first[header.rows :], source):
            self.row_count += 1
            if self.row_count > max_rows:
                raise refuse("rows", limit=f"{max_rows:,}".replace(",", "\u202f"))
            self._keep(line, cells)
        if not self.row_count:
            raise refuse("no-rows")

    def _take_header(self, first: list[tuple[int, list[str]]], max_columns: int) -> Header:
        if not first:
            raise refuse("empty")
        header = find_header(first)
        if header is None:
            raise refuse("no-header")
        self.header = column_names(header.cells, [cells for _, cells in first[header.rows :]])
        if len(self.header) > max_columns:
            raise refuse("columns", limit=max_columns)
        self.header_line = header.line
        if header.titles:
            self.notice("title-rows", count=header.titles)
        if header.two_lines:
            self.notice("two-line-header")
        return header

    def _keep(self, line: int, cells: list[str]) -> None:
        width = len(self.header)
        extra = [cell for cell in cells[width:] if cell]
        if extra:
            self.notice("extra-cells", line)
        kept = cells[:width] + [""] * (width - len(cells))
        self._spool.write(json.dumps((line, kept, extra), separators=(",", ":")).encode() + b"\n")


def open_table(
    file: BinaryIO,
    *,
    name: str = "",
    max_bytes: int | None = None,
    max_rows: int | None = None,
    max_columns: int | None = None,
    sheet: str | None = None,
) -> Table:
    """Read a dropped file (CSV, .xlsx, .ods, .xls) whole; return its Table or raise TabularError.

    `file` must be seekable (an upload is); it is neither changed nor closed. Its content decides
    what it is, its `name` only serves to tell. Limits come from the settings TABULAR_MAX_BYTES
    (bytes), TABULAR_MAX_ROWS and TABULAR_MAX_COLUMNS when not given. Memory stays flat for CSV; a
    workbook is read by another process.
    """
    limit = _limit(max_bytes, "TABULAR_MAX_BYTES", MAX_BYTES)
    size = file.seek(0, os.SEEK_END) or file.tell()
    if size == 0:
        raise refuse("empty")
    if size > limit:
        raise refuse("too-big", size=-(-size >> 20), limit=limit >> 20)
    table = Table(name)
    try:
        columns = _limit(max_columns, "TABULAR_MAX_COLUMNS", MAX_COLUMNS)
        with _source(table, file, size, sheet, columns) as rows:
            rows_limit = _limit(max_rows, "TABULAR_MAX_ROWS", MAX_ROWS)
            table.fill(rows, max_rows=rows_limit, max_columns=columns)
    except BaseException:
        table.close()
        raise
    return table


def _limit(given: int | None, setting: str, default: int) -> int:
    return given if given is not None else int(getattr(settings, setting, default))


@contextmanager
def _source(
    table: Table, file: BinaryIO, size: int, sheet: str | None, max_columns: int
) -> Iterator[Iterator[tuple[int, list[str]]]]:
    """Give the raw rows of the file, and note on the table how it is written."""
    table.kind, errors = detect_kind(file, size)
    if errors:
        table.notice("error-cells", count=errors)
    if table.kind == "csv":
        if table.name.lower().endswith(WORKBOOK_SUFFIXES):
            table.notice("renamed")
        shape = sniff_text(file)
        table.encoding, table.delimiter = shape.encoding, shape.delimiter
        yield read_text_rows(file, shape, table._notices)
        return
    with open_sheet(file, sheet=sheet, max_columns=max_columns) as (found, rows):
        table.sheet, table.sheets = found.sheet, found.sheets
        if found.hidden:
            table.notice("hidden-sheet")
        yield rows


def _filled_rows(
    rows: Iterable[tuple[int, list[str]]], max_columns: int
) -> Iterator[tuple[int, list[str]]]:
    """Yield rows that hold something, cleaned, without blank cells at their end."""
    for line, raw in rows:
        cells = [clean_cell(cell) for cell in raw]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > max_columns:
            raise refuse("columns", limit=max_columns)
        if cells:
            yield line, cells
