"""Find the header of a table by plain rules, and give each column one clear name.

The header is the first *wide* row: one that fills at least half as many cells as the fullest row
near it (titles above a table fill one or two). It must read as labels; a wide row holding a phone
number or an address means that the header is missing. A row of group titles (merged cells) is
skipped or joined to the line below it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

LOOK_AHEAD: Final = 60
MAX_LABEL: Final = 300

Cells = list[str]

DATA_CELL = re.compile(
    r"""
      [^@\s]+@[^@\s]+\.[^@\s]+                         # an e-mail address
    | [+(]?\d[\d\s().\-/+]{6,}                         # a phone number
    | \d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T].*)?       # a date
    | (?!(?:19|20)\d\d\b)-?\d+(?:[.,]\d+)?(?:\s?[€%])? # a number that is not a year
    | https?://\S+
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header is, and its cells as written; `rows` counts the rows up to its end."""

    cells: Cells
    line: int
    rows: int
    titles: int
    two_lines: bool = False


def find_header(rows: list[tuple[int, Cells]]) -> Header | None:
    """Return the header among the first filled rows of a file, or None when there is none."""
    for index, (line, cells) in enumerate(rows):
        if not _is_wide(cells, rows[index + 1 :]):
            continue
        if not _all_labels(cells):
            return None
        return _with_next_line(rows, index, line, cells)
    return None


def _filled(cells: Cells) -> list[int]:
    return [index for index, cell in enumerate(cells) if cell.strip()]


def _is_wide(cells: Cells, below: list[tuple[int, Cells]]) -> bool:
    fullest = max((len(_filled(other)) for _, other in below[:20]), default=0)
    filled = len(_filled(cells))
    return filled >= 1 and filled * 2 >= fullest


def _all_labels(cells: Cells) -> bool:
    return all(_is_label(cells[index]) for index in _filled(cells))


def _is_label(cell: str) -> bool:
    text = cell.strip().replace("\xa0", " ")
    return (
        len(text) <= MAX_LABEL and not DATA_CELL.fullmatch(text) and any(c.isalnum() for c in text)
    )


def _with_next_line(rows: list[tuple[int, Cells]], index: int, line: int, cells: Cells) -> Header:
    plain = Header(cells, line, index + 1, titles=index)
    if index + 2 >= len(rows) or not _all_labels(rows[index + 1][1]):
        return plain
    next_line, below = rows[index + 1]
    above, under = set(_filled(cells)), set(_filled(below))
    gaps = set(range(max(above | under) + 1)) - above
    data = [_filled(other) for _, other in rows[index + 2 : index + 12]]
    if not gaps or not gaps <= under or _has_no_data(data, gaps):
        return plain
    if len(above) * 3 <= len(under) * 2 and _data_differs(rows[index + 2 :], below):
        return Header(below, next_line, index + 2, titles=index + 1)
    # Labels merged downwards leave the second line blank, but for the start of each group.
    if all(column in gaps or column + 1 in gaps for column in under):
        joined = [_at(below, i) or _at(cells, i) for i in range(max(above | under) + 1)]
        return Header(joined, line, index + 2, titles=index, two_lines=True)
    return plain


def _has_no_data(data: list[list[int]], columns: set[int]) -> bool:
    return not any(columns & set(filled) for filled in data)


def _data_differs(rows: list[tuple[int, Cells]], labels: Cells) -> bool:
    """True when some column holds data (a phone, a date…) under what would be its label."""
    return any(
        index < len(labels) and labels[index].strip() and not _is_label(cells[index])
        for _, cells in rows[:20]
        for index in _filled(cells)
    )


def _at(cells: Cells, index: int) -> str:
    return cells[index].strip() if index < len(cells) else ""


def column_names(header: Cells, rows: list[Cells]) -> list[str]:
    """Return clean, unique names: « Téléphone », « Téléphone (2) », « Colonne C ».

    Columns beyond the header exist only when at least half of the rows fill them.
    """
    width = (_filled(header) or [-1])[-1] + 1
    reach = [(_filled(row) or [-1])[-1] + 1 for row in rows]
    while reach and sum(1 for end in reach if end > width) * 2 >= len(reach):
        width += 1
    # Not translated: a remembered choice of columns finds them again by these names.
    names: list[str] = []
    taken: set[str] = set()
    for index in range(width):
        name = _unique(_label(_at(header, index)) or f"Colonne {column_letter(index)}", taken)
        taken.add(name.casefold())
        names.append(name)
    return names


def _label(cell: str) -> str:
    """Fold new lines and odd spaces, drop invisible characters."""
    kept = "".join(
        " " if c.isspace() else c for c in cell if c.isspace() or unicodedata.category(c)[0] != "C"
    )
    return " ".join(kept.split())[:MAX_LABEL]


def _unique(name: str, taken: set[str]) -> str:
    number, candidate = 2, name
    while candidate.casefold() in taken:
        candidate = f"{name} ({number})"
        number += 1
    return candidate


def column_letter(index: int) -> str:
    """Return the spreadsheet's letter of a column counted from 0: A, Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
