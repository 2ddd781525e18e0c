"""Wake a sender. A wake-up may be lost: beat looks at the rows every few seconds anyway."""

import logging

from celery import current_app
from django.core.cache import cache
from django.db import connection, transaction

logger = logging.getLogger(__name__)

DELIVER_TASK = "outbox.deliver_due"
_WOKEN = "outbox:woken"
# Longer than a wake-up waits in a healthy queue; without a worker, at most one in this time.
_WOKEN_SECONDS = 10


def wake_after_commit() -> None:
    """Wake a sender when the present transaction commits, once however often it is asked."""
    if not any(entry[1] is wake for entry in connection.run_on_commit):
        transaction.on_commit(wake, robust=True)


def wake() -> None:
    """Ask a worker to deliver now. Never raises: without a broker, beat will find the rows."""
    try:
        if not cache.add(_WOKEN, True, timeout=_WOKEN_SECONDS):
            return
    except Exception as fault:
        logger.warning("outbox: the cache does not answer (%s)", type(fault).__name__)
    try:
        # One quick second try: after a restart of the broker the pooled connection is stale.
        current_app.send_task(
            DELIVER_TASK,
            expires=30,
            ignore_result=True,
            retry_policy={"max_retries": 1, "interval_start": 0, "interval_max": 0},
        )
    except Exception as fault:
        logger.warning("outbox: the broker does not answer (%s)", type(fault).__name__)


def woken() -> None:
    """A sender begins: rows committed from now on deserve a wake-up of their own."""
    try:
        cache.delete(_WOKEN)
    except Exception as fault:
        logger.warning("outbox: the cache does not answer (%s)", type(fault).__name__)
