"""Whom somebody brings, from check-ins: what proves a leader."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import ngettext

from actions.enums import ActionState
from actions.models import Attendance
from members.domain.leading.leadership import Followers, register_followers
from members.domain.leading.suggestions import register_reasons

LAST_ACTIONS = 3
LOOKED_BACK = timedelta(days=365)
# « Pourrait être leader »: the association's own thresholds, said to whoever reads the list.
BROUGHT_LEAST = 3
CAME_LEAST = 4


def register() -> None:
    """Count the followers of the leaders' board, and give reasons to its suggestions."""
    register_followers(followers_of)
    register_reasons(reasons)


def followers_of(person_ids: Sequence[int]) -> dict[int, Followers]:
    """The followers of each of these people (four queries, whatever their number)."""
    totals = _totals(person_ids)
    recent = _last_actions(person_ids)
    circles = _next_circles(person_ids)
    return {
        pk: Followers(
            brought=totals.get(pk, (0, 0))[0],
            came=totals.get(pk, (0, 0))[1],
            last_three=tuple(recent.get(pk, ())),
            next_circle=circles.get(pk, 0),
        )
        for pk in person_ids
    }


def _totals(person_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    rows: Any = (
        Attendance.objects.filter(brought_by__in=person_ids)
        .order_by()
        .values("brought_by_id")
        .annotate(brought=Count("pk"), came=Count("pk", filter=Q(attended=True)))
    )
    return {row["brought_by_id"]: (row["brought"], row["came"]) for row in rows}


def _held(now: datetime) -> Q:
    return Q(
        action__state=ActionState.ANNOUNCED,
        action__starts_at__lte=now,
        action__starts_at__gte=now - LOOKED_BACK,
    )


def _last_actions(person_ids: Sequence[int]) -> dict[int, list[tuple[str, int]]]:
    """The last actions where she was asked or came, with how many came by her."""
    held = _held(timezone.now())
    rows = (
        Attendance.objects.filter(held, person__in=person_ids)
        .order_by("-action__starts_at", "-action_id")
        .values_list("person_id", "action_id", "action__title")
    )
    came: Counter[tuple[int | None, int]] = Counter(
        Attendance.objects.filter(held, brought_by__in=person_ids, attended=True).values_list(
            "brought_by_id", "action_id"
        )
    )
    found: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for person_id, action_id, title in rows:
        if person_id is not None and len(found[person_id]) < LAST_ACTIONS:
            found[person_id].append((title, came[person_id, action_id]))
    return found


def _next_circles(person_ids: Sequence[int]) -> dict[int, int]:
    """How many different people were brought in turn by those who came by her."""
    rows: Any = (
        Attendance.objects.filter(brought_by__in=person_ids, attended=True, person__isnull=False)
        .order_by()
        .values("brought_by_id")
        .annotate(
            n=Count(
                "person__brought_attendances__person",
                filter=Q(person__brought_attendances__attended=True),
                distinct=True,
            )
        )
    )
    return {row["brought_by_id"]: row["n"] for row in rows}


def reasons(chapters: Collection[int]) -> dict[int, list[str]]:
    """Facts of the last year that may make a leader: she brought people who came; she comes."""
    held = _held(timezone.now())
    found: defaultdict[int, list[str]] = defaultdict(list)
    there = Attendance.objects.filter(held, action__chapter__in=chapters, attended=True).order_by()
    brought = there.exclude(brought_by=None).values_list("brought_by_id")
    for pk, n in brought.annotate(n=Count("pk")).filter(n__gte=BROUGHT_LEAST):
        words = ngettext(
            "a amené %(n)d personne qui est venue",
            "a amené %(n)d personnes qui sont venues",
            n,
        )
        found[pk].append(words % {"n": n})
    came = there.exclude(person=None).values_list("person_id")
    for pk, n in came.annotate(n=Count("action", distinct=True)).filter(n__gte=CAME_LEAST):
        words = ngettext("venue à %(n)d action", "venu·e à %(n)d actions en un an", n)
        found[pk].append(words % {"n": n})
    return found
