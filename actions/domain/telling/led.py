"""Who accompanies which actions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from actions.models import Action
from members.models import User

WEEKS = 12


@dataclass(frozen=True)
class Led:
    """Actions an organizer accompanies: `held` in the last twelve weeks, `coming` ones ahead."""

    held: int = 0
    coming: int = 0


def led_by(users: Collection[User], *, now: datetime | None = None) -> dict[int, Led]:
    """By account, announced actions only (one query)."""
    moment = now or timezone.now()
    rows = (
        Action.objects.announced()
        .filter(organizer__in=users, starts_at__gte=moment - timedelta(weeks=WEEKS))
        .order_by()
        .values_list("organizer")
        .annotate(
            held=Count("pk", filter=Q(starts_at__lte=moment)),
            coming=Count("pk", filter=Q(starts_at__gt=moment)),
        )
    )
    return {user: Led(held, coming) for user, held, coming in rows}
