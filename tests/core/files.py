"""Files as people drop them, built in code."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from alliance.core.tabular import Table, TabularError, open_table


def dropped(data: bytes | str, name: str = "liste.csv", **limits: Any) -> Table:
    """Open bytes as the dropped file they are."""
    raw = data.encode() if isinstance(data, str) else data
    return open_table(io.BytesIO(raw), name=name, **limits)


def refused(data: bytes | str, name: str = "liste.csv", **limits: Any) -> TabularError:
    """Open bytes that must be refused, and return the error."""
    try:
        dropped(data, name, **limits)
    except TabularError as error:
        return error
    raise AssertionError("the file was accepted")


def cells(table: Table) -> list[list[str]]:
    """Return the cells of all the rows."""
    return [row.cells for row in table.rows()]


def workbook(sheets: dict[str, Sequence[Sequence[Any]]], hidden: Sequence[str] = ()) -> bytes:
    """Build an .xlsx of these sheets."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"default_date_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return target.getvalue()


def rezipped(data: bytes, changes: dict[str, bytes]) -> bytes:
    """Rebuild a zip with some of its entries replaced or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", 8) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, content in changes.items():
            new.writestr(name, content)
    return target.getvalue()
