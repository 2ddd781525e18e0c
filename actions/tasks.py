"""Doors for Celery: beat says « look now », the rows say what is due."""

from celery import shared_task

from actions.domain.declaring import declarations
from actions.domain.forecasts import lessons
from actions.domain.reminding import reminders
from actions.domain.writing import mailing_sending


@shared_task(name="actions.plan_reminders", acks_late=True)
def plan_reminders() -> None:
    """Write the messages and call tasks that are due; run twice or together, nothing doubles."""
    reminders.plan()


@shared_task(name="actions.purge_declarations", acks_late=True)
def purge_declarations() -> None:
    """Erase the homes of those who signed the declarations of actions that are over."""
    declarations.purge()


@shared_task(name="actions.send_mailings", acks_late=True)
def send_mailings() -> None:
    """Write the messages of the mailings whose hour has come."""
    mailing_sending.dispatch()


@shared_task(name="actions.keep_lessons", acks_late=True)
def keep_lessons() -> None:
    """Count what actions held taught, where it is not kept yet or was forgotten since."""
    lessons.keep_missing()
