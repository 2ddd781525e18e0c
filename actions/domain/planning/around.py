"""Who stands around an action: groups that bear it, groups invited, who does what on the day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection

from actions.enums import DayRole
from actions.models import Action
from members.models.person import full_name

# Three small subjects of three tables: asked apart, each cost more to ask than to answer.
AROUND = """
SELECT 'bears' AS what, g.id, g.name AS first_name, '' AS last_name, '' AS usual_name, g.name AS key
FROM actions_action_organizing_groups link JOIN members_group g ON g.id = link.group_id
WHERE link.action_id = %(action)s
UNION ALL
SELECT 'invited', g.id, g.name, '', '', g.name
FROM actions_action_groups link JOIN members_group g ON g.id = link.group_id
WHERE link.action_id = %(action)s
UNION ALL
SELECT role.role, p.id, p.first_name, p.last_name, p.usual_name, ''
FROM actions_actionrole role JOIN members_person p ON p.id = role.person_id
WHERE role.action_id = %(action)s
ORDER BY 1, 6, 2
"""


class Neighbour(NamedTuple):
    """A group or somebody, by name."""

    pk: int
    first_name: str
    last_name: str
    usual_name: str

    def __str__(self) -> str:
        return full_name(self)


@dataclass(frozen=True)
class Around:
    """`bearing` and `invited`: groups; `roles`: the label of each role of the day, and whose."""

    bearing: list[Neighbour]
    invited: list[Neighbour]
    roles: list[tuple[str, Neighbour]]


def around(action: Action) -> Around:
    """Who stands around this action (one query)."""
    found = Around([], [], [])
    groups = {"bears": found.bearing, "invited": found.invited}
    with connection.cursor() as cursor:
        cursor.execute(AROUND, {"action": action.pk})
        for what, *who, _key in cursor.fetchall():
            if what in groups:
                groups[what].append(Neighbour(*who))
            else:
                found.roles.append((str(DayRole(what).label), Neighbour(*who)))
    return found
