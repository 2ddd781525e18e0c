"""Write messages in the transaction that causes them, and call them back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict, Unpack

from django.db import connection, models
from django.utils import timezone

from alliance.outbox.channels import available_channels
from alliance.outbox.domain.waking import wake_after_commit
from alliance.outbox.enums import State
from alliance.outbox.models import Attachment, Message, MessageEvent, StoredFile

# U+00A0 and U+202F stay: French punctuation needs them.
_CONTROLS = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029]+")
LONGEST_ADDRESS = 320

Recipient = models.Model | tuple[str, int] | None
Reference = models.Model | str | None


class OutsideTransaction(RuntimeError):
    """A message must be written with what causes it, or not at all."""


@dataclass(frozen=True)
class FileToSend:
    """An attachment. A `text/calendar; method=…` is also shown as an invitation."""

    name: str
    content: bytes
    content_type: str = "application/octet-stream"


def recipient_of(recipient: Recipient) -> tuple[str, int | None]:
    """The generic name of a recipient: `("members.person", 12)`; `("", None)` for none."""
    if recipient is None:
        return "", None
    if isinstance(recipient, models.Model):
        return recipient._meta.label_lower, recipient.pk
    return recipient


def reference_of(thing: Reference) -> str:
    """The generic name of a row: `"actions.attendance:12"`; empty for none."""
    if isinstance(thing, models.Model):
        return f"{thing._meta.label_lower}:{thing.pk}"
    return thing or ""


def unsubscribe_headers(url: str) -> dict[str, str]:
    """The headers of one-click unsubscribe (RFC 8058): the address is POSTed to, never fetched."""
    return {
        "List-Unsubscribe": f"<{url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


class Essentials(TypedDict):
    """What must be said of every message."""

    kind: str
    channel: str
    to_address: str
    text: str


class Letter(Essentials, total=False):
    """What may be said of a message to `enqueue`."""

    subject: str
    html: str
    to_name: str
    from_name: str
    reply_to: str
    language: str
    headers: Mapping[str, str] | None
    chapter_id: int | None
    recipient: Recipient
    reference: Reference
    batch: Reference
    send_after: datetime | None
    send_before: datetime | None


def enqueue(
    *,
    key: str,
    attachments: Iterable[FileToSend] = (),
    reopen: bool = False,
    now: datetime | None = None,
    **letter: Unpack[Letter],
) -> tuple[Message, bool]:
    """Write a message, once for its key; it leaves after the present transaction commits.

    Returns the message and whether this call wrote (or reopened) it: a key already there gives
    the existing message, unchanged, and False. With `reopen`, a key that was cancelled or expired
    before anything was handed over takes the new content and window (no → yes).
    The message leaves inside [`send_after`, `send_before`[ or expires. A sender is woken after
    the commit. Line breaks in the subject and the names become spaces.
    Raises OutsideTransaction, and ValueError for an empty address or text, a closed window or a
    channel that does not exist here.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction("enqueue() must run in the transaction that causes the message.")
    now = now or timezone.now()
    content = _row(letter, now)
    _refuse_nonsense(content, now)
    message, created = Message.objects.get_or_create(
        key=key, defaults={**content, "created_at": now}
    )
    if not created and not (reopen and _reopen(message, content, now)):
        return message, False
    _attach(message, attachments)
    wake_after_commit()
    return message, True


def enqueue_all(
    letters: Mapping[str, Letter],
    *,
    attachments: Iterable[FileToSend] = (),
    reopen: bool = False,
    now: datetime | None = None,
) -> dict[str, Message]:
    """Write many messages by their keys, carrying the same files, as `enqueue` would each.

    A few queries whatever their number; a key already there goes the way of `enqueue`. Returns the
    messages by key. Raises as `enqueue` does, and IntegrityError when another transaction writes
    one of the keys at this very moment: then nothing is written.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction("enqueue_all() must run in the transaction of its cause.")
    now = now or timezone.now()
    files = list(attachments)
    known = set(Message.objects.filter(key__in=list(letters)).values_list("key", flat=True))
    fresh = []
    for key, letter in letters.items():
        if key not in known:
            content = _row(letter, now)
            _refuse_nonsense(content, now)
            fresh.append(Message(key=key, created_at=now, **content))
    written = {message.key: message for message in Message.objects.bulk_create(fresh)}
    if written:
        _attach_to_all(list(written.values()), files)
        wake_after_commit()
    for key in known:
        written[key], _again = enqueue(
            key=key, attachments=files, reopen=reopen, now=now, **letters[key]
        )
    return written


def cancel(
    *,
    keys: Collection[str] | None = None,
    reference: Reference = None,
    references: Collection[Reference] | None = None,
    recipient: Recipient = None,
    batch: Reference = None,
    kind: str | None = None,
    reason: str = "",
    now: datetime | None = None,
) -> int:
    """Call back the messages that match every given criterion; returns how many.

    Reaches those waiting, and those a sender has claimed but not yet handed over: the sender
    asks the row again before each handing over. What was handed over is not touched.
    Raises ValueError without any criterion.
    """
    chosen: dict[str, object] = {}
    if keys is not None:
        chosen["key__in"] = list(keys)
    if reference is not None or references is not None:
        wanted = [*(references or []), *([reference] if reference is not None else [])]
        chosen["reference__in"] = [reference_of(each) for each in wanted]
    if recipient is not None:
        chosen["recipient_type"], chosen["recipient_id"] = recipient_of(recipient)
    if batch is not None:
        chosen["batch"] = reference_of(batch)
    if kind is not None:
        chosen["kind"] = kind
    if not chosen:
        raise ValueError("cancel() needs to be told which messages.")
    return (
        Message.objects.pending()
        .filter(**chosen)
        .update(
            state=State.CANCELLED, error=reason, changed_at=now or timezone.now(), claimed_by=""
        )
    )


def _row(letter: Letter, now: datetime) -> dict[str, object]:
    said = set(letter)
    wrong = (said - set(Letter.__annotations__)) | (set(Essentials.__annotations__) - said)
    if wrong:
        raise TypeError(f"enqueue() does not know, or misses: {', '.join(sorted(wrong))}.")
    recipient_type, recipient_id = recipient_of(letter.get("recipient"))
    return {
        "kind": letter["kind"],
        "channel": letter["channel"],
        "to_address": letter["to_address"].strip(),
        "subject": _one_line(letter.get("subject", ""), 250),
        "text": _storable(letter["text"]),
        "html": _storable(letter.get("html", "")),
        "to_name": _one_line(letter.get("to_name", ""), 200),
        "from_name": _one_line(letter.get("from_name", ""), 200),
        "reply_to": _one_line(letter.get("reply_to", ""), LONGEST_ADDRESS),
        "language": letter.get("language", "fr"),
        "headers": dict(letter.get("headers") or {}),
        "chapter_id": letter.get("chapter_id"),
        "recipient_type": recipient_type,
        "recipient_id": recipient_id,
        "reference": reference_of(letter.get("reference")),
        "batch": reference_of(letter.get("batch")),
        "send_after": letter.get("send_after") or now,
        "send_before": letter.get("send_before"),
        "changed_at": now,
    }


def _refuse_nonsense(content: Mapping[str, object], now: datetime) -> None:
    if content["channel"] not in available_channels():
        raise ValueError(f"No channel {content['channel']!r} is built here.")
    if not content["to_address"] or not str(content["text"]).strip():
        raise ValueError("A message needs an address and a text.")
    if len(str(content["to_address"])) > LONGEST_ADDRESS:
        raise ValueError("This address is too long to be one.")
    closes, opens = content["send_before"], content["send_after"]
    if isinstance(closes, datetime) and isinstance(opens, datetime) and closes <= max(opens, now):
        raise ValueError("The window of this message is closed already.")


def _reopen(message: Message, content: Mapping[str, object], now: datetime) -> bool:
    """Only what was never handed over: a message given up in doubt may have been received."""
    moved = Message.objects.filter(
        pk=message.pk, state__in=[State.CANCELLED, State.EXPIRED], handed_over_at=None
    ).update(
        **content,
        state=State.QUEUED,
        claimed_at=None,
        claimed_by="",
        attempts=0,
        crashes=0,
        error="",
    )
    if moved:
        message.attachments.all().delete()
        MessageEvent.objects.create(message=message, at=now, state=State.QUEUED, detail="rouvert")
        message.refresh_from_db()
    return bool(moved)


def store(content: bytes) -> StoredFile:
    """Keep the bytes of a file, once however often they come."""
    digest = hashlib.sha256(content).hexdigest()
    stored, _created = StoredFile.objects.defer("content").get_or_create(
        digest=digest, defaults={"content": content}
    )
    return stored


def _attach(message: Message, files: Iterable[FileToSend]) -> None:
    _attach_to_all([message], files)


def _attach_to_all(messages: Collection[Message], files: Iterable[FileToSend]) -> None:
    for file in files:
        stored = store(file.content)
        name, content_type = _one_line(file.name, 200), _one_line(file.content_type, 200)
        Attachment.objects.bulk_create(
            Attachment(message=message, file=stored, name=name, content_type=content_type)
            for message in messages
        )


def _one_line(value: str, longest: int) -> str:
    """Line breaks and control characters out: they have no place in a header."""
    return _CONTROLS.sub(" ", value).strip()[:longest]


def _storable(value: str) -> str:
    return value.replace("\x00", "")
