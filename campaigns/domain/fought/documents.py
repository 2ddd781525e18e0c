"""The research file: papers and photos, checked by what they hold, kept out of sight."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from alliance.core.files.uploads import EVERYTHING, FileKind, RefusedFile, check
from alliance.core.text.names import clean_text
from alliance.journal.domain import record
from campaigns.enums import DocumentKind
from campaigns.models import Campaign, Document
from members.models import User

ONLY_PHOTOS = frozenset({FileKind.PICTURE})


class InvalidDocument(Exception):
    """The paper cannot be kept; `messages` says why, field by field, in French."""

    def __init__(self, messages: dict[str, str]) -> None:
        super().__init__("; ".join(messages.values()))
        self.messages = messages


@transaction.atomic
def add(
    *,
    campaign: Campaign,
    file: UploadedFile,
    kind: str = DocumentKind.STUDY,
    title: str = "",
    note: str = "",
    source: str = "",
    dated_on: date | None = None,
    client_id: UUID | None = None,
    actor: User | None,
) -> Document:
    """Keep a paper or a photo; journaled. Without a title it bears the name of its file.

    The same `client_id` twice is one. Raises InvalidDocument when the file is refused (its
    sentence says what to do) or is in this file already.
    """
    number = client_id or uuid4()
    already = Document.objects.filter(client_id=number, campaign=campaign).first()
    if already is not None:
        return already
    try:
        checked = check(file, kinds=ONLY_PHOTOS if kind == DocumentKind.PHOTO else EVERYTHING)
    except RefusedFile as refused:
        raise InvalidDocument({"file": str(refused)}) from None
    twin = Document.objects.filter(campaign=campaign, sha256=checked.sha256).first()
    if twin is not None:
        words = _("Cette pièce est déjà dans le dossier : « %(title)s ».") % {"title": twin.title}
        raise InvalidDocument({"file": words})
    row = Document.objects.create(
        campaign=campaign,
        kind=DocumentKind(kind),
        title=clean_text(title, 160) or checked.name,
        note=clean_text(note, 2_000, keep_lines=True),
        source=clean_text(source, 300),
        dated_on=dated_on,
        file=checked.as_file(),
        file_name=checked.name,
        content_type=checked.content_type,
        size=len(checked.content),
        sha256=checked.sha256,
        added_by=actor,
        client_id=number,
    )
    _note("document.added", row, actor)
    return row


@transaction.atomic
def remove(*, document: Document, actor: User | None) -> None:
    """Throw a paper away, its file with it once that is sure; journaled."""
    _note("document.removed", document, actor)
    storage, name = document.file.storage, str(document.file.name)
    document.delete()
    transaction.on_commit(lambda: storage.delete(name))


def _note(verb: str, row: Document, actor: User | None) -> None:
    detail = {"campaign": row.campaign_id, "kind": str(row.kind), "size": row.size}
    chapter_id = row.campaign.chapter_id
    record(verb=verb, actor=actor, subject=row, chapter_id=chapter_id, detail=detail)
