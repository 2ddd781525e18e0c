"""Files that only some may see: kept outside what the web server gives, served by a view.

A view fetches the row through its viewer, then answers `serve(row.file, …)`. The place of a file
on the disk says nothing and cannot be guessed.
"""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import PurePath

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404
from django.utils.deconstruct import deconstructible

SHOWN = frozenset({"image/jpeg", "image/png"})


def private_storage() -> Storage:
    """Where they are: MEDIA_ROOT, which has no address."""
    return storages["private"]


@deconstructible
class Shelf:
    """`upload_to` of a folder: `folder/2026/random.ext`."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def __call__(self, instance: models.Model, name: str) -> str:
        suffix = PurePath(name).suffix[:10].lower()
        return f"{self.folder}/{date.today().year}/{uuid.uuid4().hex}{suffix}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shelf) and other.folder == self.folder

    def __hash__(self) -> int:
        return hash(self.folder)


def serve(file: FieldFile, *, name: str, content_type: str) -> FileResponse:
    """The file itself: a picture is shown, anything else is only ever a download.

    Nothing in it can run, no cache keeps it. Raises Http404 when it is no longer on the disk.
    """
    try:
        opened = file.open("rb")
    except (FileNotFoundError, ValueError):
        raise Http404 from None
    shown = content_type in SHOWN
    answer = FileResponse(opened, as_attachment=not shown, filename=name, content_type=content_type)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
