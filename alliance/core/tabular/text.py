"""Read delimited text as spreadsheets write it: encodings, separators, quotes, line numbers."""

from __future__ import annotations

import codecs
import csv
import io
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from alliance.core.tabular.errors import Notice, refuse
from alliance.core.tabular.kinds import HEAD_BYTES, UTF16_MARKS, utf16_without_mark

DELIMITERS: Final = (";", "\t", ",", "|")
SNIFFED_ROWS: Final = 60
# Excel announces its separator in a first line of its own: « sep=; ».
ANNOUNCED = re.compile(r'\ufeff?"?sep=(?P<delimiter>[;,|\t])"?[;,|\t]*\r?\n?', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TextShape:
    """How a text file is written."""

    encoding: str
    delimiter: str
    announced: bool = False


def sniff_text(file: BinaryIO) -> TextShape:
    """Return the encoding and the separator of a text table."""
    encoding = detect_encoding(file)
    file.seek(0)
    sample = file.read(HEAD_BYTES).decode(encoding, errors="replace").replace("\x00", "")
    if match := ANNOUNCED.match(sample):
        return TextShape(encoding, match["delimiter"], announced=True)
    return TextShape(encoding, detect_delimiter(sample))


def detect_encoding(file: BinaryIO) -> str:
    """UTF-8 (with or without mark), else UTF-16, else what Windows writes in France.

    A UTF-8 file with a few broken bytes stays UTF-8: read as cp1252, every accent would be lost.
    """
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if head.startswith(UTF16_MARKS):
        return "utf-16"
    if codec := utf16_without_mark(head):
        return codec
    good, bad = _count_utf8(file)
    return "utf-8-sig" if bad == 0 or bad * 10 < good else "cp1252"


def _count_utf8(file: BinaryIO) -> tuple[int, int]:
    """Count accented letters that are valid UTF-8, and bytes that are not."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
    good = bad = 0
    while True:
        chunk = file.read(1 << 18)
        text = decoder.decode(chunk, final=not chunk)
        if not text.isascii():
            broken = text.count("\ufffd")
            bad += broken
            good += sum(1 for letter in text if letter > "\x7f") - broken
        if not chunk:
            return good, bad


def detect_delimiter(sample: str) -> str:
    """Return the separator that cuts the most rows into the same number of cells."""
    return max(DELIMITERS, key=lambda delimiter: _regularity(sample, delimiter))


def _regularity(sample: str, delimiter: str) -> float:
    """Grow with the share of rows of one width and with that width; 0 when nothing is cut."""
    rows = [row for row in _first_rows(sample, delimiter) if any(cell.strip() for cell in row)]
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0.0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    # A quote alone in its cell: this separator cuts through quoted cells.
    torn = sum(any(cell.count('"') % 2 for cell in row) for row in rows)
    return (count - torn * 0.9) / len(rows) * math.log2(1 + width)


def _first_rows(sample: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    with suppress(csv.Error):
        for row in reader:
            rows.append(row)
            if len(rows) == SNIFFED_ROWS:
                return rows
    # The sample may cut the last row in two.
    return rows[:-1] if len(sample) >= HEAD_BYTES and len(rows) > 1 else rows


def read_text_rows(
    file: BinaryIO, shape: TextShape, notices: dict[str, Notice]
) -> Iterator[tuple[int, list[str]]]:
    """Yield (line where the row starts, cells); refuse an unclosed quote or a huge cell."""
    file.seek(0)
    lent = io.BufferedReader(_Unclosable(file), 1 << 16)
    text = io.TextIOWrapper(lent, shape.encoding, errors="replace", newline="")
    lines = _Lines(text, notices)
    try:
        yield from _read(lines, shape)
    finally:
        text.detach()


def _read(lines: _Lines, shape: TextShape) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(lines, delimiter=shape.delimiter)
    start, last = 1, 1
    try:
        for row in reader:
            start, last = last, reader.line_num + 1
            if shape.announced and start == 1:
                continue
            yield start, row
    except csv.Error as trouble:
        raise refuse("cell", line=last) from trouble
    if lines.quotes % 2 and last - start > 1:
        raise refuse("quote", line=start)


class _Lines:
    """The lines of a text without NULs, counting quotes: an odd total betrays one left open."""

    def __init__(self, text: Iterable[str], notices: dict[str, Notice]) -> None:
        self.text = text
        self.notices = notices
        self.quotes = 0

    def __iter__(self) -> Iterator[str]:
        for number, line in enumerate(self.text, start=1):
            self.quotes += line.count('"')
            clean = line
            if "\x00" in line:
                clean = line.replace("\x00", "")
                self.notices.setdefault("nul", Notice("nul")).add(number)
            if "\ufffd" in line:
                notice = self.notices.setdefault("bad-characters", Notice("bad-characters"))
                notice.add(number)
            yield clean


class _Unclosable(io.RawIOBase):
    """Lend a file to TextIOWrapper without giving it away."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        chunk = self.file.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)
