"""How a list of calls goes: each branch's progress, and the one that keeps silent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from actions.domain.phone_tree.calling import SPOKEN
from actions.enums import CallOutcome
from actions.models import CallBranch, CallLine, CallList

SILENCE = timedelta(hours=2)


@dataclass(frozen=True)
class BranchFigure:
    """One caller's progress.

    `total`: her names. `done`: those with a result. `reached`: those spoken to. `yes`: those who
    said yes; `companions`: whom they bring. `last_at`: her last noted call. `silent`: names wait,
    and nothing was noted for two hours (since she began, or since her last call).
    """

    branch: CallBranch
    total: int
    done: int
    reached: int
    yes: int
    companions: int
    last_at: datetime | None
    silent: bool

    @property
    def left(self) -> int:
        """Names nobody has called yet."""
        return self.total - self.done


@dataclass(frozen=True)
class ListFigure:
    """A whole list: the sums of its branches."""

    total: int
    done: int
    reached: int
    yes: int
    companions: int

    @property
    def left(self) -> int:
        """Names nobody has called yet."""
        return self.total - self.done


def branch_figures(call_list: CallList, *, now: datetime | None = None) -> list[BranchFigure]:
    """The branches of a list in their order (one query)."""
    moment = now or timezone.now()
    branches: Any = CallBranch.objects.filter(call_list=call_list).select_related("person", "user")
    counted = branches.annotate(**_counts("lines__"), last=Max("lines__done_at"))
    return [_figure(branch, call_list, moment) for branch in counted.order_by("id")]


def list_figures(lists: Iterable[CallList]) -> dict[int, ListFigure]:
    """The sums of several lists, by id (one query for all)."""
    found: Any = (
        CallLine.objects.filter(call_list__in=[one.pk for one in lists])
        .order_by()
        .values("call_list")
        .annotate(**_counts(""))
    )
    return {
        row["call_list"]: ListFigure(
            row["total"], row["done"], row["reached"], row["yes"], row["bring"]
        )
        for row in found
    }


def _counts(path: str) -> dict[str, Any]:
    yes = Q(**{f"{path}outcome": CallOutcome.YES})
    return {
        "total": Count(f"{path}id"),
        "done": Count(f"{path}id", filter=~Q(**{f"{path}outcome": ""})),
        "reached": Count(f"{path}id", filter=Q(**{f"{path}outcome__in": list(SPOKEN)})),
        "yes": Count(f"{path}id", filter=yes),
        "bring": Coalesce(Sum(f"{path}companions", filter=yes), 0),
    }


def _figure(branch: Any, call_list: CallList, now: datetime) -> BranchFigure:
    since = max(branch.started_at, branch.last or branch.started_at)
    waits = branch.total > branch.done
    return BranchFigure(
        branch,
        branch.total,
        branch.done,
        branch.reached,
        branch.yes,
        branch.bring,
        branch.last,
        silent=waits and call_list.is_open and now - since >= SILENCE,
    )
