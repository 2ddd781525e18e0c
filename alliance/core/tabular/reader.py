"""Read a workbook in a process of its own, under limits, and print its rows as JSON lines.

A workbook may announce a cell in the last row and the last column: the library then asks for 17
billion cells and the process dies. So this file is run by itself (`python reader.py sheet
max_columns < workbook`), it imports nothing of the house, and what dies is only this process.

Output: `{"sheets": […], "sheet": "…", "hidden": false}`, then `[line, [cells…]]` for each row
that holds something, then `{"end": true}`; or `{"error": "encrypted" | "broken" | "sheet" |
"empty"}`.
"""

from __future__ import annotations

import datetime
import io
import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import python_calamine as calamine

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

MEMORY_BYTES = 1 << 30
CPU_SECONDS = 60


def limit_resources() -> None:
    """Cap memory and processor time, where the system knows how."""
    if resource is None:
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def cell_text(value: object) -> str:
    """Write a cell as a human would type it: no `.0`, ISO dates, « oui » and « non »."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, datetime.datetime):
        return _moment_text(value)
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    if isinstance(value, datetime.timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return str(value)


def _number_text(value: float) -> str:
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value)


def _moment_text(value: datetime.datetime) -> str:
    if value.time() == datetime.time():
        return value.date().isoformat()
    return value.strftime("%Y-%m-%d %H:%M")


def filled_rows(sheet: Any, max_columns: int) -> Iterator[tuple[int, list[str]]]:
    """Yield (row number, cells) of the rows that hold something, without blank ends."""
    left = [""] * (sheet.start[1] if sheet.start else 0)
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = [cell_text(value) if value != "" else "" for value in values]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            # One cell beyond the limit is enough for the reader of these lines to refuse.
            yield number, (left + cells)[: max_columns + 1]


def choose_sheet(workbook: Any, wanted: str) -> tuple[Any, bool] | None:
    """Return the sheet asked for, else the first visible table, else any that holds data."""
    visible = calamine.SheetVisibleEnum.Visible
    sheets = [
        sheet for sheet in workbook.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet
    ]
    if wanted:
        found = next((sheet for sheet in sheets if sheet.name == wanted), None)
        return (workbook.get_sheet_by_name(wanted), found.visible != visible) if found else None
    fallback = None
    for metadata in sorted(sheets, key=lambda sheet: sheet.visible != visible):
        sheet = workbook.get_sheet_by_name(metadata.name)
        if sheet.height > 1 and sheet.width > 1:
            return sheet, metadata.visible != visible
        if fallback is None and sheet.height:
            fallback = sheet, metadata.visible != visible
    return fallback


def dump(workbook: Any, wanted: str, max_columns: int) -> Iterator[object]:
    """Yield what is printed, line by line."""
    chosen = choose_sheet(workbook, wanted)
    if chosen is None:
        yield {"error": "sheet" if wanted else "empty"}
        return
    sheet, hidden = chosen
    yield {"sheets": list(workbook.sheet_names), "sheet": sheet.name, "hidden": hidden}
    yield from filled_rows(sheet, max_columns)
    yield {"end": True}


def main() -> None:
    """Read the workbook on standard input."""
    limit_resources()
    wanted, max_columns = sys.argv[1], int(sys.argv[2])
    try:
        workbook = calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read()))
        for line in dump(workbook, wanted, max_columns):
            sys.stdout.write(json.dumps(line, separators=(",", ":")) + "\n")
    except calamine.PasswordError:
        sys.stdout.write('{"error": "encrypted"}\n')
    except (calamine.CalamineError, ValueError, OverflowError, OSError, MemoryError):
        sys.stdout.write('{"error": "broken"}\n')
    sys.stdout.flush()


if __name__ == "__main__":
    main()
