"""Whom each leader could call: those she brought, her ties, the groups she answers for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from actions.enums import Answer
from actions.models import Action, Attendance
from members.enums import GroupRole
from members.models import GroupMembership, Person, Relationship


def circles_of(action: Action, leaders: Iterable[Person]) -> dict[int, dict[int, str]]:
    """Whom each leader could call: person id and why, the closest first (three queries).

    Whom she brought, then her ties, then the groups she answers for. Everybody is in the circle
    of one leader only, the one whose tie is closest; other leaders, and those who said no to this
    action, are in none.
    """
    ids = [one.pk for one in leaders]
    refused = set(
        Attendance.objects.filter(action=action, answer=Answer.NO).values_list(
            "person_id", flat=True
        )
    )
    taken = {*ids, *refused}
    circles: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for source, why in (
        (_once_brought, _("déjà venu·e avec")),
        (_tied, _("lien")),
        (_grouped, _("groupe")),
    ):
        for leader, person in source(ids, action.chapter_id):
            if person not in taken:
                taken.add(person)
                circles[leader][person] = why
    return circles


def _once_brought(ids: list[int], chapter: int) -> list[tuple[int, int]]:
    mine = Person.objects.active().filter(chapter=chapter)
    came = (
        Attendance.objects.filter(brought_by__in=ids, person__in=mine)
        .order_by()
        .values_list("brought_by_id", "person_id")
        .annotate(n=Count("pk"))
        .order_by("-n", "person_id")
    )
    first = mine.filter(brought_by__in=ids).order_by("pk").values_list("brought_by_id", "pk")
    return [(leader, person) for leader, person, _n in came] + list(first)


def _tied(ids: list[int], chapter: int) -> list[tuple[int, int]]:
    hers = Q(person__in=ids, other__chapter=chapter, other__archived_at=None)
    theirs = Q(other__in=ids, person__chapter=chapter, person__archived_at=None)
    rows = (
        Relationship.objects.current()
        .filter(hers | theirs)
        .order_by("pk")
        .values_list("person_id", "other_id")
    )
    chosen = set(ids)
    return [(a, b) for a, b in rows if a in chosen] + [(b, a) for a, b in rows if b in chosen]


def _grouped(ids: list[int], chapter: int) -> list[tuple[int, int]]:
    led = GroupMembership.objects.current().filter(person__in=ids, role=GroupRole.REFERENT)
    answers_for = defaultdict(list)
    for group, leader in led.order_by("pk").values_list("group_id", "person_id"):
        answers_for[group].append(leader)
    rows = (
        GroupMembership.objects.current()
        .filter(group__in=list(answers_for), person__chapter=chapter, person__archived_at=None)
        .order_by("pk")
        .values_list("group_id", "person_id")
    )
    dealt: defaultdict[int, int] = defaultdict(int)
    pairs = []
    for group, person in rows:  # two referents of a group share its members, in turn
        leaders = answers_for[group]
        pairs.append((leaders[dealt[group] % len(leaders)], person))
        dealt[group] += 1
    return pairs
