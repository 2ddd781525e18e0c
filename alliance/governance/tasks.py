"""Doors for Celery."""

from celery import shared_task

from alliance.governance.domain import naming


@shared_task(name="governance.remember_name", acks_late=True)
def remember_name() -> None:
    """Journal that the association changed its name; run twice, nothing doubles."""
    naming.remember_name()
