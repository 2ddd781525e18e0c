"""A mailbox for one's own machine: real SMTP in, one .eml file a message, nothing sent on.

`mailbox_pages` shows what it holds. Neither needs the database.
"""

import asyncio
import re
import socket
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import default as modern
from pathlib import Path
from typing import cast

from aiosmtpd.smtp import SMTP, Envelope, Session
from django.utils.translation import gettext as _

LARGEST_MESSAGE = 40 * 1024 * 1024
NAME = re.compile(r"\d{20}-[0-9a-f]{8}\.eml")


@dataclass(frozen=True)
class Summary:
    """What the list shows of a message."""

    name: str
    received_at: datetime
    sender: str
    recipients: str
    subject: str

    def matches(self, words: str) -> bool:
        """Whether every word occurs in it, in any case."""
        hay = f"{self.sender} {self.recipients} {self.subject}".casefold()
        return all(word in hay for word in words.casefold().split())


@dataclass(frozen=True)
class Piece:
    """A part that is neither the text nor the HTML: an attachment, an invitation."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """A whole message, taken apart."""

    summary: Summary
    headers: list[tuple[str, str]]
    text: str
    html: str
    pieces: list[Piece]
    source: bytes


class Mailbox:
    """The folder of messages; names sort by the time of arrival."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._summaries: dict[str, Summary] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def store(self, *, sender: str, recipients: list[str], content: bytes) -> str:
        """Write a message whole or not at all, with the envelope on top; return its name."""
        name = f"{time.time_ns():020d}-{uuid.uuid4().hex[:8]}.eml"
        envelope = [f"Return-Path: <{sender}>", *(f"Delivered-To: {to}" for to in recipients)]
        draft = self.folder / f"{name}.new"
        draft.write_bytes("".join(f"{line}\r\n" for line in envelope).encode() + content)
        draft.rename(self.folder / name)
        return name

    def names(self) -> list[str]:
        """The messages, the newest first."""
        found = (path.name for path in self.folder.glob("*.eml"))
        return sorted((name for name in found if NAME.fullmatch(name)), reverse=True)

    def search(self, words: str) -> list[Summary]:
        """Messages that hold every word, the newest first; all of them without a word."""
        return [found for name in self.names() if (found := self._summary(name)).matches(words)]

    def open(self, name: str) -> Letter | None:
        """One message, or None when there is none of that name."""
        if not NAME.fullmatch(name):
            return None
        try:
            source = (self.folder / name).read_bytes()
        except FileNotFoundError:
            return None
        return _take_apart(self._summary(name), source)

    def _summary(self, name: str) -> Summary:
        if name not in self._summaries:
            with (self.folder / name).open("rb") as file:
                headers = BytesHeaderParser(policy=modern).parse(file)
            self._summaries[name] = Summary(
                name=name,
                received_at=datetime.fromtimestamp(int(name[:20]) / 1e9, tz=UTC),
                sender=_header(headers, "From") or _header(headers, "Return-Path"),
                recipients=_header(headers, "To") or _header(headers, "Delivered-To"),
                subject=_header(headers, "Subject") or _("(sans objet)"),
            )
        return self._summaries[name]


def _header(message: object, name: str) -> str:
    """A header decoded for reading; the messages under test may be malformed."""
    try:
        value = cast(EmailMessage, message)[name]
    except (ValueError, IndexError, AttributeError):
        return _("(en-tête illisible)")
    return "" if value is None else " ".join(str(value).split())


def _take_apart(summary: Summary, source: bytes) -> Letter:
    message = message_from_bytes(source, policy=modern)
    texts: dict[str, str] = {}
    pieces: list[Piece] = []
    for part in message.walk():
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        body = kind in {"text/plain", "text/html"} and not part.is_attachment()
        if body and kind not in texts:
            texts[kind] = _decoded(part)
        else:
            content = part.get_payload(decode=True)
            name = part.get_filename() or _("piece-%(number)d") % {"number": len(pieces) + 1}
            pieces.append(Piece(name, kind, content if isinstance(content, bytes) else b""))
    return Letter(
        summary=summary,
        headers=[(name, _header(message, name)) for name in dict.fromkeys(message.keys())],
        text=texts.get("text/plain", ""),
        html=texts.get("text/html", ""),
        pieces=pieces,
        source=source,
    )


def _decoded(part: EmailMessage) -> str:
    content = part.get_payload(decode=True)
    raw = content if isinstance(content, bytes) else b""
    try:
        return raw.decode(part.get_content_charset("utf-8"), errors="replace")
    except LookupError:  # a charset that does not exist
        return raw.decode("latin-1")


class Receiver:
    """What aiosmtpd calls when a message has come in."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep the message; a full disk is a temporary refusal, so the sender keeps it too."""
        content = envelope.content
        try:
            self.mailbox.store(
                sender=envelope.mail_from or "",
                recipients=[str(address) for address in envelope.rcpt_tos],
                content=content if isinstance(content, bytes) else (content or "").encode(),
            )
        except OSError as fault:
            return f"452 4.3.1 {fault.strerror}"
        return "250 2.0.0 OK"


async def receive(mailbox: Mailbox, listener: socket.socket, stop: asyncio.Event) -> None:
    """Serve SMTP on a listening socket until `stop` is set."""
    loop = asyncio.get_running_loop()
    receiver = Receiver(mailbox)

    def one_connection() -> SMTP:
        return SMTP(
            receiver,
            hostname="localhost",
            data_size_limit=LARGEST_MESSAGE,
            enable_SMTPUTF8=True,
            loop=loop,
        )

    server = await loop.create_server(one_connection, sock=listener)
    await stop.wait()
    server.close()
