"""On the day: tap a name, undo, count those whom nobody expected. Phones may tap twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.domain.actions import WrongState
from actions.enums import ActionState
from actions.models import Action, Attendance
from alliance.core.text.names import split_full_name
from alliance.journal.domain import record, record_deed
from alliance.journal.models import Entry
from members.domain import people
from members.enums import PersonSource
from members.models import Person, User

UNDONE = "attendance.check_in_undone"

# A tap as it mostly is: one statement for the row and its entry. The row that another phone
# holds is waited for, then looked at again, so that the first tap counts and no other.
COMES = """
UPDATE actions_attendance
SET attended = true, checked_in_at = %(at)s, checked_in_by_id = %(actor_id)s
WHERE id = %(row)s AND action_id = %(action)s AND attended IS NOT TRUE
RETURNING id
"""
# Those who stay on the list once their tap is taken back.
LEAVES = """
UPDATE actions_attendance
SET attended = NULL, checked_in_at = NULL, checked_in_by_id = NULL, brought_by_id = NULL
WHERE id = %(row)s AND attended AND person_id IS NOT NULL
  AND (invited_at IS NOT NULL OR answered_at IS NOT NULL)
RETURNING id
"""


class CountOnly(Exception):
    """This action counts people and keeps no name of those who came (sensitive actions)."""


def check_in(
    *,
    action: Action,
    person: Person | None = None,
    attendance: Attendance | None = None,
    brought_by: Person | None = None,
    client_id: UUID | None = None,
    actor: User | None = None,
    by: str = "",
    now: datetime | None = None,
) -> Attendance:
    """Mark somebody as present: somebody invited (`attendance`) or anybody known (`person`).

    Tapped twice, or on two phones, the first tap counts. With `brought_by`, also remembers with
    whom she came, whether or not she was marked before. Journaled (`by` says who, without
    account). Raises WrongState (cancelled, or before the day), CountOnly, ValueError for a
    stranger to the action's chapter.
    """
    moment = now or timezone.now()
    refuse_early(action, moment)
    if action.count_only:
        raise CountOnly(_("Cette action compte les présences sans garder les noms."))
    if attendance is not None and brought_by is None:
        return _tapped(action, attendance, actor, by, moment)
    return _brought(action, person, attendance, brought_by, client_id, actor, by, moment)


def _tapped(
    action: Action, attendance: Attendance, actor: User | None, by: str, now: datetime
) -> Attendance:
    tap = {"row": attendance.pk, "action": action.pk}
    if not _note_with(COMES, tap, "attendance.checked_in", action, actor, by, now):
        rows = Attendance.objects.select_related("action", "person")
        found: Attendance = rows.get(action=action, pk=attendance.pk)
        return found
    attendance.attended, attendance.checked_in_at, attendance.checked_in_by = True, now, actor
    return attendance


@transaction.atomic
def _brought(
    action: Action,
    person: Person | None,
    attendance: Attendance | None,
    brought_by: Person | None,
    client_id: UUID | None,
    actor: User | None,
    by: str,
    moment: datetime,
) -> Attendance:
    locked = _locked_attendance(action, person, attendance, client_id, moment)
    if brought_by is not None and brought_by.pk == locked.person_id:
        brought_by = None
    changes: dict[str, object] = {}
    if not locked.attended:
        changes |= {"attended": True, "checked_in_at": moment, "checked_in_by": actor}
    if brought_by is not None and locked.brought_by_id != brought_by.pk:
        changes["brought_by"] = brought_by
    for name, value in changes.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(changes))
    if "attended" in changes:
        _note("attendance.checked_in", locked, actor, by, moment)
    return locked


def undo_check_in(
    *,
    attendance: Attendance,
    actor: User | None = None,
    by: str = "",
    now: datetime | None = None,
) -> bool:
    """Take a check-in back; whether she is still on the list. Undone twice, nothing more happens;
    journaled.

    Who was only added on the spot (unknown, or known but neither asked nor answering) leaves the
    list again; the person, if there is one, stays in the file.
    """
    moment = now or timezone.now()
    tap = {"row": attendance.pk}
    stays = _note_with(LEAVES, tap, UNDONE, attendance.action, actor, by, moment)
    stays = stays or not _taken_off(attendance, actor, by, moment)
    attendance.attended = attendance.checked_in_at = None
    attendance.checked_in_by = attendance.brought_by = None
    return stays


@transaction.atomic
def _taken_off(attendance: Attendance, actor: User | None, by: str, now: datetime) -> bool:
    """Somebody added on the spot, if she is still there; whether she has left the list."""
    added = Q(person=None) | Q(invited_at=None, answered_at=None)
    locked = (
        Attendance.objects.select_for_update(no_key=True, of=("self",))
        .select_related("action")
        .filter(added, pk=attendance.pk, attended=True)
        .first()
    )
    if locked is None:
        return not Attendance.objects.filter(pk=attendance.pk).exists()
    _note(UNDONE, locked, actor, by, now)
    locked.delete()
    return True


def undone_since(action: Action, since: datetime) -> set[int]:
    """The attendances of an action whose check-in was taken back since: changed, or gone.

    What leaves no row is read where it is remembered, in the journal.
    """
    undone = Entry.objects.filter(chapter_id=action.chapter_id, at__gte=since, verb=UNDONE)
    mine = undone.filter(detail__action=action.pk).values_list("subject_id", flat=True)
    return {pk for pk in mine if pk is not None}


@transaction.atomic
def walk_in(
    *,
    action: Action,
    client_id: UUID | None = None,
    name: str = "",
    person: Person | None = None,
    brought_by: Person | None = None,
    actor: User | None = None,
    by: str = "",
    now: datetime | None = None,
) -> Attendance:
    """Count somebody nobody expected: unknown, with a name, or known already.

    The same `client_id` twice (double tap, lost connection) counts once. A name makes a new
    person of the chapter, met at an action: a name is no consent, nothing will be sent to her.
    Known people are checked in. Journaled. Raises as `check_in`; without a name it is what an
    action that only counts accepts. Raises people.InvalidPerson for a name without letters.
    """
    moment = now or timezone.now()
    refuse_early(action, moment)
    if action.count_only and (name.strip() or person is not None or brought_by is not None):
        raise CountOnly(_("Cette action compte les présences sans garder les noms."))
    Action.objects.select_for_update(no_key=True).get(pk=action.pk)
    identity = client_id or uuid4()
    if kept := Attendance.objects.filter(client_id=identity, action=action).first():
        return kept
    if person is not None:
        return check_in(
            action=action,
            person=person,
            brought_by=brought_by,
            client_id=identity,
            actor=actor,
            by=by,
            now=moment,
        )
    attendance = Attendance.objects.create(
        action=action,
        person=_named(action, name, actor, moment) if name.strip() else None,
        attended=True,
        brought_by=brought_by,
        checked_in_at=moment,
        checked_in_by=actor,
        client_id=identity,
        created_at=moment,
    )
    _note("attendance.walked_in", attendance, actor, by, moment)
    return attendance


@transaction.atomic
def name_walk_in(
    *,
    attendance: Attendance,
    name: str = "",
    person: Person | None = None,
    actor: User | None = None,
    by: str = "",
    now: datetime | None = None,
) -> Attendance:
    """Give a name to somebody counted as unknown: a new person, or one known already.

    If the known person is on the list already, the two become one, present. Journaled.
    Raises CountOnly, people.InvalidPerson.
    """
    moment = now or timezone.now()
    locked: Attendance = (
        Attendance.objects.select_for_update(no_key=True, of=("self",))
        .select_related("action")
        .get(pk=attendance.pk)
    )
    if locked.action.count_only:
        raise CountOnly(_("Cette action compte les présences sans garder les noms."))
    if locked.person_id is not None:
        return locked
    if person is not None and _other(locked, person) is not None:
        brought_by = locked.brought_by
        locked.delete()
        return check_in(
            action=locked.action,
            person=person,
            brought_by=brought_by,
            actor=actor,
            by=by,
            now=moment,
        )
    locked.person = person or _named(locked.action, name, actor, moment)
    locked.save(update_fields=["person"])
    _note("attendance.named", locked, actor, by, moment)
    return locked


def refuse_early(action: Action, now: datetime) -> None:
    """Raise WrongState when people cannot be checked in: cancelled, or before the day."""
    if action.state == ActionState.CANCELLED:
        raise WrongState(_("Cette action est annulée."))
    if timezone.localdate(now) < timezone.localdate(action.starts_at):
        raise WrongState(_("On pointe les présences à partir du jour même."))


def _locked_attendance(
    action: Action,
    person: Person | None,
    attendance: Attendance | None,
    client_id: UUID | None,
    now: datetime,
) -> Attendance:
    if attendance is None and person is None:
        raise ValueError("Check in whom?")
    if person is not None and person.chapter_id != action.chapter_id:
        raise ValueError("This person belongs to another chapter.")
    lookup = {"pk": attendance.pk} if attendance is not None else {"person": person}
    if attendance is None:
        Attendance.objects.get_or_create(
            action=action,
            person=person,
            defaults={"client_id": client_id or uuid4(), "created_at": now},
        )
    rows = Attendance.objects.select_for_update(no_key=True, of=("self",))
    found: Attendance = rows.select_related("action", "person").get(action=action, **lookup)
    return found


def _named(action: Action, name: str, actor: User | None, now: datetime) -> Person:
    full = split_full_name(name)
    return people.create(
        chapter=action.chapter,
        first_name=full.first,
        last_name=full.last,
        actor=actor,
        source=PersonSource.ACTION,
        source_detail=action.title[:200],
        now=now,
    )


def _other(attendance: Attendance, person: Person) -> Attendance | None:
    return Attendance.objects.filter(action=attendance.action_id, person=person).first()


def _note(verb: str, attendance: Attendance, actor: User | None, by: str, now: datetime) -> None:
    record(
        verb=verb,
        actor=actor,
        actor_label="" if actor else by,
        subject=attendance,
        chapter_id=attendance.action.chapter_id,
        detail={"action": attendance.action_id},
        now=now,
    )


def _note_with(
    deed: str,
    values: Mapping[str, object],
    verb: str,
    action: Action,
    actor: User | None,
    by: str,
    now: datetime,
) -> bool:
    """Do it and note it, at once; whether there was anything to do."""
    done = record_deed(
        deed,
        values,
        on=Attendance,
        verb=verb,
        actor=actor,
        actor_label="" if actor else by,
        chapter_id=action.chapter_id,
        detail={"action": action.pk},
        now=now,
    )
    return bool(done)
