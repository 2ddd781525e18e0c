"""Likely duplicates: the database proposes pairs, names decide, a human has the last word.

A family is not a duplicate: a phone, an e-mail or a door in common says nothing without a name
that is the same or close.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.core.remembering import remembered
from alliance.core.text.names import fold
from alliance.journal.domain import record
from members.domain.imports.likeness import Names, Someone, compare_names
from members.models import DistinctPair, GroupMembership, Person, User

SHOWN: Final = 50
CANDIDATES: Final = 3_000
GROUPS: Final = 20_000
REMEMBERED: Final = 300  # seconds
READ: Final = 200  # remembered pairs looked at again at once

# What is compared here only makes groups, from what the table holds already folded; names are
# judged in Python after. `search_text` is names, street, city: a door begins at its number.
# Each way of being alike groups people; a group too large (an association's phone, a very common
# name) says nothing and is left out, and so are those beyond some thousands, the largest first.
# Pairs already told apart are left out too.
PAIRS: Final = """
WITH people AS MATERIALIZED (
  SELECT id, chapter_id, sort_key,
    CASE WHEN last_name <> '' THEN split_part(sort_key, ' ', 1) END AS last,
    CASE WHEN first_name <> '' THEN split_part(search_text, ' ', 1) END AS first,
    CASE WHEN street ~ '[0-9]' THEN substring(search_text FROM '[0-9].*') END AS door
  FROM members_person
  WHERE (%(everywhere)s OR chapter_id = ANY(%(chapters)s))
    AND merged_into_id IS NULL AND archived_at IS NULL
),
called AS (
  SELECT chapter_id, id, CASE WHEN sort_key LIKE '%% %% %%' THEN (
      SELECT string_agg(word, ' ' ORDER BY word)
      FROM unnest(string_to_array(sort_key, ' ')) AS word)
    ELSE least(sort_key, split_part(sort_key, ' ', 2) || ' ' || split_part(sort_key, ' ', 1))
    END AS words
  FROM people WHERE sort_key LIKE '%% %%'
),
alike AS (
  (SELECT 'phone' AS why, array_agg(DISTINCT p.id) AS ids
   FROM (SELECT number FROM members_personphone GROUP BY number HAVING count(*) > 1) AS shared
   JOIN members_personphone t USING (number) JOIN people p ON p.id = t.person_id
   GROUP BY p.chapter_id, number HAVING count(DISTINCT p.id) BETWEEN 2 AND 12
   ORDER BY count(*), min(p.id) LIMIT %(groups)s)
  UNION ALL
  (SELECT 'email', array_agg(DISTINCT p.id)
   FROM (SELECT address FROM members_personemail GROUP BY address HAVING count(*) > 1) AS shared
   JOIN members_personemail t USING (address) JOIN people p ON p.id = t.person_id
   GROUP BY p.chapter_id, address HAVING count(DISTINCT p.id) BETWEEN 2 AND 12
   ORDER BY count(*), min(p.id) LIMIT %(groups)s)
  UNION ALL
  (SELECT 'name', array_agg(id) FROM called
   GROUP BY chapter_id, words HAVING count(*) BETWEEN 2 AND 12
   ORDER BY count(*), min(id) LIMIT %(groups)s)
  UNION ALL
  (SELECT 'door', array_agg(id) FROM people WHERE door IS NOT NULL AND last IS NOT NULL
   GROUP BY chapter_id, door, last HAVING count(*) BETWEEN 2 AND 12
   ORDER BY count(*), min(id) LIMIT %(groups)s)
  UNION ALL
  (SELECT 'door', array_agg(id) FROM people WHERE door IS NOT NULL AND first IS NOT NULL
   GROUP BY chapter_id, door, first HAVING count(*) BETWEEN 2 AND 12
   ORDER BY count(*), min(id) LIMIT %(groups)s)
),
pairs AS (
  SELECT a AS first, b AS second, why
  FROM alike, unnest(ids) AS a, unnest(ids) AS b WHERE a < b
)
SELECT first, second, bool_or(why = 'phone'), bool_or(why = 'email'), bool_or(why = 'door')
FROM pairs
WHERE NOT EXISTS (
  SELECT 1 FROM members_distinctpair d WHERE d.first_id = first AND d.second_id = second)
GROUP BY first, second
ORDER BY count(DISTINCT why) DESC, bool_or(why = 'name') DESC, first, second
LIMIT %(limit)s
"""


@dataclass(frozen=True)
class Shared:
    """What two people have in common."""

    phone: bool = False
    email: bool = False
    door: bool = False

    @property
    def reached_alike(self) -> bool:
        """A phone or an e-mail in common."""
        return self.phone or self.email


Judged = tuple[int, int, int, Shared]  # weight, both ids, what they share


@dataclass(frozen=True)
class Pair:
    """Two pages that may be one person: why, and which one is fuller (`keep`)."""

    first: Person
    second: Person
    keep: Person
    reasons: list[str]
    weight: int = 0

    @property
    def sides(self) -> tuple[Person, Person]:
        """Both pages, the older first."""
        return self.first, self.second


def candidates(chapter_ids: Collection[int] | None, *, limit: int = SHOWN) -> list[Pair]:
    """The likeliest pairs of these chapters (None: of all), the surest first.

    Same name; or a close one with the same phone, e-mail or door; or a part of the name, or the
    first name alone, with the same phone or e-mail. Everybody is compared at most every five
    minutes (docs/decisions/0191): what was decided since is left out, and when nothing is left
    everybody is compared again. The number of queries does not depend on the pairs.
    """
    where = "everywhere" if chapter_ids is None else ",".join(map(str, sorted(chapter_ids)))
    key = f"duplicates:{where}"
    just_now: list[bool] = []

    def compare_everybody() -> list[Judged]:
        just_now.append(True)
        return _judged(chapter_ids)

    judged = remembered(key, compare_everybody, seconds=REMEMBERED)
    best = judged[:limit] if just_now else _undecided(judged, limit)
    if not best and not just_now:
        best = remembered(key, compare_everybody, seconds=REMEMBERED, anew=True)[:limit]
    people = load_sides({pk for row in best for pk in row[1:3]})
    return [pair_of(people[a], people[b], shared, weight) for weight, a, b, shared in best]


def _judged(chapter_ids: Collection[int] | None) -> list[Judged]:
    """Every likely pair, the surest first."""
    found = _alike(chapter_ids)
    names = _names({pk for row in found for pk in row[:2]})
    judged = []
    for first, second, phone, email, door in found:
        shared = Shared(phone, email, door)
        weight = likeness(names[first], names[second], shared)
        if weight:
            judged.append((weight, first, second, shared))
    return sorted(judged, key=lambda row: (-row[0], row[1], row[2]))


def _undecided(judged: Sequence[Judged], limit: int) -> list[Judged]:
    """The first of them whose pages are both still there, and that nobody told apart."""
    left: list[Judged] = []
    for start in range(0, len(judged), READ):
        some = judged[start : start + READ]
        ids = {pk for row in some for pk in row[1:3]}
        here = set(Person.objects.active().filter(pk__in=ids).values_list("pk", flat=True))
        told = set(DistinctPair.objects.filter(first__in=ids).values_list("first", "second"))
        left += [r for r in some if {r[1], r[2]} <= here and (r[1], r[2]) not in told]
        if len(left) >= limit:
            break
    return left[:limit]


def _alike(chapter_ids: Collection[int] | None) -> list[tuple[int, int, bool, bool, bool]]:
    wanted: dict[str, Any] = {
        "everywhere": chapter_ids is None,
        "chapters": list(chapter_ids or ()),
        "limit": CANDIDATES,
        "groups": GROUPS,
    }
    with connection.cursor() as cursor:
        cursor.execute(PAIRS, wanted)
        return cursor.fetchall()


def _names(ids: Collection[int]) -> dict[int, Someone]:
    rows = Person.objects.filter(pk__in=ids).values_list(
        "pk", "first_name", "last_name", "usual_name", "birth_year"
    )
    return {pk: Someone(first, last, usual, born) for pk, first, last, usual, born in rows}


def likeness(one: Someone, other: Someone, shared: Shared) -> int:
    """How likely it is one person; 0 when nobody should be asked."""
    names = compare_names(one, other)
    born = one.birth_year, other.birth_year
    differs = all(born) and born[0] != born[1]
    if names == Names.OTHER or (names < Names.SAME and _feminine_of(one, other)):
        return 0
    if differs and not (names == Names.SAME and shared.reached_alike):
        return 0
    if names == Names.CLOSE and not (shared.reached_alike or shared.door):
        return 0
    if names in {Names.PART, Names.FIRST_ONLY} and not shared.reached_alike:
        return 0
    clues = 4 * shared.phone + 4 * shared.email + 3 * shared.door
    return int(names) * 10 + clues + 3 * (all(born) and not differs) - 15 * differs


def _feminine_of(one: Someone, other: Someone) -> bool:
    """« Karim » and « Karima », « Michel » and « Michelle »: a brother and a sister."""
    short, long = sorted((fold(one.first), fold(other.first)), key=len)
    if not short or short == long or not long.startswith(short):
        return False
    return long[len(short) :] in {"a", "e", "ne", "le", "te", "tte", "ia", "ine"}


def pair_of(first: Person, second: Person, shared: Shared, weight: int = 0) -> Pair:
    """Two pages side by side, with what they have in common and which one is fuller."""
    first, second = sorted((first, second), key=lambda person: person.pk)
    keep = max((first, second), key=_fullness)
    return Pair(first, second, keep, _reasons(first, second, shared), weight)


def _fullness(person: Any) -> tuple[bool, int, int, int]:
    known = len(person.phones.all())
    return (
        person.has_account,
        person.memberships_count + person.contacts_count,
        known + len(person.emails.all()) + bool(person.street),
        -person.pk,
    )


def _reasons(first: Person, second: Person, shared: Shared) -> list[str]:
    mine, theirs = _someone(first), _someone(second)
    words = {
        Names.SAME: _("même nom"),
        Names.CLOSE: _("nom proche"),
        Names.PART: _("un nom dit l’autre en partie"),
        Names.FIRST_ONLY: _("même prénom, autre nom de famille"),
    }
    same_year = bool(mine.birth_year and mine.birth_year == theirs.birth_year)
    clues = (
        (words.get(compare_names(mine, theirs), ""), True),
        (_("même téléphone"), shared.phone),
        (_("même e-mail"), shared.email),
        (_("même adresse"), shared.door),
        (_("même année de naissance"), same_year),
    )
    return [text for text, holds in clues if text and holds]


def _someone(person: Person) -> Someone:
    return Someone(person.first_name, person.last_name, person.usual_name, person.birth_year)


def load_sides(ids: Collection[int]) -> dict[int, Person]:
    """These people with all that a side-by-side shows (four queries)."""
    groups = GroupMembership.objects.current().select_related("group")
    accounts = User.objects.filter(person=OuterRef("pk"))
    found = (
        Person.objects.filter(pk__in=ids)
        .select_related("chapter", "neighbourhood", "organizer")
        .annotate(
            contacts_count=Count("contacts", distinct=True),
            memberships_count=Count("memberships", distinct=True),
            has_account=Exists(accounts),
        )
        .prefetch_related(
            "phones", "emails", Prefetch("group_memberships", groups, to_attr="current_groups")
        )
    )
    return {person.pk: person for person in found}


def compare(first: Person, second: Person) -> Pair:
    """Two chosen pages side by side, alike or not (four queries)."""
    people = load_sides({first.pk, second.pk})
    one, two = people[first.pk], people[second.pk]
    phones = {p.number for p in one.phones.all()} & {p.number for p in two.phones.all()}
    emails = {e.address for e in one.emails.all()} & {e.address for e in two.emails.all()}
    door = bool(one.street) and fold(f"{one.street} {one.city}") == fold(f"{two.street} {two.city}")
    return pair_of(one, two, Shared(bool(phones), bool(emails), door))


@transaction.atomic
def mark_distinct(
    *, first: Person, second: Person, actor: User | None, now: datetime | None = None
) -> DistinctPair:
    """Remember that these two are not one person: they are not proposed again. Journaled once.

    Raises ValueError for somebody and herself.
    """
    if first.pk == second.pk:
        raise ValueError("Somebody is always the same as herself.")
    low, high = sorted((first, second), key=lambda person: person.pk)
    pair, created = DistinctPair.objects.get_or_create(
        first=low,
        second=high,
        defaults={"decided_by": actor, "decided_at": now or timezone.now()},
    )
    if created:
        detail = {"other": high.pk}
        chapter = low.chapter_id
        record(verb="pair.distinct", actor=actor, subject=low, chapter_id=chapter, detail=detail)
    return pair


@transaction.atomic
def forget_distinct(*, first: Person, second: Person, actor: User | None) -> bool:
    """Take that back: they may be proposed again. Journaled; returns whether it was said."""
    low, high = sorted((first, second), key=lambda person: person.pk)
    gone, _each = DistinctPair.objects.filter(first=low, second=high).delete()
    if gone:
        detail = {"other": high.pk}
        chapter = low.chapter_id
        record(verb="pair.forgotten", actor=actor, subject=low, chapter_id=chapter, detail=detail)
    return bool(gone)
