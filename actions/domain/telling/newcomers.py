"""Those who have just come: the action that brought them."""

from __future__ import annotations

from collections.abc import Iterable

from actions.models import Action, Attendance


def first_actions(person_ids: Iterable[int]) -> dict[int, Action]:
    """The first action each of these people came to; who never came is absent. One query."""
    rows = (
        Attendance.objects.present()
        .filter(person__in=list(person_ids))
        .select_related("action")
        .order_by("person_id", "action__starts_at", "pk")
        .distinct("person_id")
    )
    return {row.person_id: row.action for row in rows if row.person_id is not None}
