"""Is the house alive, is it ready? For load balancers: no login, no secret."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from alliance.core.pulse import OLDEST_PULSE, last_pulses

logger = logging.getLogger(__name__)

MIGRATIONS_HOLD_SECONDS = 60.0
_migrations_seen_at: float | None = None


class NotReady(Exception):
    """One condition is missing; the word says which, and nothing of the machine."""


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing of the database: a restart would not mend that."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, cache, migrations, and life of worker and beat; 503 while one is missing."""
    checks = {name: _state_of(check) for name, check in _CHECKS.items()}
    ready = all(state == "ok" for state in checks.values())
    body = {"status": "ok" if ready else "unavailable", "checks": checks}
    return JsonResponse(body, status=200 if ready else 503)


def _state_of(check: Callable[[], None]) -> str:
    try:
        check()
    except NotReady as reason:
        return str(reason)
    except Exception as fault:
        # The words of a driver may tell addresses and accounts: only to the log.
        logger.warning("readyz: %s: %s", check.__name__.lstrip("_"), fault)
        return "unreachable"
    return "ok"


def _database() -> None:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT 1")


def _cache() -> None:
    cache.get("readyz")


def _migrations() -> None:
    """Reading all migration files is slow: once seen complete, they stay so for a minute."""
    global _migrations_seen_at
    if _migrations_seen_at and time.monotonic() - _migrations_seen_at < MIGRATIONS_HOLD_SECONDS:
        return
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotReady("pending")
    _migrations_seen_at = time.monotonic()


def _worker() -> None:
    _lives("worker")


def _beat() -> None:
    _lives("beat")


def _lives(name: str) -> None:
    seen = last_pulses()[name]
    if seen is None or timezone.now() - seen > OLDEST_PULSE:
        raise NotReady("silent")


_CHECKS: dict[str, Callable[[], None]] = {
    "database": _database,
    "cache": _cache,
    "migrations": _migrations,
    "worker": _worker,
    "beat": _beat,
}
