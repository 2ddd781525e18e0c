"""Open a zipped workbook with gloves on: true sizes are counted before it is parsed.

Sizes written in a zip are claims, so each entry is inflated here and thrown away while counting.
Formats of compression no spreadsheet program writes are refused, and so is anything encrypted.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final, Literal

from alliance.core.tabular.errors import TabularError, refuse

MAX_ENTRIES: Final = 2_000
MAX_INFLATED: Final = 300 * 1024 * 1024
# XML of a very repetitive sheet shrinks about 60 times; a bomb 1,000 times. Small files are left
# alone.
MAX_RATIO: Final = 200
RATIO_FROM: Final = 8 * 1024 * 1024
CHUNK: Final = 1 << 16
LOCAL_HEADER: Final = 30

ODS_MIMETYPE: Final = b"application/vnd.oasis.opendocument.spreadsheet"
ZIP_TROUBLES = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    IndexError,
    struct.error,
    zlib.error,
)


def check_archive(file: BinaryIO, size: int) -> tuple[Literal["xlsx", "ods"], int]:
    """Return the kind of workbook and its number of error cells, or raise TabularError."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _check_directory(entries, size)
            kind = _workbook_kind(archive)
        return kind, _check_contents(file, entries, size)
    except TabularError:
        raise
    except ZIP_TROUBLES as trouble:
        raise refuse("broken") from trouble


def _check_directory(entries: list[zipfile.ZipInfo], size: int) -> None:
    if len(entries) > MAX_ENTRIES:
        raise refuse("bomb")
    _check_total(sum(entry.file_size for entry in entries), size)
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise refuse("encrypted")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refuse("broken")


def _check_total(total: int, size: int) -> None:
    if total > MAX_INFLATED or (total > RATIO_FROM and total > size * MAX_RATIO):
        raise refuse("bomb")


def _workbook_kind(archive: zipfile.ZipFile) -> Literal["xlsx", "ods"]:
    names = {name.lower() for name in archive.namelist()}
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names and "mimetype" in archive.namelist():
        with archive.open("mimetype") as member:
            if member.read(100).startswith(ODS_MIMETYPE):
                return "ods"
    raise refuse("type-other" if "xl/workbook.bin" in names else "type")


def _check_contents(file: BinaryIO, entries: list[zipfile.ZipInfo], size: int) -> int:
    """Inflate every entry, counting; return the number of cells in error."""
    total = errors = 0
    for entry in entries:
        inflated, tail = 0, b""
        in_sheet = entry.filename.lower().startswith("xl/worksheets/")
        for chunk in _inflate(file, entry):
            inflated += len(chunk)
            _check_total(total + inflated, size)
            if in_sheet:
                errors += (tail + chunk).count(b't="e"') - tail.count(b't="e"')
                tail = chunk[-4:]
        if inflated != entry.file_size:
            raise refuse("broken")
        total += inflated
    return errors


def _inflate(file: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield an entry's bytes in small pieces, believing only its compressed length."""
    file.seek(entry.header_offset)
    header = file.read(LOCAL_HEADER)
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    file.seek(name_length + extra_length, 1)
    left = entry.compress_size
    inflater = (
        zlib.decompressobj(-zlib.MAX_WBITS) if entry.compress_type == zipfile.ZIP_DEFLATED else None
    )
    while left > 0 and (raw := file.read(min(CHUNK, left))):
        left -= len(raw)
        if inflater is None:
            yield raw
            continue
        while raw:
            yield inflater.decompress(raw, CHUNK)
            raw = inflater.unconsumed_tail
    if inflater is not None:
        yield inflater.flush()
