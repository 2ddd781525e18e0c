"""Counting tries, so that nobody guesses or floods a public page; addresses are kept as seals."""

from __future__ import annotations

from collections.abc import Mapping

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

AN_HOUR = 3600


def visitor(request: HttpRequest, salt: str) -> str:
    """Who sends, whatever the device, as a seal: the address itself is kept nowhere."""
    return salted_hmac(salt, get_adapter().get_client_ip(request)).hexdigest()


def seal_of(request: HttpRequest) -> str:
    """A short mark of where a request comes from: it tells two devices apart, and names none."""
    address = get_adapter().get_client_ip(request)
    agent = request.META.get("HTTP_USER_AGENT", "")[:200]
    return salted_hmac("core.visitor", f"{address}|{agent}").hexdigest()[:16]


def count(key: str, *, seconds: int) -> int:
    """Add one to a counter that lives so long from its first count; returns its value."""
    if cache.add(key, 1, seconds):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # it expired between the two
        return 1


def counted(key: str) -> int:
    """The value of a counter, without adding to it."""
    return cache.get(key) or 0


def too_many(limits: Mapping[str, int], *, seconds: int = AN_HOUR) -> bool:
    """Count this try under each key; true when one of them went over its number in that time."""
    counts = {key: count(key, seconds=seconds) for key in limits}
    return any(counts[key] > most for key, most in limits.items())
