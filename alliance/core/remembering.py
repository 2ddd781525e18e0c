"""What is long to find and may be a few minutes old: kept in the cache, found again without it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache

logger = logging.getLogger(__name__)

Value = TypeVar("Value")


def remembered(key: str, find: Callable[[], Value], *, seconds: int, anew: bool = False) -> Value:
    """The value found less than so many seconds ago, else found now. Never None.

    `anew`: found now in any case, for whoever comes next. A cache that does not answer costs its
    time, not the page.
    """
    known: Value | None = None
    try:
        known = None if anew else cache.get(key)
    except Exception as fault:
        logger.warning("remembering: the cache does not answer (%s)", type(fault).__name__)
    if known is not None:
        return known
    found = find()
    try:
        cache.set(key, found, seconds)
    except Exception as fault:
        logger.warning("remembering: the cache does not answer (%s)", type(fault).__name__)
    return found


def forget(key: str) -> None:
    """Find it anew the next time."""
    try:
        cache.delete(key)
    except Exception as fault:
        logger.warning("remembering: the cache does not answer (%s)", type(fault).__name__)
