"""What was done together over a period: actions, and how many came; each with its definition."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone

from actions.enums import ActionKind, ActionState, Answer
from actions.models import Action, Attendance
from alliance.core.days.periods import Period


@dataclass(frozen=True)
class ActionFigures:
    """Actions over a period, in some chapters.

    `held`: actions announced, not cancelled, that started in the period and before now.
    `promised`: for these, the people who said yes and those they announced with them. `came`:
    people checked in, walk-ins included. `different`: different named people among them.
    `trained`: different named people who came to a training.
    """

    held: int
    promised: int
    came: int
    different: int
    trained: int


@dataclass(frozen=True)
class Month:
    """A month of mobilization: promised and come."""

    month: date
    promised: int
    came: int


def action_figures(chapters: Collection[int], period: Period) -> ActionFigures:
    """The figures of these chapters (two queries)."""
    held = held_in(chapters, period)
    there = Attendance.objects.filter(action__in=held.values("pk"))
    sums = there.aggregate(
        **_promised_and_came(),
        different=Count("person", filter=Q(attended=True), distinct=True),
        trained=Count(
            "person",
            filter=Q(attended=True, action__kind=ActionKind.TRAINING),
            distinct=True,
        ),
    )
    promised = sums["yes"] + sums["companions"]
    return ActionFigures(held.count(), promised, sums["came"], sums["different"], sums["trained"])


def turnout_by_month(chapters: Collection[int], period: Period) -> list[Month]:
    """Promised and come, month by month, empty months included (one query)."""
    rows: Any = (
        Attendance.objects.filter(action__in=held_in(chapters, period).values("pk"))
        .annotate(month=TruncMonth("action__starts_at"))
        .order_by()
        .values("month")
        .annotate(**_promised_and_came())
    )
    found = {timezone.localdate(row["month"]): row for row in rows}
    nothing = {"yes": 0, "companions": 0, "came": 0}
    months = ((month, found.get(month, nothing)) for month in period.months())
    return [Month(month, row["yes"] + row["companions"], row["came"]) for month, row in months]


def held_in(chapters: Collection[int], period: Period) -> QuerySet[Action]:
    """The actions announced, not cancelled, that started in the period and before now."""
    start, end = period.moments
    return Action.objects.filter(
        chapter__in=chapters,
        state=ActionState.ANNOUNCED,
        starts_at__gte=start,
        starts_at__lt=min(end, timezone.now()),
    )


def _promised_and_came() -> dict[str, object]:
    yes = Q(answer=Answer.YES)
    return {
        "yes": Count("pk", filter=yes),
        "companions": Coalesce(Sum(F("companions"), filter=yes), 0),
        "came": Count("pk", filter=Q(attended=True)),
    }
