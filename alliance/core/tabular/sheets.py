"""Ask another process for the rows of a workbook, and put up with its death."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from alliance.core.tabular.errors import refuse

READER: Final = Path(__file__).with_name("reader.py")
SECONDS: Final = 90


@dataclass(slots=True)
class SheetShape:
    """Which sheet is read, among which."""

    sheet: str
    sheets: list[str]
    hidden: bool


@contextmanager
def open_sheet(
    file: BinaryIO, *, sheet: str | None, max_columns: int
) -> Iterator[tuple[SheetShape, Iterator[tuple[int, list[str]]]]]:
    """Give the shape of a sheet and its (row number, cells); the reader ends with the block."""
    with tempfile.TemporaryFile() as copy:
        _copy(file, copy)
        process = subprocess.Popen(
            [sys.executable, "-I", str(READER), sheet or "", str(max_columns)],
            stdin=copy,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        timer = threading.Timer(SECONDS, process.kill)
        timer.start()
        try:
            lines = _lines(process)
            shape = _shape(next(lines), sheet)
            yield shape, _rows(lines)
        finally:
            timer.cancel()
            process.kill()
            process.communicate()


def _copy(file: BinaryIO, copy: BinaryIO) -> None:
    file.seek(0)
    while chunk := file.read(1 << 18):
        copy.write(chunk)
    copy.seek(0)


def _lines(process: subprocess.Popen[bytes]) -> Iterator[object]:
    """Yield what the process says; its death by a limit (memory, time) is told as a last line."""
    with suppress(ValueError):  # a line cut in the middle
        for line in process.stdout or ():
            yield json.loads(line)
    yield {"error": "bomb" if process.wait() < 0 else "broken"}


def _shape(first: object, wanted: str | None) -> SheetShape:
    match first:
        case {"sheet": str(sheet), "sheets": list(sheets), "hidden": bool(hidden)}:
            return SheetShape(sheet, sheets, hidden)
        case {"error": "sheet"}:
            raise refuse("sheet", sheet=wanted)
        case {"error": ("empty" | "encrypted" | "bomb") as case}:
            raise refuse(case)
    raise refuse("broken")


def _rows(lines: Iterator[object]) -> Iterator[tuple[int, list[str]]]:
    for line in lines:
        match line:
            case [int(number), list(cells)]:
                yield number, cells
            case {"end": True}:
                return
            case {"error": "bomb"}:
                raise refuse("bomb")
            case _:
                break
    raise refuse("broken")
