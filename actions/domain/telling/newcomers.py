"""Those who have just come: who they are, and the action that brought them."""

from __future__ import annotations

from collections.abc import Iterable

from actions.models import Action, Attendance
from members.domain.telling.who_waits import HERS, Found, ask
from members.enums import MEETINGS
from members.models import User

# The list « venu·es une fois, jamais rencontré·es » without those whom somebody promised to call,
# in the order that the indexes like: who came, who of them was never met, and only then who they
# are. Asked at once, they are looked up first, ten times too many (docs/decisions/0242).
UNMET = f"""
WITH once AS MATERIALIZED (
  SELECT person_id FROM actions_attendance WHERE attended AND person_id IS NOT NULL
  GROUP BY 1 HAVING count(*) = 1
), unmet AS MATERIALIZED (
  SELECT person_id FROM once WHERE NOT EXISTS (
    SELECT FROM members_contact AS met
    WHERE met.person_id = once.person_id AND met.kind = ANY(%(meetings)s))
)
SELECT person.id, count(*) OVER ()
FROM unmet JOIN members_person AS person ON person.id = unmet.person_id
WHERE {HERS}
ORDER BY person.created_at DESC, person.id DESC LIMIT %(limit)s
"""  # noqa: S608 - constants of this file


def never_met(user: User, *, limit: int) -> Found:
    """The latest known of those who came once and whom nobody met or promised to call, where she
    organizes: their ids, and how many in all (one query)."""
    return ask(UNMET, user, limit=limit, meetings=list(MEETINGS))


def first_actions(person_ids: Iterable[int]) -> dict[int, Action]:
    """The first action each of these people came to; who never came is absent. One query."""
    rows = (
        Attendance.objects.present()
        .filter(person__in=list(person_ids))
        .select_related("action")
        .only("person_id", "action__title", "action__starts_at")
        .order_by("person_id", "action__starts_at", "pk")
        .distinct("person_id")
    )
    return {row.person_id: row.action for row in rows if row.person_id is not None}
