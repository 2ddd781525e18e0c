"""Signs of life of the worker and of beat, kept in the cache where every process sees them."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils import timezone

logger = logging.getLogger(__name__)

OLDEST_PULSE = timedelta(seconds=120)
_KEEP = 24 * 60 * 60
_WORKER, _BEAT = "pulse:worker", "pulse:beat"


def worker_lives(*, now: datetime | None = None) -> None:
    """A worker runs a task: it lives. Never raises."""
    _write([_WORKER], now)


def beat_lives(*, now: datetime | None = None) -> None:
    """A worker runs the task that only beat sends: both live. Never raises."""
    _write([_WORKER, _BEAT], now)


def last_pulses() -> dict[str, datetime | None]:
    """When the worker and beat last showed life; raises what the cache raises."""
    found = cache.get_many([_WORKER, _BEAT])
    return {name.partition(":")[2]: _read(found.get(name)) for name in (_WORKER, _BEAT)}


def _write(names: list[str], now: datetime | None) -> None:
    at = (now or timezone.now()).timestamp()
    try:
        cache.set_many(dict.fromkeys(names, at), timeout=_KEEP)
    except Exception as fault:
        logger.warning("pulse: the cache does not answer (%s)", type(fault).__name__)


def _read(at: float | None) -> datetime | None:
    return None if at is None else datetime.fromtimestamp(at, tz=timezone.get_current_timezone())
