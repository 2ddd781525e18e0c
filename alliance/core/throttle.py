"""How often a public page may be used: counted in the cache, an address only as a seal."""

from __future__ import annotations

from django.core.cache import cache
from django.utils.crypto import salted_hmac


def too_many(purpose: str, who: str, most: int, seconds: int) -> bool:
    """Count this try of `who` (an address, a page…) and say whether it is one too many.

    Only a seal of `who` is kept, for that time.
    """
    key = f"throttle:{purpose}:{salted_hmac('core.throttle', who).hexdigest()}"
    if cache.add(key, 1, seconds):
        return most < 1
    try:
        return cache.incr(key) > most
    except ValueError:  # it expired between the two
        return False
