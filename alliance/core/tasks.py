"""Doors for Celery."""

from celery import shared_task

from alliance.core.pulse import beat_lives


@shared_task(name="core.pulse")
def pulse() -> None:
    """Sent by beat alone, run by a worker: whoever runs it proves that both live."""
    beat_lives()
