"""Signed links for people without an account: what they say cannot be changed or guessed."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

REPLY_SALT = "actions.reply"
PREFERENCES_SALT = "actions.preferences"


def reply_token(attendance_id: int) -> str:
    """The token of a person's reply page for one action; when it ends, the page decides."""
    return _signer(REPLY_SALT).sign(str(attendance_id))


def read_reply_token(token: str) -> int | None:
    """The attendance behind a token; None when it was not signed here."""
    return _read(REPLY_SALT, token)


def preferences_token(person_id: int) -> str:
    """The token of a person's preferences; it never ends, as one may always say no."""
    return _signer(PREFERENCES_SALT).sign(str(person_id))


def read_preferences_token(token: str) -> int | None:
    """The person behind a token; None when it was not signed here."""
    return _read(PREFERENCES_SALT, token)


def reply_url(attendance_id: int) -> str:
    """The address of the reply page, as written in messages."""
    return settings.SITE_URL + reverse("actions:reply", args=[reply_token(attendance_id)])


def preferences_url(person_id: int) -> str:
    """The address of the preferences, also the one of one-click unsubscribe (RFC 8058)."""
    return settings.SITE_URL + reverse("actions:preferences", args=[preferences_token(person_id)])


def _signer(salt: str) -> signing.Signer:
    return signing.Signer(salt=salt, sep=".")


def _read(salt: str, token: str) -> int | None:
    try:
        number = _signer(salt).unsign(token)
    except signing.BadSignature:
        return None
    return int(number) if number.isdecimal() and len(number) < 19 else None
