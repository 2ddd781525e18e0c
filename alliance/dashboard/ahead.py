"""Looking ahead for those who opened « Ma semaine » today: nobody waits while everybody is read.

Who waits and the rhythm are remembered five minutes (docs/decisions/0191): a worker finds them
anew before they are forgotten. Without a worker they are found when she asks (0242).
"""

from __future__ import annotations

import logging
import time
from typing import Final

from django.core.cache import cache

from alliance.dashboard.waiting import look_ahead
from members.domain.telling.figures import weekly_one_to_ones
from members.models import Role, User
from members.permissions import is_organizer

logger = logging.getLogger(__name__)

TODAY: Final = 12 * 3600  # seconds
PATIENCE: Final = 60  # seconds of one round: whoever came last is served first


def opened(user: User) -> None:
    """She looks at her week: until tonight it is kept ready."""
    try:
        cache.set(_key(user.pk), time.time(), TODAY)
    except Exception as fault:
        logger.warning("ahead: the cache does not answer (%s)", type(fault).__name__)


def look(*, patience: float = PATIENCE) -> int:
    """Find anew what those of today will be shown; how many were served. Never raises for a cache
    that does not answer: then there is nothing to prepare."""
    try:
        marks = cache.get_many([_key(pk) for pk in _accounts()])
    except Exception as fault:
        logger.warning("ahead: the cache does not answer (%s)", type(fault).__name__)
        return 0
    end, served = time.monotonic() + patience, 0
    for key in sorted(marks, key=lambda key: -marks[key]):
        user = User.with_rights(int(key.rpartition(":")[2]))
        if user is not None and is_organizer(user) and time.monotonic() < end:
            look_ahead(user)
            weekly_one_to_ones(user, anew=True)
            served += 1
    return served


def _accounts() -> set[int]:
    held = Role.objects.current().filter(user__is_active=True)
    return {
        *held.values_list("user_id", flat=True),
        *User.objects.filter(is_active=True, is_superuser=True).values_list("pk", flat=True),
    }


def _key(pk: int) -> str:
    return f"week:{pk}"
