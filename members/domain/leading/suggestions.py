"""« Pourrait être leader »: plain facts, each said in words, never a score.

The facts come from rooms that know them: each registers a reason. What is answered « pas
maintenant » is remembered and comes back after three months.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from heapq import nsmallest

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alliance.core.remembering import remembered
from members.enums import GroupRole
from members.models import GroupMembership, LeaderNotYet, Leadership, Person, User

NOT_YET_DAYS = 90
REMEMBERED = 300  # seconds
MANY = 500
SPEAKING = (GroupRole.REFERENT, GroupRole.SPOKESPERSON)

Reasons = Callable[[Collection[int]], dict[int, list[str]]]
_reasons: list[Reasons] = []


@dataclass(frozen=True)
class Suggestion:
    """Somebody who could lead, and why we think so."""

    person: Person
    reasons: list[str]


def register_reasons(provider: Reasons) -> None:
    """Add facts from another room: chapters → sentences by person; once per provider."""
    if provider not in _reasons:
        _reasons.append(provider)


def suggestions(
    chapters: Collection[int], *, most: int = 20, now: datetime | None = None
) -> list[Suggestion]:
    """Who could lead in these chapters, the most reasons first, then by name.

    Leaves out those who are on the board, and those answered « pas maintenant » in the last
    three months. The facts are looked for at most every five minutes (docs/decisions/0191);
    whoever is shown is read anew.
    """
    where = ",".join(map(str, sorted(chapters)))
    key = f"could-lead:{where}:{get_language()}"
    found = remembered(key, partial(_facts, chapters), seconds=REMEMBERED)
    since = (now or timezone.now()) - timedelta(days=NOT_YET_DAYS)
    known = Leadership.objects.filter(person=OuterRef("pk"))
    refused = LeaderNotYet.objects.filter(person=OuterRef("pk"), said_at__gte=since)
    people = (
        Person.objects.active()
        .filter(pk__in=found, chapter__in=chapters)
        .exclude(Exists(known))
        .exclude(Exists(refused))
    )
    if len(found) > MANY:  # whole, they would be the most of the page
        names = people.values_list("sort_key", "pk")
        first = nsmallest(most, ((-len(found[pk]), name, pk) for name, pk in names))
        people = people.filter(pk__in=[pk for _reasons_less, _name, pk in first])
    ranked = sorted(
        people.select_related("neighbourhood"),
        key=lambda person: (-len(found[person.pk]), person.sort_key),
    )
    return [Suggestion(person, found[person.pk]) for person in ranked[:most]]


def _facts(chapters: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for provider in (_speaks_for_a_group, *_reasons):
        for person_id, sentences in provider(chapters).items():
            found.setdefault(person_id, []).extend(str(sentence) for sentence in sentences)
    return found


def not_now(*, person: Person, actor: User, now: datetime | None = None) -> LeaderNotYet:
    """Remember that this is not the moment, for three months."""
    moment = now or timezone.now()
    return LeaderNotYet.objects.create(person=person, author=actor, said_at=moment)


def _speaks_for_a_group(chapters: Collection[int]) -> dict[int, list[str]]:
    held = (
        GroupMembership.objects.current()
        .filter(role__in=SPEAKING, group__chapter__in=chapters, group__ended_on=None)
        .select_related("group")
    )
    found: dict[int, list[str]] = {}
    for one in held:
        words = _("%(role)s de « %(group)s »")
        said = words % {"role": one.get_role_display(), "group": one.group.name}
        found.setdefault(one.person_id, []).append(said)
    return found


def held_alone(chapters: Collection[int]) -> list[GroupMembership]:
    """Succession: groups whose only voice (referent or spokesperson) is one person."""
    voices = GroupMembership.objects.current().filter(role__in=SPEAKING, group=OuterRef("group"))
    alone = (
        GroupMembership.objects.current()
        .filter(role__in=SPEAKING, group__chapter__in=chapters, group__ended_on=None)
        .exclude(Exists(voices.exclude(person=OuterRef("person"))))
        .select_related("group", "person")
        .order_by("group__name", "pk")
    )
    return list(alone)
