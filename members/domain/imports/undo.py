"""Take an import back, for 30 days: what it made goes, unless somebody has used it since.

The people it created go when nothing but the import ever touched them: no note, no action, no
later change. The fields it filled are emptied again where they still hold what it wrote. What
cannot be taken back stays, and the report says why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.apps import apps
from django.db import models, transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.journal.domain import record
from members.domain.imports.preview import lock
from members.domain.imports.writing import FILLED
from members.domain.knowing import custom_columns
from members.enums import BatchState, GroupRole
from members.models import (
    Group,
    GroupMembership,
    Household,
    ImportBatch,
    ImportRow,
    Neighbourhood,
    Person,
    PersonEmail,
    PersonPhone,
    Tag,
    User,
)

DAYS: Final = 30
CHUNK: Final = 500
# Payments hold memberships, so they go first; the person goes last of all.
MADE: Final = (
    "duespayment", "membership", "groupmembership", "consent", "externalid", "customvalue",
)  # fmt: skip
MEANS: Final = ("personphone", "personemail")
CREATED: Final = (("tags", Tag), ("groups", Group), ("neighbourhoods", Neighbourhood))


class TooLate(Exception):
    """The batch is not applied any more, or was applied more than 30 days ago."""


@dataclass
class _Tally:
    removed: int = 0
    restored: int = 0
    kept: int = 0


def may_undo(batch: ImportBatch, now: datetime | None = None) -> bool:
    """Whether the import can still be taken back."""
    return (
        batch.state == BatchState.APPLIED
        and batch.applied_at is not None
        and ((now or timezone.now()) <= batch.applied_at + timedelta(days=DAYS))
    )


def last_day(batch: ImportBatch) -> date | None:
    """The last day on which the import can be taken back."""
    if batch.applied_at is None:
        return None
    return timezone.localdate(batch.applied_at + timedelta(days=DAYS))


@transaction.atomic
def undo(*, batch: ImportBatch, actor: User | None, now: datetime | None = None) -> ImportBatch:
    """Take back what the batch did and nobody touched since; each row says what became of it.

    Done twice, it does nothing the second time. Raises TooLate after 30 days, or for a batch
    that was never applied. Journaled with the counts.
    """
    moment = now or timezone.now()
    locked = lock(batch)
    if locked.state == BatchState.UNDONE:
        return locked
    if not may_undo(locked, moment):
        raise TooLate
    tally = _Tally()
    for rows in _chunks(locked):
        _undo_rows(rows, locked.applied_at, tally)
    _remove_places(locked)
    locked.state, locked.undone_at = BatchState.UNDONE, moment
    locked.save(update_fields=["state", "undone_at"])
    record(
        verb="import.undone",
        actor=actor,
        subject=locked,
        chapter_id=locked.chapter_id,
        detail={"removed": tally.removed, "restored": tally.restored, "kept": tally.kept},
    )
    return locked


def _chunks(batch: ImportBatch) -> Iterator[list[ImportRow]]:
    """The rows that did something, the last ones first, as they were done."""
    rows = batch.rows.filter(before__did__in=["created", "completed"], person__isnull=False)
    rows = rows.order_by("-number")
    chunk = list(rows[:CHUNK])
    while chunk:
        yield chunk
        chunk = list(rows.filter(number__lt=chunk[-1].number)[:CHUNK])


def _undo_rows(rows: list[ImportRow], applied_at: datetime | None, tally: _Tally) -> None:
    ids = [row.person_id or 0 for row in rows]
    held = Person.objects.filter(pk__in=ids).select_for_update(of=("self",)).order_by("pk")
    people = {person.pk: person for person in held}
    created = {row.person_id for row in rows if row.before["did"] == "created"}
    used = _used_since(created, _made_by(rows))
    goes = []
    for row in rows:
        person = people.get(row.person_id or 0)
        if person is None:
            continue
        why = _why_kept(row, person, used, applied_at)
        row.before["undo"] = {"kept": why} if why else {"done": True}
        if row.before["did"] == "created" and not why:
            goes.append(row)
    _restore([row for row in rows if row.before["did"] == "completed"], people, tally)
    _remove(goes)
    tally.removed += len(goes)
    tally.kept += sum("kept" in row.before.get("undo", {}) for row in rows)
    ImportRow.objects.bulk_update(rows, ["before"], batch_size=CHUNK)


def _why_kept(
    row: ImportRow, person: Person, used: dict[int, str], applied_at: datetime | None
) -> str:
    """Why somebody the import created stays, or ""."""
    if row.before["did"] != "created":
        return ""
    if person.created_at != applied_at:  # the row followed a merge to another person
        return _("sa fiche a été réunie avec une autre")
    if person.version != 1:
        return _("sa fiche a été modifiée depuis")
    return used.get(person.pk, "")


def _made_by(rows: Sequence[ImportRow]) -> dict[str, set[int]]:
    made: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        for name, ids in row.before.get("made", {}).items():
            made[name].update(ids)
        made["tags"].update(row.before.get("tags", []))
    if answers := made.get("customvalue"):
        made["customvalue"] = answers - custom_columns.changed_since(rows, answers)
    return made


def _used_since(person_ids: set[int | None], made: dict[str, set[int]]) -> dict[int, str]:
    """Who among the created has something that the import did not make, in any room of the house.

    Every relation to a person is looked at, one query each: what upper rooms attach (an action,
    a conversation) is found without knowing it.
    """
    used: dict[int, str] = {}
    for relation in _relations():
        model, attname = relation.related_model, relation.field.attname
        rows = model._base_manager.filter(**{f"{attname}__in": person_ids})
        if model is Person.tags.through:
            rows = rows.exclude(tag_id__in=made.get("tags", ()))
            ours: set[int] = set()
        else:
            ours = made.get(model._meta.model_name, set()) if _is_ours(model) else set()
        for person_id, pk in rows.values_list(attname, "pk"):
            if pk not in ours:
                used.setdefault(person_id, _told(model))
    roles = GroupMembership.objects.filter(pk__in=made.get("groupmembership", ()))
    for person_id in roles.exclude(role=GroupRole.MEMBER).values_list("person_id", flat=True):
        used.setdefault(person_id, _told(GroupMembership))
    return used


def _relations() -> Iterator[Any]:
    """Every foreign key that points to a person, those of other rooms included."""
    for relation in Person._meta.get_fields(include_hidden=True):
        is_reverse = relation.auto_created and not relation.concrete
        if is_reverse and not relation.many_to_many and relation.related_model is not ImportRow:
            yield relation


def _is_ours(model: type[models.Model]) -> bool:
    return model._meta.app_label == Person._meta.app_label


def _told(model: type[models.Model]) -> str:
    return _("on s’en est servi depuis (%(what)s)") % {"what": model._meta.verbose_name}


def _restore(rows: list[ImportRow], people: dict[int, Person], tally: _Tally) -> None:
    """Empty again the fields that the import filled and that nobody changed since."""
    rows = [row for row in rows if row.person_id in people]
    touched: dict[int, Person] = {}
    for row in rows:
        person = touched[row.person_id or 0] = people[row.person_id or 0]
        changed = []
        for name, written in row.before.get("fields", {}).items():
            ours = getattr(person, name)
            if (ours.isoformat() if isinstance(ours, date) else ours) == written:
                setattr(person, name, _empty(name))
            else:
                changed.append(name)
        row.before["undo"] = {"done": True} | ({"changed": changed} if changed else {})
    for person in touched.values():
        person.version += 1
    names = [name.removesuffix("_id") for name in FILLED]
    Person.objects.bulk_update(touched.values(), [*names, "version"], batch_size=100)
    _remove_made(rows)
    _unstick(rows)
    _promote(touched)
    tally.restored += len(touched)


def _empty(name: str) -> Any:
    field: Any = Person._meta.get_field(name.removesuffix("_id"))
    return None if field.null else field.get_default()


def _unstick(rows: list[ImportRow]) -> None:
    """Take off the tags that the import stuck on known people."""
    holders: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        for tag in row.before.get("tags", []):
            holders[tag].append(row.person_id or 0)
    for tag, people in holders.items():
        Person.tags.through.objects.filter(tag=tag, person__in=people).delete()


def _remove_made(rows: list[ImportRow]) -> None:
    """Delete what these rows made, kind by kind; what is gone already is no trouble.

    A membership that received another payment since, and a role taken in a group, stay.
    """
    made = _made_by(rows)
    for name in (*MADE, *MEANS):
        if ids := made.get(name):
            model: Any = apps.get_model("members", name)
            doomed = model.objects.filter(pk__in=ids)
            if name == "membership":
                doomed = doomed.filter(payments=None)
            if name == "groupmembership":
                doomed = doomed.filter(role=GroupRole.MEMBER)
            doomed.delete()


def _promote(person_ids: Iterable[int | None]) -> None:
    """Somebody whose main phone or e-mail came from the import keeps a main one."""
    for model in (PersonPhone, PersonEmail):
        rows = model._default_manager.filter(person__in=list(person_ids))
        led = set(rows.filter(is_primary=True).values_list("person_id", flat=True))
        firsts: dict[int, int] = {}
        for person_id, pk in rows.order_by("pk").values_list("person_id", "pk"):
            if person_id not in led:
                firsts.setdefault(person_id, pk)
        model._default_manager.filter(pk__in=firsts.values()).update(is_primary=True)


def _remove(rows: list[ImportRow]) -> None:
    """Delete people whom nobody touched, and all that the import hung on them."""
    _remove_made(rows)
    Person.objects.filter(pk__in=[row.person_id for row in rows]).delete()
    for row in rows:
        row.person_id = None


def _remove_places(batch: ImportBatch) -> None:
    """Delete the tags, groups, neighbourhoods and households it created and that stand empty."""
    for name, model in CREATED:
        rows = model._default_manager.filter(pk__in=batch.created.get(name, []))
        for relation in model._meta.related_objects:
            rows = rows.filter(**{f"{relation.name}__isnull": True})
        rows.delete()
    homes = Household.objects.filter(pk__in=batch.created.get("households", []))
    homes.annotate(size=Count("people")).filter(size__lt=2).delete()
