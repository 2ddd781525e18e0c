"""Letters that answer ours: found by the messages they cite (RFC 5322 3.6.4), read, once.

A letter that cites none of our messages is somebody's own mail: nothing of it is kept.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import datetime
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr

from alliance.outbox.domain.inbound import receive
from alliance.outbox.enums import ChannelName
from alliance.outbox.models import InboundMessage
from alliance.outbox.models import Message as Sent

LONGEST_ADDRESS = 320
_ID = re.compile(r"<[^<>\s]{1,400}>")
_BULK = {"bulk", "junk", "list", "auto_reply"}
_AUTOMATIC = re.compile(r"\s*(automatic reply|réponse automatique|out of office|absence)\b", re.I)
# Where the quotation of our message begins, as mail programs write it.
_QUOTED_FROM = re.compile(
    r"^(?:"
    r"(?:Le|On|El|Am)\b[^\n]{4,200}(?:\n[^\n]{0,200})?(?:a écrit|wrote|escribió|schrieb)\s*:"
    r"|.{0,40}[-_]{4,}\s*(?:Message|Original|Mail)\b.{0,60}"
    r"|_{16,}\s*$"
    r"|(?:De|From|Expéditeur)\s?:.{0,200}@.{0,200}"
    r"|-- ?$"
    r")",
    re.I | re.M,
)
_CHATTER = re.compile(
    r"^(?:Envoyé (?:de|depuis|à partir)|Sent from|Télécharge[rz] |Get Outlook|Obtenir Outlook).*$",
    re.I | re.M,
)
_OUT_OF_SIGHT = re.compile(r"<(style|script|head|blockquote)\b.*?</\1\s*>", re.I | re.S)
_LINE_ENDS = re.compile(r"<(?:br|/p|/div|/li|/tr)\b[^>]*>", re.I)
_TAG = re.compile(r"<[^<>]{0,2000}>")


@dataclass(frozen=True)
class Letter:
    """What a letter says: who wrote, under which name, citing which messages, in which words."""

    sender: str
    name: str
    cites: tuple[str, ...]
    text: str
    automatic: bool


def take_in(mail: Message, *, now: datetime | None = None) -> InboundMessage | None:
    """Keep a letter that answers one of our messages, and tell the house; None for any other.

    Vacation answers are let go. Read twice, it counts once: its own Message-ID is its name.
    """
    letter = read(mail)
    if letter.automatic or not letter.name or not letter.sender:
        return None
    ours = _answered(letter)
    if ours is None:
        return None
    return receive(
        channel=ChannelName.EMAIL,
        provider_id=letter.name,
        from_address=letter.sender,
        text=letter.text,
        ours=ours,
        now=now,
    )


def read(mail: Message) -> Letter:
    """What a letter says, without writing anything."""
    cited = [*_ids(mail, "In-Reply-To"), *reversed(_ids(mail, "References"))]
    names = _ids(mail, "Message-ID")
    sender = parseaddr(_header(mail, "From"))[1].lower()
    return Letter(
        sender=sender if "@" in sender and len(sender) <= LONGEST_ADDRESS else "",
        name=names[0][:200] if names else "",
        cites=tuple(dict.fromkeys(cited))[:50],
        text=said(_body(mail)),
        automatic=_is_automatic(mail),
    )


def said(text: str) -> str:
    """The words of the letter alone: without what it quotes, its signature, its advertising."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    begins = _QUOTED_FROM.search(plain)
    own = plain[: begins.start()] if begins else plain
    lines = [line.rstrip() for line in _CHATTER.sub("", own).split("\n")]
    kept = "\n".join(line for line in lines if not line.lstrip().startswith(">"))
    return re.sub(r"\n{3,}", "\n\n", kept).strip()


def _answered(letter: Letter) -> Sent | None:
    """The latest of our messages that it cites."""
    found = Sent.objects.filter(channel=ChannelName.EMAIL, provider_id__in=letter.cites)
    by_name = {message.provider_id: message for message in found.order_by("pk")}
    return next((by_name[name] for name in letter.cites if name in by_name), None)


def _is_automatic(mail: Message) -> bool:
    """Whether a machine wrote it (RFC 3834), or a list sent it."""
    word = _header(mail, "Auto-Submitted").split(";")[0].strip().lower()
    return (
        word not in {"", "no"}
        or _header(mail, "Precedence").strip().lower() in _BULK
        or bool(_header(mail, "X-Autoreply") or _header(mail, "X-Autorespond"))
        or _header(mail, "Return-Path").strip() == "<>"
        or _AUTOMATIC.match(_header(mail, "Subject")) is not None
    )


def _ids(mail: Message, name: str) -> list[str]:
    return _ID.findall(_header(mail, name))


def _header(mail: Message, name: str) -> str:
    value = str(mail.get(name, ""))
    try:
        return str(make_header(decode_header(value)))
    except (ValueError, LookupError, UnicodeError):
        return value


def _body(mail: Message) -> str:
    """Its plain text, else its HTML without tags nor quotations."""
    parts = [part for part in mail.walk() if not part.is_multipart() and not part.get_filename()]
    for part in parts:
        if part.get_content_type() == "text/plain":
            return _decoded(part)
    for part in parts:
        if part.get_content_type() == "text/html":
            return _without_tags(_decoded(part))
    return ""


def _decoded(part: Message) -> str:
    content = part.get_payload(decode=True)
    raw = content if isinstance(content, bytes) else b""
    try:
        return raw.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return raw.decode("utf-8", "replace")


def _without_tags(text: str) -> str:
    seen = _OUT_OF_SIGHT.sub("", text[:200_000])
    return html.unescape(_TAG.sub("", _LINE_ENDS.sub("\n", seen.replace("\n", " "))))
