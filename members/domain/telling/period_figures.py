"""What was done with people over a period; each figure with its definition."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q

from alliance.core.days.periods import Period
from members.enums import ContactKind, LeaderStage
from members.models import Contact, Group, Leadership, Membership, Person

# A note or a message is not a meeting.
MET = frozenset(ContactKind.values) - {ContactKind.NOTE, ContactKind.MESSAGE}


@dataclass(frozen=True)
class PeopleFigures:
    """People over a period, in some chapters.

    `met`: different people with whom at least one exchange (one-to-one, call, door, visit,
    meeting) is noted in the period. `one_to_ones`: one-to-ones noted in it. `new`: people created
    in it and still known. `members`: people whose membership covers its last day.
    """

    met: int
    one_to_ones: int
    new: int
    members: int


def people_figures(chapters: Collection[int], period: Period) -> PeopleFigures:
    """The figures of these chapters (three queries)."""
    start, end = period.moments
    contacts = Contact.objects.filter(
        person__chapter__in=chapters, happened_at__gte=start, happened_at__lt=end
    ).aggregate(
        met=Count("person", filter=Q(kind__in=MET), distinct=True),
        one_to_ones=Count("pk", filter=Q(kind=ContactKind.ONE_TO_ONE)),
    )
    people = Person.objects.active().filter(chapter__in=chapters)
    covered = Membership.objects.current(on=period.end).filter(person__chapter__in=chapters)
    return PeopleFigures(
        met=contacts["met"],
        one_to_ones=contacts["one_to_ones"],
        new=people.filter(created_at__gte=start, created_at__lt=end).count(),
        members=covered.aggregate(n=Count("person", distinct=True))["n"],
    )


def leaders_by_stage(chapters: Collection[int]) -> list[tuple[str, str, int]]:
    """How many leaders stand at each stage today: value, words, number (one query)."""
    rows = dict(
        Leadership.objects.filter(person__chapter__in=chapters, person__archived_at=None)
        .filter(person__merged_into=None)
        .order_by()
        .values_list("stage")
        .annotate(n=Count("pk"))
    )
    return [(str(stage), str(stage.label), rows.get(stage.value, 0)) for stage in LeaderStage]


def living_groups(chapters: Collection[int]) -> int:
    """Groups of these chapters that were not ended (one query)."""
    return Group.objects.filter(chapter__in=chapters, ended_on=None).count()
