"""The Celery application. Tasks live in the rooms and never import this module."""

import os
from typing import Any

from celery import Celery, bootsteps
from celery.app.amqp import AMQP
from kombu.connection import Connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alliance.settings")


class QuickConnection(Connection):
    """Is back 3 s after the broker; kombu's own pauses grow to half a minute."""

    def ensure_connection(self, *args: Any, **kwargs: Any) -> Any:
        """Try until the broker answers."""
        return super().ensure_connection(*args, **{"interval_max": 3, **kwargs})  # type: ignore[no-untyped-call]


class QuickAMQP(AMQP):
    """Celery's way to choose the class of its connections."""

    Connection = QuickConnection


class QuickRepair(bootsteps.StartStopStep):
    """Looks for dead processes every second.

    Celery hears of a death at once, but sometimes an instant before the process is gone; it then
    looks again five seconds later only, and meanwhile nothing leaves.
    """

    requires = ("celery.worker.components:Pool",)

    def register_with_event_loop(self, worker: Any, hub: Any) -> None:
        """Celery asks each step, whenever the worker's loop begins."""
        hub.call_repeatedly(1.0, worker.pool.maintain_pool)


app = Celery("alliance", amqp=QuickAMQP)
app.steps["worker"].add(QuickRepair)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
