"""Nets of a search that pass by another table: groups, quartiers, phones, e-mails."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from members.domain.finding.words import borne
from members.models import GroupMembership, PersonEmail, PersonPhone

PLACES_READ = 100
PLACES_MEANT = 10
TELLING = 4  # letters: with fewer, half the places of a town would answer

GROUP, QUARTIER = "group", "quartier"
PLACES = """
(SELECT 'group', id, public.fold(name) FROM members_group
 WHERE ended_on IS NULL AND public.fold(name) LIKE ANY(%(pieces)s)
   AND (%(chapters)s::bigint[] IS NULL OR chapter_id = ANY(%(chapters)s)) LIMIT %(read)s)
UNION ALL
(SELECT 'quartier', id, public.fold(name) FROM members_neighbourhood
 WHERE public.fold(name) LIKE ANY(%(pieces)s)
   AND (%(chapters)s::bigint[] IS NULL OR chapter_id = ANY(%(chapters)s)) LIMIT %(read)s)
"""
# Asked of each person in turn. OFFSET 0 keeps the planner from reading the whole table first.
BELONGS = """EXISTS (
    SELECT FROM members_groupmembership AS belongs WHERE belongs.person_id = members_person.id
    AND belongs.left_on IS NULL AND belongs.group_id = ANY(%s) OFFSET 0)"""
CALLED = """EXISTS (
    SELECT FROM members_personphone AS phone WHERE phone.person_id = members_person.id
    AND phone.number LIKE %s OFFSET 0)"""
WRITTEN = """EXISTS (
    SELECT FROM members_personemail AS email WHERE email.person_id = members_person.id
    AND email.address LIKE %s OFFSET 0)"""


@dataclass(frozen=True)
class Net:
    """A way of finding people: `each` is asked of a person, `keys` reads who they are elsewhere.

    `keys` is what costs little when they are few, `each` when they are many; a net that is a
    condition on the person's own row has no `keys`.
    """

    each: Q
    keys: Any = None


@dataclass(frozen=True)
class Place:
    """A group or a quartier whose name holds some of the words typed."""

    kind: str
    pk: int
    covered: frozenset[str]


def by_phone(digits: str) -> Net:
    """Those whose number holds these digits, however its beginning is written."""
    for prefix in ("0033", "33", "0"):
        if digits.startswith(prefix) and len(digits) > len(prefix) + 2:
            digits = digits.removeprefix(prefix)
            break
    keys = (
        PersonPhone.objects.order_by()
        .filter(number__contains=digits)
        .values_list("person_id", flat=True)
    )
    return Net(Q(_asked(CALLED, f"%{digits}%")), keys)


def by_email(text: str) -> Net:
    """Those whose address holds this piece."""
    piece = text.strip().lower()
    keys = (
        PersonEmail.objects.order_by()
        .filter(address__contains=piece)
        .values_list("person_id", flat=True)
    )
    escaped = piece.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return Net(Q(_asked(WRITTEN, f"%{escaped}%")), keys)


def in_places(words: Sequence[str], chapters: Collection[int] | None) -> list[Net]:
    """Nets for the people of a group or quartier named by the words.

    Words that the place's name does not hold must be in the person's own name: « benali
    teisseire » finds the Benalis of Teisseire.
    """
    nets: list[Net] = []
    by_cover: dict[tuple[str, frozenset[str]], list[int]] = {}
    for place in places_named(words, chapters=chapters):
        by_cover.setdefault((place.kind, place.covered), []).append(place.pk)
    for (kind, covered), keys in by_cover.items():
        others = [word for word in words if word not in covered]
        hers = borne(others) if others else Q()
        if kind == QUARTIER:
            nets.append(Net(Q(neighbourhood__in=keys) & hers))
        else:
            members = (
                GroupMembership.objects.current()
                .filter(group__in=keys)
                .values_list("person_id", flat=True)
            )
            belongs = Q(_asked(BELONGS, keys)) & hers
            nets.append(Net(belongs) if others else Net(belongs, members))
    return nets


def places_named(words: Sequence[str], *, chapters: Collection[int] | None = None) -> list[Place]:
    """Groups and quartiers whose name holds words that begin like these. One query.

    When many do (« amicale »), only those that hold every word; when many still do, none: no
    place was meant.
    """
    telling = [word for word in words if len(word) >= TELLING]
    if not telling:
        return []
    pieces = [f"%{word}%" for word in telling]
    where = None if chapters is None else list(chapters)
    with connection.cursor() as cursor:
        cursor.execute(PLACES, {"pieces": pieces, "chapters": where, "read": PLACES_READ})
        rows = cursor.fetchall()
    found = []
    for kind, pk, folded in rows:
        covered = frozenset(word for word in words if f" {word}" in f" {folded}")
        if covered & set(telling):
            found.append(Place(kind, pk, covered))
    if len(found) > PLACES_MEANT:
        found = [place for place in found if len(place.covered) == len(words)]
    return found if len(found) <= PLACES_MEANT else []


def _asked(statement: str, value: object) -> Any:
    return RawSQL(statement, (value,), output_field=BooleanField())  # noqa: S611 - no value in it
