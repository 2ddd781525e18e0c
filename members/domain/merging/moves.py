"""What a merge did, row by row, so that it can be undone exactly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models

from members.models import Person

Model = type[models.Model]
Entry = dict[str, Any]


class LeftBehind(Exception):
    """A row that would be deleted still has rows pointing to it: its merger forgot them."""


class Gestures:
    """Changes of rows, each done and written down at once.

    A row is moved (one foreign key, from one row to another), changed (some fields), created, or
    deleted when it says twice the same thing; the entries are JSON, read backwards to undo.
    """

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def move(self, model: Model, field: str, ids: Iterable[Any], old: Any, new: Any) -> None:
        """Point these rows from one row to another."""
        chosen = list(ids)
        if not chosen:
            return
        attname = model._meta.get_field(field).get_attname()  # type: ignore[union-attr]
        model._base_manager.filter(pk__in=chosen).update(**{attname: new})
        entry = {"op": "move", "model": model._meta.label_lower, "field": attname}
        self.entries.append(entry | {"ids": chosen, "from": old, "to": new})

    def change(self, row: models.Model, **values: Any) -> None:
        """Give some fields of a row other values (those that differ)."""
        fields = {name: _field(type(row), name) for name in values}
        different = {name: v for name, v in values.items() if getattr(row, name) != v}
        if not different:
            return
        before = {fields[n].attname: encode(getattr(row, fields[n].attname)) for n in different}
        for name, value in different.items():
            setattr(row, name, value)
        row.save(update_fields=[fields[name].name for name in different])
        after = {fields[n].attname: encode(getattr(row, fields[n].attname)) for n in different}
        entry = {"op": "change", "model": row._meta.label_lower, "pk": row.pk}
        self.entries.append(entry | {"before": before, "after": after})

    def created(self, row: models.Model) -> None:
        """Remember a row made on the way: undoing takes it away, if nothing needs it since."""
        self.entries.append({"op": "create", "model": row._meta.label_lower, "pk": row.pk})

    def absorb(self, row: models.Model, heir: models.Model) -> None:
        """Delete a row that says the same as its heir, with what hangs twice on both."""
        for relation in children_of(type(row)):
            for others in _alone(relation.related_model, relation.field.name):
                self._absorb_twins(relation, others, row, heir)
        self.delete(row, heir=heir)

    def _absorb_twins(
        self, relation: Any, others: list[str], row: models.Model, heir: models.Model
    ) -> None:
        field, model = relation.field.name, relation.related_model
        kept = {
            tuple(getattr(one, name) for name in others): one
            for one in model._base_manager.filter(**{field: heir.pk})
        }
        for one in model._base_manager.filter(**{field: row.pk}):
            twin = kept.get(tuple(getattr(one, name) for name in others))
            if twin is not None:
                self.absorb(one, twin)

    def delete(self, row: models.Model, heir: models.Model | None = None) -> None:
        """Delete a row that says twice the same thing; what hangs on it goes to its `heir`.

        Raises LeftBehind when something hangs on it and there is no heir.
        """
        for relation in children_of(type(row)):
            rows = relation.related_model._base_manager.filter(**{relation.field.name: row.pk})
            ids = list(rows.values_list("pk", flat=True))
            if ids and heir is None:
                raise LeftBehind(f"{relation.related_model._meta.label} → {row!r}")
            if heir is not None:
                self.move(relation.related_model, relation.field.name, ids, row.pk, heir.pk)
        entry = {"op": "delete", "model": row._meta.label_lower, "pk": row.pk, "row": image(row)}
        self.entries.append(entry | ({"heir": heir.pk} if heir else {}))
        type(row)._base_manager.filter(pk=row.pk).delete()


class Moves(Gestures):
    """The changes of one merge of two pages."""

    def __init__(self, kept: Person, gone: Person) -> None:
        super().__init__()
        self.kept, self.gone = kept, gone

    @property
    def same_chapter(self) -> bool:
        """Whether what belongs to the chapter (tags, groups) may follow."""
        return self.kept.chapter_id == self.gone.chapter_id

    def move_from_gone(self, model: Model, field: str) -> None:
        """Point every row of a model that points to the page gone to the page kept."""
        rows = model._base_manager.filter(**{field: self.gone.pk})
        self.move(model, field, rows.values_list("pk", flat=True), self.gone.pk, self.kept.pk)


def _alone(model: Model, field: str) -> list[list[str]]:
    """The other fields, by name of column, with which a field must be unique: none, if alone."""
    groups = [set(group) for group in model._meta.unique_together]
    for rule in model._meta.constraints:
        if isinstance(rule, models.UniqueConstraint) and rule.fields and rule.condition is None:
            groups.append(set(rule.fields))
    if model._meta.get_field(field).unique:  # type: ignore[union-attr]
        groups.append({field})
    return [
        sorted(_field(model, name).attname for name in group - {field})
        for group in groups
        if field in group
    ]


def children_of(model: Model) -> Iterator[Any]:
    """The relations by which other rows point to those of a model, hidden ones included."""
    for relation in model._meta.get_fields(include_hidden=True):
        reverse = relation.auto_created and not relation.concrete
        if reverse and not relation.many_to_many:
            yield relation


def undo(entries: list[Entry]) -> None:
    """Do the contrary of each entry, the last one first.

    What somebody changed since stays as it is: a row is moved back if it is still where the merge
    put it, a field is given its old value if it still holds the merge's.
    """
    for entry in reversed(entries):
        model = apps.get_model(entry["model"])
        if entry["op"] == "move":
            rows = model._base_manager.filter(pk__in=entry["ids"], **{entry["field"]: entry["to"]})
            rows.update(**{entry["field"]: entry["from"]})
        elif entry["op"] == "change":
            restore(model, entry["pk"], entry["before"], entry["after"])
        elif entry["op"] == "create":
            _take_away(model, entry["pk"])
        else:
            values = {name: decode(model, name, value) for name, value in entry["row"].items()}
            if _has_its_parents(model, values):
                model(**values).save_base(raw=True, force_insert=True)


def _has_its_parents(model: Model, values: dict[str, Any]) -> bool:
    """Whether all that a row points to is still there; somebody may have been erased since.

    What may be empty is emptied.
    """
    for field in model._meta.concrete_fields:
        parent: Any = field.related_model
        value = values.get(field.attname)
        if not field.is_relation or value is None:
            continue
        if parent._base_manager.filter(pk=value).exists():
            continue
        if not field.null:
            return False
        values[field.attname] = None
    return True


def check_now() -> None:
    """Raise IntegrityError here, not at the commit, for a key that leads nowhere."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _take_away(model: Model, pk: Any) -> None:
    """Delete a row that the merge made, unless something came to hang on it since."""
    row = model._base_manager.filter(pk=pk).first()
    if row is None:
        return
    for relation in children_of(model):
        if relation.related_model._base_manager.filter(**{relation.field.name: pk}).exists():
            return
    model._base_manager.filter(pk=pk).delete()


def restore(model: Model, pk: Any, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Give back their old values to the fields that still hold the new ones."""
    row = model._base_manager.filter(pk=pk).first()
    if row is None:
        return
    names = [name for name in before if encode(getattr(row, name)) == after[name]]
    values = {name: decode(model, name, before[name]) for name in names}
    if values:
        model._base_manager.filter(pk=pk).update(**values)


def image(row: models.Model) -> dict[str, Any]:
    """Every column of a row, as JSON."""
    columns = [f for f in row._meta.concrete_fields if not getattr(f, "generated", False)]
    return {field.attname: encode(getattr(row, field.attname)) for field in columns}


def encode(value: Any) -> Any:
    """A value of a column as JSON, to the microsecond."""
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, list | tuple):
        return [encode(one) for one in value]
    return value


def decode(model: Model, attname: str, value: Any) -> Any:
    """The value of a column read back from JSON."""
    field = _field(model, attname)
    if value is None or field.is_relation:
        return value
    return field.to_python(value)


def _field(model: Model, name: str) -> Any:
    return next(f for f in model._meta.concrete_fields if name in {f.name, f.attname})
