"""Large files are read and written by a worker; small ones at once, while the page is awaited.

The work itself is in rows: a task says only « look at this batch now ». Lost with the broker, it
is asked again by a button; delivered twice, it finds the batch locked or done.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from celery import current_app
from django.core.cache import cache
from django.db import transaction

from members.models import ImportBatch, User

logger = logging.getLogger(__name__)

AT_ONCE: Final = 2_000  # rows: about two seconds
PREVIEW_TASK: Final = "members.import_preview"
APPLY_TASK: Final = "members.import_apply"
UNDO_TASK: Final = "members.import_undo"
REMEMBERED: Final = 3_600  # seconds


@dataclass(frozen=True)
class Advance:
    """How far a task is; without `total` nobody knows yet."""

    done: int = 0
    total: int = 0


def is_large(batch: ImportBatch) -> bool:
    """Whether a worker should do it rather than the page."""
    return int(batch.reading.get("rows", 0)) > AT_ONCE


def start(task: str, batch: ImportBatch, actor: User | None) -> None:
    """Ask a worker to do it, once the present transaction is committed. Never raises."""
    arguments = [batch.pk, actor.pk if actor else None]
    transaction.on_commit(lambda: _send(task, arguments), robust=True)


def _send(task: str, arguments: list[int | None]) -> None:
    try:
        current_app.send_task(
            task,
            args=arguments,
            ignore_result=True,
            retry_policy={"max_retries": 1, "interval_start": 0, "interval_max": 0},
        )
    except Exception as fault:
        logger.warning("imports: the broker does not answer (%s)", type(fault).__name__)


def teller(batch: ImportBatch) -> Callable[[int, int], None]:
    """What a task calls to say how far it is: in the cache, for it works in one transaction."""

    def tell(done: int, total: int) -> None:
        try:
            cache.set(_key(batch), (done, total), REMEMBERED)
        except Exception as fault:
            logger.warning("imports: the cache does not answer (%s)", type(fault).__name__)

    return tell


def advance(batch: ImportBatch) -> Advance:
    """How far the task of this batch is, if it has said so."""
    try:
        return Advance(*(cache.get(_key(batch)) or ()))
    except Exception as fault:
        logger.warning("imports: the cache does not answer (%s)", type(fault).__name__)
        return Advance()


def at_work(batch: ImportBatch) -> bool:
    """Whether somebody holds the batch now: its row is locked while it is read or written."""
    with transaction.atomic():
        free = ImportBatch.objects.select_for_update(skip_locked=True, of=("self",))
        return not free.filter(pk=batch.pk).exists()


def _key(batch: ImportBatch) -> str:
    return f"imports:{batch.pk}:advance"
