"""Read our mailboxes (IMAP): reports that come back, and answers to our messages.

The mailbox of BOUNCES_URL is the machine's: what is read is marked as seen. Those of REPLIES_URLS
are people's: they are opened read-only, the server is asked for answers to our messages alone, and
nothing in them changes.
"""

from __future__ import annotations

import base64
import imaplib
import logging
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from email.utils import parseaddr
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils import timezone

from alliance.outbox.domain.incoming import LARGEST, take_in
from alliance.outbox.enums import ChannelName
from alliance.outbox.models import InboundMessage

logger = logging.getLogger(__name__)

AT_ONCE = 200
PATIENCE = 30
# Answers come within days; older ones were read when they were young.
LOOK_BACK = timedelta(days=14)
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_ID = re.compile(rb"(?i)^message-id:\s*(<[^<>\s]{1,400}>)", re.M)
_NOT_ASCII = re.compile(r"[^\x20-\x7e]+")
_UID = re.compile(rb"\bUID (\d+)")


@dataclass(frozen=True)
class Fetched:
    """How many mails were read, and how many told of one of our messages."""

    read: int = 0
    understood: int = 0

    def __add__(self, other: Fetched) -> Fetched:
        return Fetched(self.read + other.read, self.understood + other.understood)


def fetch() -> Fetched:
    """Read the mailboxes that are set; nothing without BOUNCES_URL nor REPLIES_URLS.

    A mail that cannot be read is logged, without its words. Reading one twice changes nothing. A
    mailbox that does not answer keeps none of the others from being read; then the first such
    trouble is raised (OSError, imaplib.IMAP4.error).
    """
    found, troubles = Fetched(), []
    boxes = [(url, _answers) for url in settings.REPLIES_URLS]
    if settings.BOUNCES_URL:
        boxes.insert(0, (settings.BOUNCES_URL, _returned))
    for url, read in boxes:
        try:
            found += read(url)
        except (OSError, imaplib.IMAP4.error) as trouble:
            troubles.append(trouble)
    if troubles:
        raise troubles[0]
    return found


def _returned(url: str) -> Fetched:
    """The unseen mails of the machine's mailbox, marked as seen once they are read."""
    found = Fetched()
    with _mailbox(url) as box:
        for uid in _search(box, "UNSEEN")[:AT_ONCE]:
            found += Fetched(1, _take(_content(box, uid)))
            box.uid("store", uid, "+FLAGS", "(\\Seen)")
    return found


def _answers(url: str) -> Fetched:
    """The answers to our messages in somebody's mailbox, those that are not known yet."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    cited = f'OR HEADER In-Reply-To "@{domain}" HEADER References "@{domain}"'
    found = Fetched()
    with _mailbox(url, readonly=True) as box:
        uids = _search(box, f"SINCE {_imap_date(timezone.localdate() - LOOK_BACK)} {cited}")
        for uid in _unknown(box, uids)[:AT_ONCE]:
            found += Fetched(1, _take(_content(box, uid)))
    return found


def _take(raw: bytes) -> bool:
    try:
        return bool(take_in(raw))
    except Exception:
        logger.exception("outbox: a mail cannot be read")
        return False


@contextmanager
def _mailbox(url: str, *, readonly: bool = False) -> Iterator[Any]:
    where = urlsplit(url)
    secure = where.scheme == "imaps"
    host, port = where.hostname or "localhost", where.port or (993 if secure else 143)
    box: imaplib.IMAP4
    if secure:
        context = ssl.create_default_context()
        box = imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=PATIENCE)
    else:
        box = imaplib.IMAP4(host, port, timeout=PATIENCE)
    try:
        box.login(unquote(where.username or ""), unquote(where.password or ""))
        folder = unquote(where.path.strip("/")) or "INBOX"
        _checked(box.select(_quoted(folder), readonly=readonly))
        yield box
    finally:
        try:
            box.logout()
        except (OSError, imaplib.IMAP4.error):
            logger.info("outbox: the mailbox closed the line first")


def _search(box: Any, wanted: str) -> list[str]:
    data = _checked(box.uid("search", wanted))
    return [uid.decode() for uid in (data[0] or b"").split()]


def _unknown(box: Any, uids: list[str]) -> list[str]:
    """Those whose Message-ID was not taken in yet: the others need not be fetched again."""
    if not uids:
        return []
    data = _checked(box.uid("fetch", ",".join(uids), "(UID BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])"))
    names: dict[str, str] = {}
    for head, content in (part for part in data if isinstance(part, tuple)):
        uid, name = _UID.search(head), _ID.search(content)
        if uid and name:
            names[uid[1].decode()] = name[1].decode("ascii", "replace")[:200]
    letters = InboundMessage.objects.filter(channel=ChannelName.EMAIL)
    taken = letters.filter(provider_id__in=names.values()).values_list("provider_id", flat=True)
    known = set(taken)
    return [uid for uid in uids if names.get(uid) not in known]


def _content(box: Any, uid: str) -> bytes:
    data = _checked(box.uid("fetch", uid, f"(BODY.PEEK[]<0.{LARGEST}>)"))
    return next((part[1] for part in data if isinstance(part, tuple)), b"")


def _checked(answer: tuple[str, Any]) -> Any:
    """What the server says, when it says yes."""
    status, data = answer
    if status != "OK":
        raise imaplib.IMAP4.error(f"The mailbox answers {status}.")
    return data


def _quoted(folder: str) -> str:
    """The name of a folder as IMAP writes it: modified UTF-7 (RFC 3501 5.1.3), in quotes."""
    wire = _NOT_ASCII.sub(lambda run: _utf7(run[0]), folder.replace("&", "&-"))
    escaped = wire.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _utf7(run: str) -> str:
    encoded = base64.b64encode(run.encode("utf-16-be")).decode()
    return f"&{encoded.rstrip('=').replace('/', ',')}-"


def _imap_date(day: date) -> str:
    """`16-Nov-2026`, in English whatever the machine speaks."""
    return f"{day.day}-{MONTHS[day.month - 1]}-{day.year}"
