"""Doors for Celery: they wake the outbox; what is due is read from the rows."""

from typing import Any

from celery import shared_task
from celery.signals import worker_ready

from alliance.core.pulse import worker_lives
from alliance.outbox import mailbox
from alliance.outbox.domain import deliver, sweep, wake
from alliance.outbox.domain.waking import woken


@shared_task(name="outbox.deliver_due", acks_late=True)
def deliver_due() -> None:
    """Send what is due for some seconds, then give the worker back and ask to go on."""
    woken()
    worker_lives()
    if deliver().more:
        wake()


@shared_task(name="outbox.sweep", acks_late=True)
def sweep_outbox() -> None:
    """Expire what is too late; take back what dead senders held."""
    sweep()


@shared_task(name="outbox.fetch_returned", acks_late=True)
def fetch_returned() -> None:
    """Read what came back in the mailbox of BOUNCES_URL."""
    mailbox.fetch()


@worker_ready.connect
def resume(**_signal: Any) -> None:
    """A worker that starts looks at once for what the one before it left."""
    woken()
    wake()
