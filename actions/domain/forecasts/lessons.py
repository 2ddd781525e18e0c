"""What each action held taught, kept beside it so that no page counts its presences again.

A lesson is a count of what is over, written by the sweep and deleted by a trigger as soon as a
presence changes (docs/decisions/0190). The forecast reads what is kept, and counts the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from actions.domain.forecasts.reading import LOOKED_BACK, held_of, read_held
from actions.models import Action, Attendance, Lesson
from alliance.core.management.verifying import register_check

# People are still checked in while the action breaks up, then from paper: no need to count twice.
SETTLED: Final = timedelta(hours=1)
AT_ONCE: Final = 500  # actions a sweep looks at
WRITERS: Final = 0x6C657373  # of presences: the lock that the trigger shares (migration 0009)


def keep_missing(now: datetime | None = None) -> int:
    """Write the lessons that are missing or belong to another date; return how many.

    Idempotent, one short transaction an action. An action whose presences are being written at
    this moment is left to the next sweep.
    """
    moment = now or timezone.now()
    return sum(keep(action, now=moment) for action in missing(moment)[:AT_ONCE])


@transaction.atomic
def keep(action: Action, *, now: datetime | None = None) -> bool:
    """Count what this action taught and keep it; False when somebody is writing presences."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [WRITERS])
        if not cursor.fetchone()[0]:
            return False
    Lesson.objects.update_or_create(
        action=action, defaults={**_counted(action), "learned_at": now or timezone.now()}
    )
    return True


def missing(now: datetime | None = None) -> Any:
    """Actions over and settled whose lesson is not kept as they stand, the latest first."""
    moment = now or timezone.now()
    return (
        Action.objects.past(moment - SETTLED)
        .announced()
        .filter(count_only=False, starts_at__gte=moment - LOOKED_BACK)
        .exclude(lesson__starts_at=F("starts_at"))
    )


def wrong() -> Iterator[str]:
    """Say which lessons are not what the presences teach; nothing when all is well."""
    for lesson in Lesson.objects.select_related("action").iterator():
        counted = _counted(lesson.action)
        if lesson.starts_at != counted["starts_at"]:
            continue  # of another date: nobody reads it
        kept = {name: getattr(lesson, name) for name in counted}
        if held_of(kept["cells"], kept["others"]) != held_of(counted["cells"], counted["others"]):
            yield f"actions.Lesson {lesson.pk} : les présences de l’action disent autre chose"
        elif kept["by_name"] != counted["by_name"]:
            yield f"actions.Lesson {lesson.pk} : pointée par nom, ou non ?"


def register() -> None:
    """Let `bin/manage verify` look at the lessons."""
    register_check("actions.lessons", wrong)


def _counted(action: Action) -> dict[str, Any]:
    (held,) = read_held([action.pk])
    named = Attendance.objects.present().filter(action=action, invited_at__isnull=False)
    return {
        "starts_at": action.starts_at,
        "by_name": named.exists(),
        "cells": [
            [cell.word.value, cell.means, cell.days, tally.people, tally.came, tally.companions]
            for cell, tally in held.cells.items()
        ],
        "others": held.others,
    }
