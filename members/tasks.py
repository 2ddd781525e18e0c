"""Doors for Celery: beat says « look now », the rows say what is due."""

from celery import shared_task

from members.domain import late_members


@shared_task(name="members.plan_late_follow_ups", acks_late=True)
def plan_late_follow_ups() -> None:
    """Ask those who know late members to take news; run twice, nothing doubles."""
    late_members.plan()
