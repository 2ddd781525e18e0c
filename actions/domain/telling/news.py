"""What people answered lately, action by action."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from actions.enums import Answer
from actions.models import Action, Reply
from members.models import User


@dataclass(frozen=True)
class Answered:
    """Answers given to an action since a moment: everybody's last one, `yes` of `people`."""

    action: Action
    people: int
    yes: int


def answered_since(user: User, since: datetime) -> list[Answered]:
    """The actions that got answers since then, the soonest first (two queries).

    A person who answered several times counts once, by her last answer.
    """
    actions = Action.objects.visible_to(user)
    last = (
        Reply.objects.filter(replied_at__gte=since, attendance__action__in=actions)
        .order_by("attendance_id", "-replied_at", "-pk")
        .distinct("attendance_id")
        .values_list("attendance__action_id", "answer")
    )
    given = Counter(last)
    if not given:
        return []
    people: Counter[int] = Counter()
    for (action, _answer), number in given.items():
        people[action] += number
    named = Action.objects.filter(pk__in=people).order_by("starts_at", "pk")
    return [Answered(one, people[one.pk], given[one.pk, Answer.YES]) for one in named]
