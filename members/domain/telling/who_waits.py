"""Who waits for an organizer, found quickly: the lists of « Ma semaine », written out.

Each is a list of people that an address names (`members/filters`); to build it from its address
cost more than to read it, and « Ma semaine » asks three at once (docs/decisions/0242). Tests hold
that both name the same people in the same order.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from members.models import User

# People we know today, where she organizes, to whom nobody promised anything.
HERS = """
  person.archived_at IS NULL AND person.merged_into_id IS NULL
  AND (%(everywhere)s OR person.chapter_id = ANY(%(chapters)s))
  AND NOT EXISTS (
    SELECT FROM members_followup AS promised
    WHERE promised.person_id = person.id
      AND promised.done_at IS NULL AND promised.cancelled_at IS NULL)"""
KNOWN = """
  (person.organizer_id = %(user)s OR EXISTS (
    SELECT FROM members_contact AS met
    WHERE met.person_id = person.id AND met.author_id = %(user)s))"""
LEADERS = f"""
SELECT person.id, count(*) OVER ()
FROM members_leadership AS lead JOIN members_person AS person ON person.id = lead.person_id
WHERE coalesce(person.last_contact_at, person.created_at) < %(since)s AND {HERS} AND {KNOWN}
ORDER BY person.last_contact_at NULLS FIRST, person.id LIMIT %(limit)s
"""  # noqa: S608 - constants of this file
ENDING = f"""
WITH ending AS MATERIALIZED (
  SELECT DISTINCT period.person_id FROM members_membership AS period
  WHERE period.cancelled_at IS NULL AND period.ends_on BETWEEN %(first)s AND %(last)s
    AND NOT EXISTS (
      SELECT FROM members_membership AS later
      WHERE later.person_id = period.person_id
        AND later.cancelled_at IS NULL AND later.ends_on > %(last)s)
)
SELECT person.id, count(*) OVER ()
FROM ending JOIN members_person AS person ON person.id = ending.person_id
WHERE {HERS} AND {KNOWN}
ORDER BY person.sort_key, person.id LIMIT %(limit)s
"""  # noqa: S608 - constants of this file

Found = tuple[list[int], int]


def unseen_leaders(user: User, *, days: int, limit: int) -> Found:
    """The leaders she knows and has not seen for so many days, the longest unseen first: their
    ids, and how many in all (one query)."""
    return ask(LEADERS, user, limit=limit, since=timezone.now() - timedelta(days=days))


def ending_this_month(user: User, *, limit: int) -> Found:
    """Those she knows whose membership ends this month, by name: their ids, and how many in all
    (one query)."""
    today = timezone.localdate()
    last = today.replace(day=monthrange(today.year, today.month)[1])
    return ask(ENDING, user, limit=limit, first=today.replace(day=1), last=last)


def ask(statement: str, user: User, **values: Any) -> Found:
    """Put such a question for her."""
    scope = user.scope
    values |= {"user": user.pk, "everywhere": scope.everywhere, "chapters": list(scope.organizes)}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    return [pk for pk, _total in rows], rows[0][1] if rows else 0
