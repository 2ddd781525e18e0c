"""What belongs to an alliance, in every room, and how it follows when two become one.

The relations are read from `Chapter._meta`, so that this room moves the rows of those above
without knowing them. A model whose rows a rule of the database may refuse in the other alliance
needs a rule of its own, registered from `AppConfig.ready`; a test fails when one is missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from alliance.core.text.names import fold
from members.domain.merging import Gestures
from members.domain.merging.moves import children_of
from members.models import Chapter

Model = type[models.Model]


class Crossing(Gestures):
    """Rows that pass from an alliance to another."""

    def __init__(self, source: Chapter, target: Chapter) -> None:
        super().__init__()
        self.source, self.target = source, target

    def cross(self, model: Model, ids: Sequence[Any] | None = None, field: str = "chapter") -> None:
        """Move these rows of the source to the target; all of them by default."""
        rows = model._base_manager.filter(**{field: self.source.pk})
        chosen = rows if ids is None else rows.filter(pk__in=ids)
        self.move(model, field, chosen.values_list("pk", flat=True), self.source.pk, self.target.pk)

    def heirs(self, model: Model) -> dict[int, int]:
        """The rows of a model that were found again on the other side, by their old key."""
        label = model._meta.label_lower
        return {
            entry["pk"]: entry["heir"]
            for entry in self.entries
            if entry["op"] == "delete" and entry["model"] == label and "heir" in entry
        }


Ids = Sequence[Any] | None
Rule = Callable[[Crossing, Model, Ids], None]


@dataclass(frozen=True)
class Told:
    """A rule, and what the preview says of the rows whose `key` is on both sides.

    `last`: to be asked once all the others crossed, as it follows what became of them. `once`: a
    row may stay behind for good.
    """

    cross: Rule
    says: Any
    key: Callable[[Any], Any] | None = None
    last: bool = False
    once: bool = False


_rules: dict[Model, Told] = {}
_staying: dict[Model, Any] = {}


def register_rule(model: Model, told: Told) -> None:
    """Say how the rows of a model cross; called in `AppConfig.ready`."""
    _rules[model] = told


def stay_behind(model: Model, says: Any) -> None:
    """Say that the rows of a model stay with the alliance that is gone, and why."""
    _staying[model] = says


def relations() -> dict[Model, list[models.Field[Any, Any]]]:
    """Every foreign key to an alliance in the house, model by model."""
    found: dict[Model, list[models.Field[Any, Any]]] = defaultdict(list)
    for relation in children_of(Chapter):
        found[relation.related_model].append(relation.field)
    return dict(found)


def rule_of(model: Model) -> Told | None:
    """The rule of a model, if it has one of its own."""
    return _rules.get(model)


def stays(model: Model) -> Any:
    """Why the rows of a model stay behind; empty when they cross."""
    return _staying.get(model, "")


def cross_all(crossing: Crossing) -> None:
    """Move the rows of every model, by its rule or one relation after the other."""
    for model, fields in _in_order():
        if model in _staying:
            continue
        if model in _rules:
            _rules[model].cross(crossing, model, None)
            continue
        for field in fields:
            crossing.cross(model, field=field.name)


def _in_order() -> list[tuple[Model, list[models.Field[Any, Any]]]]:
    return sorted(relations().items(), key=lambda one: one[0] in _rules and _rules[one[0]].last)


def cross_some(crossing: Crossing, model: Model, ids: Sequence[Any]) -> None:
    """Move these rows of a model, by its rule if it has one."""
    if model in _rules:
        _rules[model].cross(crossing, model, ids)
    else:
        crossing.cross(model, ids)


def has_left_something(source: Chapter) -> bool:
    """Whether rows that should have crossed are still there (a query a model, nothing locked)."""
    return any(
        model._base_manager.filter(**{field.name: source.pk}).exists()
        for model, fields in relations().items()
        if model not in _staying and not (model in _rules and _rules[model].once)
        for field in fields
    )


def unresolved() -> list[str]:
    """The relations to an alliance that a uniqueness may block and for which no rule answers."""
    return [
        f"{model._meta.label}.{field.name}"
        for model, fields in relations().items()
        for field in fields
        if model not in _rules and model not in _staying and _is_guarded(model, field)
    ]


def _is_guarded(model: Model, field: models.Field[Any, Any]) -> bool:
    if field.unique or any(field.name in group for group in model._meta.unique_together):
        return True
    rules = [c for c in model._meta.constraints if isinstance(c, models.UniqueConstraint)]
    return any(field.name in rule.fields for rule in rules)


# --- The kinds of rules ----------------------------------------------------------------------


def by_name(row: Any) -> Any:
    """What makes two rows the same for people: the name, accents and case aside."""
    return fold(row.name)


def unify(key: Callable[[Any], Any] = by_name, *, says: Any, prepare: Any = None) -> Told:
    """Rows that are the same on both sides become one, the target's; the others cross."""

    def cross(crossing: Crossing, model: Model, ids: Ids) -> None:
        there = {key(row): row for row in _of(model, crossing.target.pk)}
        for row in _of(model, crossing.source.pk, ids):
            twin = there.get(key(row))
            if twin is None:
                crossing.cross(model, [row.pk])
                continue
            if prepare is not None:
                prepare(crossing, row, twin)
            crossing.absorb(row, twin)

    return Told(cross, says, key)


def rename(key: Callable[[Any], Any] = by_name, *, says: Any) -> Told:
    """Rows of the same name stay two: the one that comes takes the name of its alliance too."""

    def cross(crossing: Crossing, model: Model, ids: Ids) -> None:
        taken = {key(row) for row in _of(model, crossing.target.pk)}
        for row in _of(model, crossing.source.pk, ids):
            if key(row) in taken:
                crossing.change(row, name=free_name(row, key, taken, crossing.source))
            taken.add(key(row))
        crossing.cross(model, ids)

    return Told(cross, says, key)


def free_name(row: Any, key: Callable[[Any], Any], taken: set[Any], source: Chapter) -> str:
    """« Comité (Rennes) », then « Comité (Rennes 2) »; leaves the row's name as it was."""
    longest = row._meta.get_field("name").max_length
    before = row.name
    try:
        for turn in range(1, 1000):
            suffix = f" ({source.city})" if turn == 1 else f" ({source.city} {turn})"
            row.name = before[: longest - len(suffix)] + suffix
            if key(row) not in taken:
                return str(row.name)
    finally:
        row.name = before
    raise ValueError(f"No free name for {before!r}.")


def first_wins(*, says: Any) -> Told:
    """One a chapter: the target's stays, and the source's with its alliance; else it crosses."""

    def cross(crossing: Crossing, model: Model, ids: Ids) -> None:
        if not model._base_manager.filter(chapter=crossing.target.pk).exists():
            crossing.cross(model, ids)

    return Told(cross, says, once=True)


def _of(model: Model, chapter_id: int, ids: Ids = None) -> list[Any]:
    rows = model._base_manager.filter(chapter=chapter_id)
    return list((rows if ids is None else rows.filter(pk__in=ids)).order_by("pk"))
