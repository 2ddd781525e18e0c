"""How often a public form may be sent: by visitor, and by what it is about."""

from __future__ import annotations

from collections.abc import Mapping

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

AN_HOUR = 3600


def visitor(request: HttpRequest, salt: str) -> str:
    """Who sends, as a seal: the address itself is kept nowhere."""
    return salted_hmac(salt, get_adapter().get_client_ip(request)).hexdigest()


def too_many(limits: Mapping[str, int]) -> bool:
    """Count this try under each key; true when one of them went over its number in an hour."""
    counts = {key: _count(key) for key in limits}
    return any(counts[key] > most for key, most in limits.items())


def _count(key: str) -> int:
    if cache.add(key, 1, AN_HOUR):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # it expired between the two
        return 1
