"""Doors for Celery."""

from celery import shared_task

from alliance.dashboard import ahead


@shared_task(name="dashboard.look_ahead")
def look_ahead() -> None:
    """Keep « Ma semaine » ready for those who opened it today; run twice, nothing changes."""
    ahead.look()
