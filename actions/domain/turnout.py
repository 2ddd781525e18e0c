"""Turnout: who is asked, what they answer, who comes, and the figure that says how many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from actions.domain.forecasts import forecasts
from actions.domain.invitations import Invitation, invite, preview
from actions.domain.replies import record_reply
from actions.domain.welcome.check_in import (
    CountOnly,
    check_in,
    name_walk_in,
    undo_check_in,
    walk_in,
)
from actions.enums import Answer
from actions.models import Action, Attendance

__all__ = [
    "CountOnly",
    "Invitation",
    "Turnout",
    "check_in",
    "foreseen_turnouts",
    "invite",
    "name_walk_in",
    "preview",
    "record_reply",
    "turnout",
    "turnout_of",
    "undo_check_in",
    "walk_in",
]

# « Pour en avoir 5 dans la salle, il faut 10 oui fermes » (Australian Conservation Foundation,
# Getting people there): used until the chapter's own show-up rate is measured.
SHOW_UP_RATE = 0.5


@dataclass(frozen=True)
class Turnout:
    """How a mobilization stands.

    `goal`: how many we want there. `asked`: people invited. `yes`, `maybe`, `no`: invited people by
    their last answer; `unanswered`: invited and silent, so asked = yes + maybe + no + unanswered
    when nobody answered uninvited. `sure`: those of the yes who said it again on another day.
    `waiting`: those of the maybe who said yes to a room that was full.
    `companions`: people that the yes say they bring. `promised`: yes + companions.
    `expected`: what the forecast says (`foreseen`, docs/decisions/0120); where none was asked for,
    half of the promised (half rule: want 5 in the room, get 10 firm yeses). `attended`: everybody
    checked in, walk-ins included. `walk_ins`: those of them who had not been invited, unknown ones
    included.
    """

    goal: int
    asked: int = 0
    yes: int = 0
    sure: int = 0
    maybe: int = 0
    no: int = 0
    unanswered: int = 0
    companions: int = 0
    waiting: int = 0
    attended: int = 0
    walk_ins: int = 0
    foreseen: int | None = None

    @property
    def promised(self) -> int:
        """Everybody announced: the yes, and those they bring."""
        return self.yes + self.companions

    @property
    def expected(self) -> int:
        """How many will be there: foreseen, else half of the promised, rounded down."""
        return self.foreseen if self.foreseen is not None else int(self.promised * SHOW_UP_RATE)

    @property
    def yes_needed(self) -> int:
        """How many more yes would make the goal expected; 0 when there are enough."""
        wanted = -(-self.goal * 100 // int(SHOW_UP_RATE * 100))
        return max(0, wanted - self.promised)


def turnout(action: Action) -> Turnout:
    """The figure of one action (one query)."""
    return turnout_of([action])[action.pk]


def turnout_of(actions: Iterable[Action]) -> dict[int, Turnout]:
    """The figures of several actions, by id (one query for all)."""
    goals = {action.pk: action.goal for action in actions}
    rows: Any = (
        Attendance.objects.filter(action__in=list(goals))
        .order_by()
        .values("action_id")
        .annotate(**_sums())
    )
    found = {
        row["action_id"]: {name[2:]: row[name] for name in row if name.startswith("n_")}
        for row in rows
    }
    return {pk: Turnout(goal=goal, **found.get(pk, {})) for pk, goal in goals.items()}


def foreseen_turnouts(actions: Iterable[Action]) -> dict[int, Turnout]:
    """The figures of actions to come with what the forecast says (four queries for all)."""
    listed = list(actions)
    foreseen = forecasts(listed)
    return {
        pk: replace(figure, foreseen=foreseen[pk].expected)
        for pk, figure in turnout_of(listed).items()
    }


def _sums() -> dict[str, Any]:
    # « n_ »: an alias named like a column would hide it from the other sums.
    invited = Q(invited_at__isnull=False)
    yes = Q(answer=Answer.YES)
    return {
        "n_asked": Count("pk", filter=invited),
        "n_yes": Count("pk", filter=yes),
        "n_sure": Count("pk", filter=yes & Q(confirmed_at__isnull=False)),
        "n_maybe": Count("pk", filter=Q(answer=Answer.MAYBE)),
        "n_no": Count("pk", filter=Q(answer=Answer.NO)),
        "n_unanswered": Count("pk", filter=invited & Q(answer=Answer.NONE)),
        "n_companions": Coalesce(Sum(F("companions"), filter=yes), 0),
        "n_waiting": Count("pk", filter=Q(waiting_since__isnull=False)),
        "n_attended": Count("pk", filter=Q(attended=True)),
        "n_walk_ins": Count("pk", filter=Q(attended=True, invited_at=None)),
    }
