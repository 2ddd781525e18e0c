"""Gestures on many people at once: set by set, whatever their number, and undone as they were done.

Each gesture is a BulkDeed known by its form: the same form sent twice does it once.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.journal.domain import record
from members.enums import FollowUpKind, GroupRole
from members.models import BulkDeed, Group, Tag, User
from members.models.person import PersonQuerySet

TAGGED, UNTAGGED, ASSIGNED, JOINED, PLANNED = "tagged", "untagged", "assigned", "joined", "planned"

# The people chosen come first, as a query of their own: nobody's id travels through the page.
TAG = """
WITH chosen AS ({people})
INSERT INTO members_person_tags (person_id, tag_id) SELECT chosen.id, %s FROM chosen
ON CONFLICT DO NOTHING RETURNING person_id
"""
UNTAG = """
WITH chosen AS ({people})
DELETE FROM members_person_tags AS stuck USING chosen
WHERE stuck.person_id = chosen.id AND stuck.tag_id = %s RETURNING stuck.person_id
"""
ASSIGN = """
WITH chosen AS ({people}), before AS (
    SELECT person.id, person.organizer_id FROM members_person AS person
    JOIN chosen ON chosen.id = person.id
    WHERE person.organizer_id IS DISTINCT FROM %s FOR UPDATE OF person
)
UPDATE members_person AS person SET organizer_id = %s, version = person.version + 1
FROM before WHERE before.id = person.id RETURNING person.id, before.organizer_id
"""
JOIN = """
WITH chosen AS ({people})
INSERT INTO members_groupmembership (group_id, person_id, role, joined_on)
SELECT %s, chosen.id, %s, %s FROM chosen
ON CONFLICT (group_id, person_id) WHERE left_on IS NULL DO NOTHING RETURNING id
"""
PLAN = """
WITH chosen AS ({people})
INSERT INTO members_followup
    (person_id, owner_id, kind, what, due_on, key, created_by_id, created_at)
SELECT chosen.id, %s, %s, %s, %s, %s || chosen.id, %s, %s FROM chosen
ON CONFLICT (key) DO NOTHING RETURNING id
"""
UNDO = {
    TAGGED: "DELETE FROM members_person_tags WHERE tag_id = %(target)s"
    " AND person_id = ANY(%(rows)s)",
    UNTAGGED: "INSERT INTO members_person_tags (person_id, tag_id)"
    " SELECT person.id, tag.id FROM members_person AS person, members_tag AS tag"
    " WHERE person.id = ANY(%(rows)s) AND tag.id = %(target)s ON CONFLICT DO NOTHING",
    ASSIGNED: "UPDATE members_person SET organizer_id = account.id, version = version + 1"
    " FROM (SELECT %(before)s::bigint AS wanted) AS earlier"
    " LEFT JOIN members_user AS account ON account.id = earlier.wanted"
    " WHERE members_person.id = ANY(%(rows)s) AND organizer_id = %(target)s",
    JOINED: "DELETE FROM members_groupmembership"
    " WHERE id = ANY(%(rows)s) AND left_on IS NULL AND role = 'member'",
    PLANNED: "UPDATE members_followup SET cancelled_at = %(now)s"
    " WHERE id = ANY(%(rows)s) AND done_at IS NULL AND cancelled_at IS NULL",
}


class CannotUndo(Exception):
    """The gesture cannot be undone any more; `str()` says why, in French."""


@dataclass(frozen=True)
class Done:
    """What a gesture did: `changed` people, and the `kept` ones who were so already."""

    deed: BulkDeed
    changed: int
    kept: int


def tag(
    *, people: PersonQuerySet, tag: Tag, actor: User, client_id: uuid.UUID | None = None
) -> Done:
    """Stick a tag on these people of its chapter; others are left out. Journaled, undoable."""
    there = people.filter(chapter=tag.chapter_id)
    return _once(TAGGED, tag, there, actor, client_id, lambda: _ids(TAG, there, tag.pk))


def untag(
    *, people: PersonQuerySet, tag: Tag, actor: User, client_id: uuid.UUID | None = None
) -> Done:
    """Take a tag off these people. Journaled, undoable."""
    there = people.filter(chapter=tag.chapter_id)
    return _once(UNTAGGED, tag, there, actor, client_id, lambda: _ids(UNTAG, there, tag.pk))


def assign(
    *,
    people: PersonQuerySet,
    organizer: User,
    chapter_id: int | None,
    actor: User,
    client_id: uuid.UUID | None = None,
) -> Done:
    """Put an organizer in charge of these people. Journaled, undone to who was before.

    Forms opened before it notice the change (`version`).
    """

    def change() -> dict[str, list[int]]:
        rows = _rows(ASSIGN, people, organizer.pk, organizer.pk)
        before: dict[str, list[int]] = {}
        for person_id, organizer_id in rows:
            before.setdefault(str(organizer_id or ""), []).append(person_id)
        return before

    return _once(ASSIGNED, organizer, people, actor, client_id, change, chapter_id)


def add_to_group(
    *,
    people: PersonQuerySet,
    group: Group,
    actor: User,
    client_id: uuid.UUID | None = None,
    on: date | None = None,
) -> Done:
    """Make these people of the group's chapter its members; those who are stay as they are.

    Journaled, undoable.
    """
    there = people.filter(chapter=group.chapter_id)
    values = (group.pk, GroupRole.MEMBER.value, on or timezone.localdate())
    return _once(JOINED, group, there, actor, client_id, lambda: _ids(JOIN, there, *values))


def plan_calls(
    *,
    people: PersonQuerySet,
    owner: User,
    what: str,
    due_on: date,
    chapter_id: int | None,
    actor: User,
    client_id: uuid.UUID | None = None,
    now: datetime | None = None,
) -> Done:
    """Give an organizer a call to make for each of these people, for a day. Journaled, undoable."""
    form = client_id or uuid.uuid4()
    values = (owner.pk, FollowUpKind.CALL.value, what, due_on, f"bulk:{form}:", actor.pk)
    moment = now or timezone.now()

    def change() -> dict[str, list[int]]:
        return _ids(PLAN, people, *values, moment)

    return _once(PLANNED, owner, people, actor, form, change, chapter_id)


@transaction.atomic
def undo(*, deed: BulkDeed, actor: User, now: datetime | None = None) -> bool:
    """Put back what a gesture changed, and only that: what others did since stays. Journaled.

    Returns False when it was undone already. Raises CannotUndo when its tag is gone.
    """
    moment = now or timezone.now()
    locked = BulkDeed.objects.select_for_update().get(pk=deed.pk)
    if locked.undone_at is not None:
        return False
    if locked.kind not in UNDO:
        raise CannotUndo(_("Ce geste ne s’annule pas."))
    if locked.kind == UNTAGGED and not Tag.objects.filter(pk=locked.target or 0).exists():
        raise CannotUndo(_("L’étiquette a été supprimée depuis."))
    with connection.cursor() as cursor:
        for before, rows in locked.changes.items():
            values = {"target": locked.target, "rows": rows, "now": moment}
            earlier = int(before) if before.isdecimal() else None
            cursor.execute(UNDO[locked.kind], values | {"before": earlier})
    locked.undone_at = moment
    locked.save(update_fields=["undone_at"])
    detail = {"deed": locked.pk, "kind": locked.kind}
    record(verb="people.undone", actor=actor, chapter_id=locked.chapter_id, detail=detail)
    return True


@transaction.atomic
def _once(
    kind: str,
    target: models.Model,
    people: PersonQuerySet,
    actor: User,
    client_id: uuid.UUID | None,
    change: Callable[[], dict[str, list[int]]],
    chapter_id: int | None = None,
) -> Done:
    """Do it unless this form already did; remember what changed, and write the journal."""
    chapter_id = chapter_id or getattr(target, "chapter_id", None)
    deed, created = BulkDeed.objects.get_or_create(
        client_id=client_id or uuid.uuid4(),
        defaults={"kind": kind, "chapter_id": chapter_id, "actor": actor, "target": target.pk},
    )
    if not created:
        return Done(deed, deed.count, 0)
    asked = people.count()
    deed.changes = change()
    deed.count = sum(len(rows) for rows in deed.changes.values())
    deed.save(update_fields=["changes", "count"])
    record(
        verb=f"people.{kind}",
        actor=actor,
        subject=target,
        chapter_id=chapter_id,
        detail={"deed": deed.pk, "people": deed.count},
    )
    return Done(deed, deed.count, asked - deed.count)


def _ids(statement: str, people: PersonQuerySet, *values: Any) -> dict[str, list[int]]:
    rows = _rows(statement, people, *values)
    return {"": [row[0] for row in rows]} if rows else {}


def _rows(statement: str, people: PersonQuerySet, *values: Any) -> Sequence[tuple[Any, ...]]:
    try:
        chosen, known = people.order_by().values("id").query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement.format(people=chosen), [*known, *values])
        return cursor.fetchall()
