"""Words sealed with a key that the database does not hold: a stolen copy of it says nothing.

The keys come from the settings (SEAL_KEYS); the first seals, all of them open, so that a key is
changed by adding a new one in front. Without any, one is derived from SECRET_KEY.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class BrokenSeal(Exception):
    """This was sealed with another key, or changed since: it cannot be read."""


def seal(text: str) -> str:
    """Seal some words; an empty text stays empty."""
    return _seal().encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """Read sealed words. Raises BrokenSeal."""
    if not sealed:
        return ""
    try:
        return _seal().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise BrokenSeal from None


def _seal() -> MultiFernet:
    given = list(settings.SEAL_KEYS)
    return MultiFernet([Fernet(key) for key in given or [_derived()]])


def _derived() -> bytes:
    key = hashlib.sha256(b"alliance.seal:" + settings.SECRET_KEY.encode()).digest()
    return base64.urlsafe_b64encode(key)
