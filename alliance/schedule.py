"""What beat wakes, and when. It only says « look now »: what is due is read from rows.

See docs/decisions/0002. A wake-up that waited longer than `expires` seconds is dropped.
"""

from typing import Any, Final

from celery.schedules import crontab

BEAT_SCHEDULE: Final[dict[str, dict[str, Any]]] = {
    "outbox-deliver": {"task": "outbox.deliver_due", "schedule": 5.0, "options": {"expires": 10}},
    "outbox-fetch-returned": {
        "task": "outbox.fetch_returned",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 300},
    },
    "outbox-sweep": {"task": "outbox.sweep", "schedule": 60.0, "options": {"expires": 60}},
    "actions-send-mailings": {
        "task": "actions.send_mailings",
        "schedule": 20.0,
        "options": {"expires": 20},
    },
    "actions-plan-reminders": {
        "task": "actions.plan_reminders",
        "schedule": crontab(),
        "options": {"expires": 60},
    },
    "actions-keep-lessons": {
        "task": "actions.keep_lessons",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 600},
    },
    "core-sweep-private-files": {
        "task": "core.sweep_private_files",
        "schedule": crontab(hour="4", minute="20"),
        "options": {"expires": 3600},
    },
    "actions-purge-declarations": {
        "task": "actions.purge_declarations",
        "schedule": crontab(hour="4", minute="50"),
        "options": {"expires": 3600},
    },
    "members-late-follow-ups": {
        "task": "members.plan_late_follow_ups",
        "schedule": crontab(hour="6", minute="30"),
        "options": {"expires": 3600},
    },
    # Every ten minutes of its window: an hour missed at dawn is caught up before noon.
    "members-digest": {
        "task": "members.plan_digest",
        "schedule": crontab(minute="*/10", hour="6-11"),
        "options": {"expires": 600},
    },
    "members-run-absences": {
        "task": "members.run_absences",
        "schedule": crontab(minute="5", hour="0-12"),
        "options": {"expires": 1800},
    },
    "members-purge-imports": {
        "task": "members.purge_imports",
        "schedule": crontab(hour="4", minute="20"),
        "options": {"expires": 3600},
    },
    "members-forget-words": {
        "task": "members.forget_words",
        "schedule": crontab(hour="4", minute="40"),
        "options": {"expires": 3600},
    },
    # Every half hour of the morning: a beat missed is caught up, a promise is told once.
    "campaigns-promises": {
        "task": "campaigns.tell_promises",
        "schedule": crontab(minute="10,40", hour="7-12"),
        "options": {"expires": 1500},
    },
    # What was written to an alliance while it was being joined to another (decision 0224).
    "members-gather-late": {
        "task": "members.gather_late",
        "schedule": crontab(minute="7-59/10"),
        "options": {"expires": 500},
    },
    # What is remembered five minutes, found anew before it is forgotten (decision 0242).
    "dashboard-look-ahead": {
        "task": "dashboard.look_ahead",
        "schedule": 240.0,
        "options": {"expires": 200},
    },
    "governance-remember-name": {
        "task": "governance.remember_name",
        "schedule": crontab(minute="15"),
        "options": {"expires": 3600},
    },
    "core-pulse": {"task": "core.pulse", "schedule": 30.0, "options": {"expires": 60}},
}
