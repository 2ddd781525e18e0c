"""Roles held on the day, read so that they rotate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone

from actions.enums import ActionState, DayRole
from actions.models import ActionRole
from members.domain.leading.rotation import Provider, Roles, Turn, register_rotation
from members.models import Person

# Those by which one learns to lead; welcoming or taking photographs teaches less.
ROTATING = (DayRole.SPOKESPERSON, DayRole.CHAIR, DayRole.NEGOTIATOR, DayRole.MINUTES)
LOOKED_BACK = timedelta(days=365)


def register() -> None:
    """Tell the leaders' pages who held which role."""
    register_rotation(Provider(turns, roles_of))


def turns(chapters: Collection[int]) -> list[Turn]:
    """Each rotating role over the last year, and the leaders who never held it (three queries)."""
    counts = _counts(chapters)
    leaders = list(
        Person.objects.active()
        .filter(chapter__in=chapters, leadership__isnull=False)
        .in_list_order()
    )
    people = {one.pk: one for one in leaders}
    people |= Person.objects.in_bulk({pk for held in counts.values() for pk in held} - set(people))
    ever = _ever([one.pk for one in leaders])
    return [
        Turn(
            role=str(role.label),
            held=tuple((people[pk], n) for pk, n in counts[role.value].items()),
            never=tuple(one for one in leaders if (one.pk, role.value) not in ever),
        )
        for role in ROTATING
    ]


def _counts(chapters: Collection[int]) -> defaultdict[str, dict[int, int]]:
    now = timezone.now()
    rows: Any = (
        ActionRole.objects.filter(
            role__in=ROTATING,
            action__chapter__in=chapters,
            action__starts_at__range=(now - LOOKED_BACK, now),
            person__merged_into=None,
        )
        .exclude(action__state=ActionState.CANCELLED)
        .order_by()
        .values_list("role", "person_id")
        .annotate(n=Count("pk"))
        .order_by("-n", "person_id")
    )
    found: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for role, person_id, n in rows:
        found[role][person_id] = n
    return found


def _ever(person_ids: Collection[int]) -> set[tuple[int, str]]:
    rows = ActionRole.objects.filter(person__in=person_ids, role__in=ROTATING)
    return set(rows.values_list("person_id", "role"))


def roles_of(person_id: int) -> Roles:
    """Every role she held and how often, and the rotating ones she never did (one query)."""
    rows = ActionRole.objects.filter(person=person_id).order_by().values_list("role")
    held = dict(rows.annotate(n=Count("pk")))
    return Roles(
        held=tuple((str(role.label), held[role.value]) for role in DayRole if role.value in held),
        never=tuple(str(role.label) for role in ROTATING if role.value not in held),
    )
