"""A list of people, from its address: filters, search, order. Pages, bulk and exports share it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict

from members.domain.finding.answers import COUNTED, Found, count_capped
from members.domain.finding.search import find
from members.filters.people import PersonFilter
from members.models import Person, User
from members.models.person import LAST_SEEN, PersonQuerySet
from members.scoping import scope_of

NO_PLACE = "\uffff"  # people without a quartier come last
SORTS: dict[str, tuple[str, ...]] = {
    "name": ("sort_key", "id"),
    "-name": ("-sort_key", "-id"),
    "seen": ("last_seen", "id"),
    "-seen": ("-last_seen", "-id"),
    "created": ("created_at", "id"),
    "-created": ("-created_at", "-id"),
    "place": ("place_key", "sort_key", "id"),
}
ANNOTATED: dict[str, Any] = {
    "last_seen": LAST_SEEN,
    "place_key": Coalesce(
        F("neighbourhood__name"), Value(NO_PLACE), output_field=TextField(db_collation="C")
    ),
}


@dataclass(frozen=True)
class Listing:
    """The people of an address, as this viewer may see them.

    A filter that means nothing any more leaves nobody: an action on « the whole list » must
    never reach more people than the list was meant for.
    """

    user: User
    params: QueryDict
    filters: PersonFilter
    searched: str
    people: PersonQuerySet
    found: Found | None

    @property
    def sort(self) -> str:
        """The order asked for; empty means the usual one (by name, or by likeness)."""
        asked = self.params.get("sort", "")
        return asked if asked in SORTS else ""

    @property
    def order(self) -> tuple[str, ...]:
        """The fields the pages are read by."""
        return SORTS[self.sort or "name"]

    @property
    def is_ranked(self) -> bool:
        """Whether the rows come by likeness to what was searched."""
        return self.found is not None and not self.sort

    @cached_property
    def count(self) -> int:
        """How many, counted up to COUNTED + 1."""
        return count_capped(self.people) if self.found is None else self.found.count

    @property
    def more_than_counted(self) -> bool:
        return self.count > COUNTED

    def ordered(self) -> PersonQuerySet:
        """The people with what their order compares."""
        needed = [name.lstrip("-") for name in self.order]
        return self.people.annotate(**{n: ANNOTATED[n] for n in needed if n in ANNOTATED})


def list_people(user: User, params: QueryDict) -> Listing:
    """The list that an address means for a viewer."""
    people = Person.objects.visible_to(user).active()
    filters = PersonFilter(params, user=user, queryset=people)
    if filters.asks_opinions:
        filters.queryset = organized_people(user)
    sound = filters.is_valid()
    people = filters.qs if sound else people.none()
    searched = params.get("q", "").strip()
    found = None
    if searched and sound:
        everybody = not filters.filters and not scope_of(user).everywhere
        found = find(people, searched, chapters=_named_chapters(user), everybody=everybody)
        people = found.queryset
    return Listing(user, params, filters, searched, people, found)


def organized_people(user: User) -> PersonQuerySet:
    """The people on whom she may act: those of the chapters where she organizes."""
    scope = scope_of(user)
    mine = Q() if scope.everywhere else Q(chapter__in=scope.organizes)
    people: PersonQuerySet = Person.objects.filter(mine).active()
    return people


def _named_chapters(user: User) -> frozenset[int] | None:
    scope = scope_of(user)
    return None if scope.everywhere else scope.chapter_ids
