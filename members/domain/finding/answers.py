"""The people whom a search found: how many, in which order, page after page.

Up to a thousand, their order is likeness. Above, it is the order of names, which an index holds
with the words of each person (`person_names_and_words`): it is walked without reading anybody's
row. Those whose surname is the word typed stand together in that order, and come first.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Q

from alliance.core.paging import beyond
from members.models.person import PersonQuerySet

COUNTED = 1_000
BY_NAME = ("sort_key", "id")
BACKWARDS = ("-sort_key", "-id")
AFTER_ALL = "\U0010ffff"

Key = tuple[int, str, int]  # rank, sort_key, id: the order of the answers
KEY_KINDS = (int, str, int)

SURNAMES, OTHERS = 0, 1  # ranks above COUNTED


@dataclass(frozen=True)
class Found:
    """Who was found.

    `queryset` is everybody, in no order. `keys` are the answers in their order: all of them when
    `whole`, else the first ones if they are known. `surname` is then the beginning of those that
    come first.
    """

    queryset: PersonQuerySet
    keys: list[Key] = field(default_factory=list)
    whole: bool = True
    surname: str = ""

    @property
    def count(self) -> int:
        """How many, up to COUNTED + 1."""
        return len(self.keys) if self.whole else COUNTED + 1

    def read(self, size: int, *, after: Key | None = None, before: Key | None = None) -> list[Key]:
        """The first answers, those after a place, or those right before one, in their order."""
        if not self.whole:
            if after or before or len(self.keys) < size:
                return self._walk(size, after or before, backwards=not after and before is not None)
            return self.keys[:size]
        start = bisect_right(self.keys, after) if after else 0
        end = start + size
        if before and not after:
            end = bisect_left(self.keys, before)
            start = max(0, end - size)
        return self.keys[start:end]

    def _walk(self, size: int, place: Key | None, *, backwards: bool) -> list[Key]:
        keys: list[Key] = []
        for rank in self._ranks(place, backwards=backwards):
            rows = self._ranked(rank)
            order = BACKWARDS if backwards else BY_NAME
            if place and place[0] == rank:
                rows = rows.filter(beyond(order, place[1:]))
            read = rows.order_by(*order).values_list(*BY_NAME)[: size - len(keys)]
            keys += [(rank, name, pk) for name, pk in read]
            if len(keys) == size:
                break
        return keys[::-1] if backwards else keys

    def _ranks(self, place: Key | None, *, backwards: bool) -> Iterator[int]:
        """The ranks to read, from the place's on."""
        ranks = [SURNAMES, OTHERS] if self.surname else [OTHERS]
        for rank in reversed(ranks) if backwards else ranks:
            passed = place and (rank > place[0] if backwards else rank < place[0])
            if not passed:
                yield rank

    def _ranked(self, rank: int) -> PersonQuerySet:
        if not self.surname:
            return self.queryset
        surnames = named(self.surname)
        return self.queryset.filter(surnames if rank == SURNAMES else ~surnames)


def named(beginning: str) -> Q:
    """Whose surname begins so: a stretch of the order of names."""
    return Q(sort_key__gte=beginning, sort_key__lt=beginning + AFTER_ALL)


def count_capped(queryset: PersonQuerySet) -> int:
    """How many, counted up to COUNTED + 1: « plus de 1 000 » costs little at any size."""
    return queryset.order_by().values("pk")[: COUNTED + 1].count()
