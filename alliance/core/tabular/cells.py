"""Make one cell safe, on the way in and on the way out.

A cell starting with `=` is a formula to a spreadsheet program, so an export puts an apostrophe
before it (OWASP, « CSV injection »). Reading takes that apostrophe off again: an export read back
gives the same values.
"""

from __future__ import annotations

import re
from typing import Final

# Control characters but tab and new line, and the marks that turn the direction of writing around.
UNWANTED: Final = re.compile(
    "[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
DANGEROUS: Final = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
APOSTROPHED: Final = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")
INTERNATIONAL_PHONE: Final = re.compile(r"\+\d[\d \u00a0\u202f().\-]{5,24}")


def clean_cell(cell: str) -> str:
    """Trim, drop what cannot be seen, undo the apostrophe of an export."""
    if not (cell.isascii() and cell.isprintable()):
        cell = UNWANTED.sub("", cell.replace("\r\n", "\n").replace("\r", "\n"))
    cell = cell.strip()
    if cell.startswith("'") and APOSTROPHED.match(cell):
        return cell[1:]
    return cell


def safe_cell(value: object) -> str:
    """Write a value so that no program takes it for a formula; `+33 6…` stays as it is."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    text = UNWANTED.sub("", str(value))
    if DANGEROUS.match(text) and not INTERNATIONAL_PHONE.fullmatch(text):
        return "'" + text
    return text
