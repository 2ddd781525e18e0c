"""Fetch what came back from the mailbox of BOUNCES_URL (IMAP), and read it."""

from __future__ import annotations

import imaplib
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings

from alliance.outbox.domain.bounces import LARGEST, take_in

logger = logging.getLogger(__name__)

AT_ONCE = 200
PATIENCE = 30


@dataclass(frozen=True)
class Fetched:
    """How many mails were read, and how many told of a message that came back."""

    read: int = 0
    understood: int = 0


def fetch() -> Fetched:
    """Read the unseen mails of the mailbox, and mark them seen; nothing without BOUNCES_URL.

    A mail that cannot be read is left seen and logged, without its words. Reading one twice
    changes nothing. Raises OSError or imaplib.IMAP4.error when the mailbox does not answer.
    """
    if not settings.BOUNCES_URL:
        return Fetched()
    read = understood = 0
    with _mailbox() as box:
        _status, found = box.uid("search", "UNSEEN")
        for uid in found[0].split()[:AT_ONCE]:
            raw = _content(box, uid.decode())
            box.uid("store", uid.decode(), "+FLAGS", "(\\Seen)")
            read += 1
            try:
                understood += bool(take_in(raw).kind)
            except Exception:
                logger.exception("outbox: a returned mail cannot be read")
    return Fetched(read, understood)


@contextmanager
def _mailbox() -> Iterator[Any]:
    where = urlsplit(settings.BOUNCES_URL)
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
        box.select(unquote(where.path.strip("/")) or "INBOX")
        yield box
    finally:
        try:
            box.logout()
        except (OSError, imaplib.IMAP4.error):
            logger.info("outbox: the mailbox closed the line first")


def _content(box: Any, uid: str) -> bytes:
    _status, data = box.uid("fetch", uid, f"(BODY.PEEK[]<0.{LARGEST}>)")
    return next((part[1] for part in data if isinstance(part, tuple)), b"")
