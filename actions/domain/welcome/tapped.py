"""A name about to be tapped: the row, its action and its person, in one query.

Read whole, the three are ninety columns and cost more than all the rest of a tap
(docs/decisions/0240). What is not read here is read when asked for, as after `only`.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import connection, models

from actions.models import Action, Attendance
from members.models import Person


def _in_order(model: type[models.Model], *names: str) -> tuple[str, ...]:
    """These columns in the order of the model, as `from_db` takes them."""
    known = [field.attname for field in model._meta.concrete_fields]
    return tuple(sorted(names, key=known.index))


ROW = _in_order(
    Attendance,
    *("id", "action_id", "person_id", "attended", "answer", "companions", "waiting_since"),
    *("brought_by_id", "leader_id", "via_group_id", "invited_at", "answered_at"),
    *("checked_in_at", "checked_in_by_id"),
)
ACTION = _in_order(
    Action,
    *("id", "chapter_id", "title", "kind", "state", "starts_at", "ends_at", "goal"),
    "count_only",
)
PERSON = _in_order(
    Person, "id", "chapter_id", "first_name", "last_name", "usual_name", "brought_by_id"
)
COLUMNS = ", ".join(
    f"{table}.{name}"
    for table, names in (("row", ROW), ("action", ACTION), ("person", PERSON))
    for name in names
)
# Of names of columns alone.
TAPPED = f"""
SELECT {COLUMNS} FROM actions_attendance row
JOIN actions_action action ON action.id = row.action_id
LEFT JOIN members_person person ON person.id = row.person_id
WHERE row.id = %(row)s AND row.action_id = %(action)s
  AND (%(everywhere)s OR action.chapter_id = ANY(%(chapters)s))
"""  # noqa: S608


def tapped(action: int, row: int, *, chapters: Collection[int] | None) -> Attendance | None:
    """A row of this action, if it lies in one of these chapters (None: wherever it lies)."""
    asked: dict[str, Any] = {
        "row": row,
        "action": action,
        "everywhere": chapters is None,
        "chapters": list(chapters or ()),
    }
    with connection.cursor() as cursor:
        cursor.execute(TAPPED, asked)
        found = cursor.fetchone()
    return None if found is None else _built(found)


def _built(values: tuple[Any, ...]) -> Attendance:
    first, second = len(ROW), len(ROW) + len(ACTION)
    found = Attendance.from_db(connection.alias, ROW, values[:first])
    found.action = Action.from_db(connection.alias, ACTION, values[first:second])
    hers = values[second:]
    found.person = Person.from_db(connection.alias, PERSON, hers) if found.person_id else None
    return found
