"""Files that only some may see: kept outside what the web server gives, served by a view.

A view fetches the row through its viewer, then answers `serve(row.file, …)`. The place of a file
on the disk says nothing and cannot be guessed. A file is written before its row is sure: `sweep`
throws away, each night, those that no row names.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import PurePath
from typing import Final

from django.apps import apps
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404
from django.utils import timezone
from django.utils.deconstruct import deconstructible

SHOWN = frozenset({"image/jpeg", "image/png"})
# A file as young as that may belong to a transaction that is still open.
SURE_AFTER: Final = timedelta(days=1)


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


def sweep(*, now: datetime | None = None) -> int:
    """Throw away the private files that no row names; returns how many.

    They were left by a transaction undone after the file was written, or by a row deleted with
    what it belonged to. Only folders of a `Shelf` are looked at, and nothing younger than a day.
    """
    before = (now or timezone.now()) - SURE_AFTER
    thrown = 0
    for folder, named in _named_by_folder().items():
        for name in _files_under(folder):
            if name not in named and private_storage().get_modified_time(name) < before:
                private_storage().delete(name)
                thrown += 1
    return thrown


def _named_by_folder() -> dict[str, set[str]]:
    """The files that rows name, by shelf."""
    found: dict[str, set[str]] = {}
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.FileField) and isinstance(field.upload_to, Shelf):
                rows = model._base_manager.values_list(field.name, flat=True)
                found.setdefault(field.upload_to.folder, set()).update(rows)
    return found


def _files_under(folder: str) -> Iterator[str]:
    try:
        folders, files = private_storage().listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in files)
    for inner in folders:
        yield from _files_under(f"{folder}/{inner}")
