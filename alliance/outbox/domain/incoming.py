"""Mail that reaches us: a report about one of our messages, or a letter that answers one."""

from __future__ import annotations

import email
from email import policy

from alliance.outbox.domain import bounces, letters

LARGEST = bounces.LARGEST


def take_in(raw: bytes) -> str:
    """Read a mail and do what it says; returns what it was: "bounce", "delay", "complaint",
    "letter", or nothing for what does not concern our messages. Never raises on nonsense."""
    report = bounces.take_in(raw)
    if report.kind:
        return report.kind
    try:
        mail = email.message_from_bytes(raw[:LARGEST], policy=policy.compat32)
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""
    return "letter" if letters.take_in(mail) is not None else ""
