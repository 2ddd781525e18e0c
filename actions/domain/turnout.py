"""Turnout: who is asked, what they answer, who comes, and the figure that says how many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import connection

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
from actions.models import Action

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

# In the order of the fields of `Turnout`. Written out: each page of an action asks it, and to
# build it anew cost more than to answer it.
SUMS = """
SELECT action_id,
  count(*) FILTER (WHERE invited_at IS NOT NULL),
  count(*) FILTER (WHERE answer = 'yes'),
  count(*) FILTER (WHERE answer = 'yes' AND confirmed_at IS NOT NULL),
  count(*) FILTER (WHERE answer = 'maybe'),
  count(*) FILTER (WHERE answer = 'no'),
  count(*) FILTER (WHERE answer = 'none' AND invited_at IS NOT NULL),
  coalesce(sum(companions) FILTER (WHERE answer = 'yes'), 0),
  count(*) FILTER (WHERE waiting_since IS NOT NULL),
  count(*) FILTER (WHERE attended),
  count(*) FILTER (WHERE attended AND invited_at IS NULL)
FROM actions_attendance WHERE action_id = ANY(%s) GROUP BY action_id
"""


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
    found: dict[int, tuple[int, ...]] = {}
    if goals:
        with connection.cursor() as cursor:
            cursor.execute(SUMS, [list(goals)])
            found = {pk: tuple(numbers) for pk, *numbers in cursor.fetchall()}
    return {pk: Turnout(goal, *found.get(pk, ())) for pk, goal in goals.items()}


def foreseen_turnouts(
    actions: Iterable[Action], *, over: Iterable[Action] = ()
) -> dict[int, Turnout]:
    """The figures of actions to come with what the forecast says, and those of some that are
    over (two queries for all)."""
    listed = list(actions)
    foreseen = forecasts(listed)
    figures = turnout_of([*listed, *over])
    ahead = {pk: replace(figures[pk], foreseen=found.expected) for pk, found in foreseen.items()}
    return figures | ahead
