"""Who may bring how many: leaders, what they brought, and how they stand for an action."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.domain.planning.circles import circles_of
from actions.domain.telling.followers import followers_of
from actions.models import Action
from members.enums import GroupRole, LeaderStage
from members.models import Person, first_phone

LEADERS = 40
FIRST_STEP = 2  # what to ask of somebody who never brought anybody


@dataclass(frozen=True)
class LeaderFigure:
    """A leader of an action.

    `pledged`: what she said she would bring. `listed`: names on her list. `yes`, `sure`, `maybe`,
    `unanswered`: those names by their answer; `companions`: whom they bring. `came`: names of her
    list, and others brought by her, who were checked in.
    """

    leader: Person
    pledged: int = 0
    listed: int = 0
    yes: int = 0
    sure: int = 0
    maybe: int = 0
    unanswered: int = 0
    companions: int = 0
    came: int = 0

    @property
    def key(self) -> str:
        """What names her fields on a page."""
        return str(self.leader.pk)

    @property
    def promised(self) -> int:
        """Her names who said yes, and whom they bring."""
        return self.yes + self.companions

    @property
    def behind(self) -> int:
        """How many yes her pledge still lacks."""
        return max(0, self.pledged - self.promised)

    @property
    def may_bring(self) -> int:
        """How many more yes she can be asked for: what she pledged, or the names left to ask."""
        return max(self.behind, min(self.unanswered + self.maybe, FIRST_STEP))


@dataclass(frozen=True)
class Candidate:
    """A leader who may bring people: how many one may ask of her, and why that many."""

    leader: Person
    suggestion: int
    reason: str
    circle: int
    pledged: int | None


# The names on each list by their answer, those who were brought, and what was pledged. Written
# out: each page of an action asks it, and to build it anew cost more than to answer it.
LISTED = """
SELECT leader_id, brought_by_id, count(*) AS listed,
  count(*) FILTER (WHERE answer = 'yes') AS yes,
  count(*) FILTER (WHERE answer = 'yes' AND confirmed_at IS NOT NULL) AS sure,
  count(*) FILTER (WHERE answer = 'maybe') AS maybe,
  count(*) FILTER (WHERE answer = 'none') AS unanswered,
  coalesce(sum(companions) FILTER (WHERE answer = 'yes'), 0) AS companions,
  count(*) FILTER (WHERE attended) AS came, 0 AS pledged
FROM actions_attendance
WHERE action_id = %(action)s AND (leader_id IS NOT NULL OR brought_by_id IS NOT NULL)
GROUP BY 1, 2
UNION ALL
SELECT leader_id, NULL, 0, 0, 0, 0, 0, 0, 0, people FROM actions_pledge
WHERE action_id = %(action)s
"""
COUNTS = ("listed", "yes", "sure", "maybe", "unanswered", "companions")


def figures(action: Action) -> list[LeaderFigure]:
    """The leaders of an action, each with her first `phone`, those who pledged most first (two
    queries at the most)."""
    counted = _counted(action)
    people = Person.objects.annotate(phone=first_phone()).in_bulk(counted) if counted else {}
    found = [LeaderFigure(people[pk], **dict(counts)) for pk, counts in counted.items()]
    return sorted(found, key=lambda f: (-f.pledged, -f.listed, -f.came, f.leader.sort_key))


def _counted(action: Action) -> dict[int, Counter[str]]:
    """By leader: her pledge, the names on her list by their answer; those checked in are of
    whoever brought them, else of the one whose list they are on (one query)."""
    counted: defaultdict[int, Counter[str]] = defaultdict(Counter)
    with connection.cursor() as cursor:
        cursor.execute(LISTED, {"action": action.pk})
        rows = cursor.fetchall()
    for leader, brought_by, *numbers, came, pledged in rows:
        if came:
            counted[brought_by or leader]["came"] += came
        if leader is not None:
            counted[leader].update(dict(zip(COUNTS, numbers, strict=True)))
            counted[leader]["pledged"] += pledged
    return counted


def candidates(action: Action) -> list[Candidate]:
    """Leaders of the chapter who may bring people, those who bring most first.

    How many one may ask of each: the mean of what she brought to her last three actions, rounded
    up; two of somebody who never brought anybody but has a circle. A few queries, whatever their
    number.
    """
    pledged = {row.leader_id: row.people for row in action.pledges.all()}
    people = list(_leaders(action, pledged))
    brought = followers_of([one.pk for one in people])
    circles = circles_of(action, people)
    found = []
    for one in people:
        last = [count for _title, count in brought[one.pk].last_three]
        circle = len(circles.get(one.pk, {}))
        suggestion, reason = _suggested(last, circle)
        found.append(Candidate(one, suggestion, reason, circle, pledged.get(one.pk)))
    return sorted(found, key=lambda c: (-(c.pledged or 0), -c.suggestion, -c.circle))


def _leaders(action: Action, pledged: Collection[int]) -> Any:
    stages = [LeaderStage.CONNECTED, LeaderStage.TRAINING, LeaderStage.LEADER, LeaderStage.TRAINER]
    refers = Q(group_memberships__role=GroupRole.REFERENT, group_memberships__left_on=None)
    chosen = Q(leadership__stage__in=stages) | refers | Q(pk__in=list(pledged))
    found = Person.objects.active().filter(chosen, chapter=action.chapter_id).distinct()
    return found.in_list_order()[:LEADERS]


def _suggested(last: list[int], circle: int) -> tuple[int, str]:
    if sum(last):
        words = _("a amené %(counts)s à ses dernières actions")
        return -(-sum(last) // len(last)), words % {"counts": ", ".join(map(str, last))}
    if not circle:
        return 0, _("n’a encore personne autour d’elle ou de lui dans le fichier")
    words = ngettext(
        "n’a encore amené personne ; %(n)d nom autour",
        "n’a encore amené personne ; %(n)d noms autour",
        circle,
    )
    return min(FIRST_STEP, circle), words % {"n": circle}


def who_may_bring(found: Iterable[LeaderFigure], missing: int) -> list[tuple[Person, int]]:
    """The fewest leaders who can bring what is missing, those who can bring most first."""
    able = sorted((one for one in found if one.may_bring), key=lambda one: -one.may_bring)
    chosen: list[tuple[Person, int]] = []
    for one in able[:3]:
        if missing <= 0:
            break
        part = min(one.may_bring, missing)
        chosen.append((one.leader, part))
        missing -= part
    return chosen
