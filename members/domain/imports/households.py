"""Families of a file: the same address and name, or the same phone, make one household.

A household is a link between two people, never one identity. A phone held by a dozen people is an
association's, and an address without a family name says nothing in a tower.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from django.db import connection

from members.models import Chapter, Household, Person

LARGEST: Final = 8

NEWCOMERS: Final = """
DROP TABLE IF EXISTS import_newcomers;
CREATE TEMP TABLE import_newcomers ON COMMIT DROP AS SELECT unnest(%(new)s) AS id;
ANALYZE import_newcomers
"""
PAIRS: Final = """
WITH doors AS (
  SELECT DISTINCT last_name, substring(street FROM '[0-9]+') AS door
  FROM members_person JOIN import_newcomers USING (id)
  WHERE street ~ '[0-9]' AND last_name <> ''
),
alike AS (
  SELECT t.number AS key, p.id
  FROM members_personphone t JOIN members_person p ON p.id = t.person_id
  WHERE p.chapter_id = %(chapter)s AND p.merged_into_id IS NULL AND p.archived_at IS NULL
    AND t.number IN (
      SELECT number FROM members_personphone JOIN import_newcomers n ON n.id = person_id)
  UNION ALL
  SELECT public.fold(p.street || ' ' || p.city || ' ' || p.postal_code) || '|'
    || public.fold(p.last_name), p.id
  FROM members_person p
  -- Written alike, streets share their number: only then is their writing compared.
  JOIN doors d ON d.last_name = p.last_name AND d.door = substring(p.street FROM '[0-9]+')
  WHERE p.chapter_id = %(chapter)s AND p.merged_into_id IS NULL AND p.archived_at IS NULL
)
SELECT array_agg(DISTINCT alike.id)
FROM alike LEFT JOIN import_newcomers n ON n.id = alike.id
GROUP BY key
HAVING count(DISTINCT alike.id) BETWEEN 2 AND %(largest)s AND bool_or(n.id IS NOT NULL)
"""


def join_households(*, chapter: Chapter, person_ids: list[int]) -> list[int]:
    """Put these new people in a household with those who share their door or their phone.

    Somebody who already has a household keeps it, and the newcomers join hers. Returns the ids
    of the households created.
    """
    if not person_ids:
        return []
    wanted: dict[str, Any] = {"new": person_ids, "chapter": chapter.pk, "largest": LARGEST}
    with connection.cursor() as cursor:
        cursor.execute(NEWCOMERS, wanted)
        cursor.execute(PAIRS, wanted)
        families = _families(row[0] for row in cursor.fetchall())
    members = [pk for family in families for pk in family]
    people = Person.objects.only("id", "household_id", "last_name").in_bulk(members)
    homeless = [family for family in families if not any(people[pk].household_id for pk in family)]
    made = Household.objects.bulk_create(
        [Household(chapter=chapter, name=_name([people[pk] for pk in f])) for f in homeless]
    )
    homes = {id(family): home.pk for family, home in zip(homeless, made, strict=True)}
    for family in families:
        known = next((people[pk].household_id for pk in family if people[pk].household_id), None)
        home = homes.get(id(family), known)
        for pk in family:
            people[pk].household_id = people[pk].household_id or home
    Person.objects.bulk_update(people.values(), ["household"], batch_size=500)
    return [home.pk for home in made]


def _families(groups: Iterable[list[int]]) -> list[list[int]]:
    """Join the groups that have somebody in common."""
    family_of: dict[int, int] = {}
    families: dict[int, set[int]] = defaultdict(set)
    for index, group in enumerate(groups):
        joined = set(group)
        for other in {family_of[pk] for pk in group if pk in family_of}:
            joined |= families.pop(other)
        families[index] = joined
        family_of.update(dict.fromkeys(joined, index))
    return [sorted(family) for family in families.values() if len(family) <= LARGEST]


def _name(people: list[Person]) -> str:
    names = {person.last_name for person in people if person.last_name}
    return names.pop() if len(names) == 1 else ""
