"""Say what a file really is from its first bytes, whatever its name claims."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO, Final, Literal

from django.utils.translation import gettext_lazy as _

from alliance.core.tabular.archives import check_archive
from alliance.core.tabular.errors import refuse

Kind = Literal["csv", "xlsx", "ods", "xls"]

HEAD_BYTES: Final = 65_536
OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UTF16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")

FOREIGN = [
    (b"%PDF", _("un PDF")),
    (b"\x89PNG", _("une image")),
    (b"\xff\xd8\xff", _("une image")),
    (b"GIF8", _("une image")),
    (b"RIFF", _("un fichier audio, vidéo ou image")),
    (b"ID3", _("un fichier audio")),
    (b"MZ\x90", _("un programme")),
    (b"MZ\x00", _("un programme")),
    (b"\x7fELF", _("un programme")),
    (b"\x1f\x8b", _("une archive compressée")),
    (b"7z\xbc\xaf", _("une archive compressée")),
    (b"Rar!", _("une archive compressée")),
    (b"BZh", _("une archive compressée")),
    (b"\xfd7zXZ", _("une archive compressée")),
    (b"SQLite format 3", _("une base de données")),
    (b"{\\rtf", _("un texte mis en forme")),
    (b"BEGIN:VCARD", _("un carnet d’adresses")),
    (b"BEGIN:VCALENDAR", _("un agenda")),
]

MARKUP = re.compile(rb"\s*<(?:!doctype|html|head|body|table|meta|\?xml|div|style)", re.IGNORECASE)
# What no text file holds: control characters other than tab, newline, carriage return, form feed,
# NUL and escape.
CONTROLS = bytes(set(range(1, 32)) - {9, 10, 12, 13, 27})


def detect_kind(file: BinaryIO, size: int) -> tuple[Kind, int]:
    """Return the kind of the file and its number of error cells, or raise TabularError.

    Archives are checked through (entries, true sizes) before anything else opens them.
    """
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xfe\xff"):
        raise refuse("empty")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return check_archive(file, size)
    if head.startswith(OLE_MAGIC):
        _check_ole(file)
        return "xls", 0
    _refuse_foreign(head)
    return "csv", 0


def _check_ole(file: BinaryIO) -> None:
    """A workbook with a password is wrapped in the old container under a telling name."""
    file.seek(0)
    tail = b""
    while chunk := file.read(1 << 20):
        if ENCRYPTED_STREAM in tail + chunk:
            raise refuse("encrypted")
        tail = chunk[-64:]


def _refuse_foreign(head: bytes) -> None:
    for magic, what in FOREIGN:
        if head.startswith(magic):
            raise refuse("type-named", what=what)
    if MARKUP.match(head.removeprefix(codecs.BOM_UTF8)):
        raise refuse("type-html")
    if looks_utf16(head):
        return
    strange = len(head) - len(head.translate(None, CONTROLS))
    if strange > len(head) // 100 or head.count(0) > len(head) // 10:
        raise refuse("type")


def looks_utf16(head: bytes) -> bool:
    """Tell a byte-order mark, or Latin text whose every other byte is NUL."""
    if head.startswith(UTF16_MARKS):
        return True
    return utf16_without_mark(head) is not None


def utf16_without_mark(head: bytes) -> str | None:
    """Return the codec of UTF-16 text that lost its mark, or None."""
    half = len(head) // 2
    if half < 8:
        return None
    for codec, zeros, letters in (
        ("utf-16-le", head[1::2], head[0::2]),
        ("utf-16-be", head[0::2], head[1::2]),
    ):
        if zeros.count(0) > half * 0.8 and letters.count(0) < half * 0.02:
            return codec
    return None
