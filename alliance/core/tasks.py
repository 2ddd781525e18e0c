"""Doors for Celery."""

from celery import shared_task

from alliance.core.files import private_files
from alliance.core.pulse import beat_lives


@shared_task(name="core.pulse")
def pulse() -> None:
    """Sent by beat alone, run by a worker: whoever runs it proves that both live."""
    beat_lives()


@shared_task(name="core.sweep_private_files")
def sweep_private_files() -> None:
    """Throw away the files that no row names; run twice, the second finds none."""
    private_files.sweep()
