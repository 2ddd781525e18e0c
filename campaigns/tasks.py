"""Doors for Celery: beat says « look now », the rows say what is due."""

from __future__ import annotations

from celery import shared_task

from campaigns.domain.fought import promise_clock


@shared_task(name="campaigns.tell_promises", acks_late=True)
def tell_promises() -> None:
    """Tell those who lead that the date of a promise has passed; run twice, nothing doubles."""
    promise_clock.tell()
