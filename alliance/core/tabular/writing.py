"""Write tables that French spreadsheet programs open at a double click, and that cannot bite."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import IO, Final

import xlsxwriter

from alliance.core.tabular.cells import safe_cell

CSV_CONTENT_TYPE: Final = "text/csv; charset=utf-8"
XLSX_CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_CELL: Final = 32_767
MAX_WIDTH: Final = 50
MAX_SHEET_NAME: Final = 31


def write_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Yield the file piece by piece: UTF-8 with its mark, `;`, CRLF, formulas disarmed.

    Fit for a streaming response; rows are pulled one at a time. Decimals get a comma, dates stay
    ISO.
    """
    yield b"\xef\xbb\xbf"
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([safe_cell(name) for name in header])
    for row in rows:
        writer.writerow([safe_cell(_plain(value)) for value in row])
        if buffer.tell() > 1 << 15:
            yield _drain(buffer)
    yield _drain(buffer)


def _drain(buffer: io.StringIO) -> bytes:
    data = buffer.getvalue().encode("utf-8", errors="replace")
    buffer.seek(0)
    buffer.truncate()
    return data


def _plain(value: object) -> object:
    if isinstance(value, Decimal | float):
        return str(value).replace(".", ",")
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return value


def write_xlsx(
    target: IO[bytes],
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    sheet: str = "Liste",
) -> int:
    """Write a workbook of one sheet into a file, in constant memory; return its row count.

    Numbers, dates and booleans stay what they are; every text is written as text, never as a
    formula or a link, with the same apostrophe as in CSV so that saving it again as CSV is safe
    too.
    """
    book = xlsxwriter.Workbook(target, {"constant_memory": True, "remove_timezone": True})
    formats = _formats(book)
    page = book.add_worksheet(_sheet_name(sheet))
    page.freeze_panes(1, 0)
    for column, name in enumerate(header):
        page.set_column(column, column, min(MAX_WIDTH, max(12, len(str(name)) + 2)))
        page.write_string(0, column, safe_cell(name)[:MAX_CELL], formats["header"])
    count = 0
    for count, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _write_cell(page, count, column, value, formats)
    page.autofilter(0, 0, count, max(0, len(header) - 1))
    book.close()
    return count


def _formats(book: xlsxwriter.Workbook) -> dict[str, xlsxwriter.format.Format]:
    return {
        "header": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        "date": book.add_format({"num_format": "dd/mm/yyyy"}),
        "moment": book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
        "text": book.add_format({"num_format": "@"}),
    }


def _write_cell(
    page: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    value: object,
    formats: dict[str, xlsxwriter.format.Format],
) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime.datetime):
        page.write_datetime(row, column, value, formats["moment"])
    elif isinstance(value, datetime.date):
        page.write_datetime(row, column, value, formats["date"])
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        page.write_number(row, column, value)
    else:
        page.write_string(row, column, safe_cell(value)[:MAX_CELL], formats["text"])


def _sheet_name(name: str) -> str:
    kept = "".join(" " if letter in "[]:*?/\\" else letter for letter in name).strip(" '")
    return kept[:MAX_SHEET_NAME] or "Liste"
