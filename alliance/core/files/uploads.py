"""Files given by people: what they are is read from what they hold, never from their name.

A photo is drawn again, so that nothing it carried beside the picture (place, phone, program)
survives. A paper (PDF, OpenDocument, Office) is kept as it is and only ever given as a download.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from typing import Final

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from alliance.core.text.names import clean_text

LARGEST_SIDE: Final = 2400
MOST_PIXELS: Final = 80_000_000
HEAD: Final = 2048
PICTURES: Final = ("JPEG", "PNG", "WEBP", "GIF")
OFFICE: Final = {
    "word/": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ppt/": ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
OPEN_DOCUMENT: Final = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
PROGRAMS: Final = re.compile(rb"<\s*(?:svg|html|script|!doctype|\?xml)", re.I)


class FileKind(StrEnum):
    """What a file may be."""

    PICTURE = "picture"
    PAPER = "paper"


EVERYTHING: Final = frozenset(FileKind)


class RefusedFile(Exception):
    """The file cannot be kept; `str()` says why and what to do, in French."""


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: `name` is for people, with the extension of what it really is."""

    kind: FileKind
    name: str
    extension: str
    content_type: str
    content: bytes
    sha256: str

    def as_file(self) -> ContentFile[bytes]:
        """What a FileField takes; where it is written never depends on its name."""
        return ContentFile(self.content, name=f"file.{self.extension}")


def check(
    upload: UploadedFile,
    *,
    kinds: Collection[FileKind] = EVERYTHING,
    max_bytes: int | None = None,
) -> Checked:
    """Read a file somebody gave; `kinds` says which are welcome here.

    Raises RefusedFile when it is too large, empty, broken, or not of a welcome kind.
    """
    limit = max_bytes or settings.UPLOAD_MAX_BYTES
    if (upload.size or 0) > limit:
        raise RefusedFile(_too_large(upload.size or 0, limit))
    upload.seek(0)
    content = upload.read(limit + 1)
    if len(content) > limit:
        raise RefusedFile(_too_large(len(content), limit))
    if not content:
        raise RefusedFile(_("Ce fichier est vide : choisissez-le de nouveau."))
    kind, extension, content_type, kept = _read(content, kinds)
    return Checked(
        kind=kind,
        name=f"{_stem(upload.name or '')}.{extension}",
        extension=extension,
        content_type=content_type,
        content=kept,
        sha256=hashlib.sha256(kept).hexdigest(),
    )


def _too_large(size: int, limit: int) -> str:
    mega = 1024 * 1024
    words = _(
        "Ce fichier pèse %(size)d Mo, la limite est de %(limit)d Mo. "
        "Envoyez une photo réduite, ou le document en PDF."
    )
    return words % {"size": -(-size // mega), "limit": limit // mega}


def _stem(name: str) -> str:
    plain = clean_text(PurePath(name.replace("\\", "/")).stem, 100)
    return plain.strip(". ") or _("fichier")


def _read(content: bytes, kinds: Collection[FileKind]) -> tuple[FileKind, str, str, bytes]:
    head = content[:HEAD]
    if b"%PDF-" in head[:1024]:
        return FileKind.PAPER, "pdf", "application/pdf", _paper(content, kinds)
    if head.startswith(b"PK\x03\x04"):
        extension, content_type = _office(content)
        return FileKind.PAPER, extension, content_type, _paper(content, kinds)
    if PROGRAMS.search(head):
        raise RefusedFile(
            _("Ce fichier peut contenir un programme. Envoyez-le en PDF, ou en image JPEG ou PNG.")
        )
    if head[4:8] == b"ftyp":
        raise RefusedFile(
            _("Cette photo ou vidéo est dans un format d’iPhone. Envoyez-la en JPEG.")
        )
    if FileKind.PICTURE not in kinds:
        raise RefusedFile(_("Ici il faut un document : PDF, Word, Excel ou LibreOffice."))
    return FileKind.PICTURE, *_picture(content)


def _paper(content: bytes, kinds: Collection[FileKind]) -> bytes:
    if FileKind.PAPER not in kinds:
        raise RefusedFile(
            _("Ce n’est pas une photo, c’est un document. Ici il faut une image JPEG ou PNG.")
        )
    return content


def _office(content: bytes) -> tuple[str, str]:
    """Which office paper it is; only the table of contents is read, so that no bomb goes off."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            mime = archive.open("mimetype").read(100) if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        raise RefusedFile(
            _("Ce fichier est abîmé : ouvrez-le, enregistrez-le à nouveau.")
        ) from None
    if any(name.endswith(("vbaProject.bin", "Basic/script-lc.xml")) for name in names):
        raise RefusedFile(_("Ce document contient des macros. Envoyez-le en PDF."))
    if mime.strip() in OPEN_DOCUMENT:
        return OPEN_DOCUMENT[mime.strip()], mime.strip().decode()
    for folder, found in OFFICE.items():
        if "[Content_Types].xml" in names and any(name.startswith(folder) for name in names):
            return found
    raise RefusedFile(_("Les archives ne sont pas gardées ici : envoyez les fichiers un par un."))


def _picture(content: bytes) -> tuple[str, str, bytes]:
    """The picture drawn again, upright, at most 2400 pixels wide, without anything else."""
    try:
        with Image.open(io.BytesIO(content), formats=PICTURES) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise RefusedFile(_("Cette image est trop grande : envoyez-la réduite."))
            picture.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
            return _drawn(upright)
    except (UnidentifiedImageError, Image.DecompressionBombError):
        raise RefusedFile(
            _("Ce fichier n’est ni une photo, ni un PDF, ni un document Word ou LibreOffice.")
        ) from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise RefusedFile(
            _("Cette photo est abîmée : prenez-la ou envoyez-la de nouveau.")
        ) from None


def _drawn(picture: Image.Image) -> tuple[str, str, bytes]:
    out = io.BytesIO()
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        clean = picture.convert("RGBA")
        Image.frombytes("RGBA", clean.size, clean.tobytes()).save(out, "PNG", optimize=True)
        return "png", "image/png", out.getvalue()
    clean = picture.convert("RGB")
    bare = Image.frombytes("RGB", clean.size, clean.tobytes())
    bare.save(out, "JPEG", quality=85, optimize=True)
    return "jpg", "image/jpeg", out.getvalue()
