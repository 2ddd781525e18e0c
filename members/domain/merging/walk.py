"""What points to a person, in every room, and how it follows her when two pages become one.

The relations are read from `Person._meta`, so that this room moves the rows of those above
without knowing them. Where a rule of the database may stand in the way, the room that owns the
model registers a merger, from `AppConfig.ready`; a test fails when one is missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import F, Q

from members.domain.merging.moves import Moves, children_of
from members.models import Person

Model = type[models.Model]
Merger = Callable[[Moves], None]

_mergers: dict[Model, Merger] = {}
_staying: set[Model] = set()


def register_merger(model: Model, merger: Merger) -> None:
    """Say how the rows of a model follow a merge; called in `AppConfig.ready`.

    The merger receives the `Moves` (`moves.kept`, `moves.gone`) and answers for every relation
    of the model to a person. Raises ValueError when the model has another merger already.
    """
    if _mergers.get(model, merger) is not merger:
        raise ValueError(f"{model._meta.label} has a merger already.")
    _mergers[model] = merger


def stay_in_place(model: Model) -> None:
    """Say that the rows of a model tell what happened, and keep pointing to the page gone."""
    _staying.add(model)


def relations() -> dict[Model, list[models.Field[Any, Any]]]:
    """Every foreign key to a person in the house, hidden ones included, model by model."""
    found: dict[Model, list[models.Field[Any, Any]]] = defaultdict(list)
    for relation in children_of(Person):
        found[relation.related_model].append(relation.field)
    return dict(found)


def move_all(moves: Moves) -> None:
    """Move the rows of every model, by its merger or one relation after the other."""
    for model, fields in relations().items():
        if model in _mergers:
            _mergers[model](moves)
        elif model not in _staying:
            for field in fields:
                moves.move_from_gone(model, field.name)


def unresolved() -> list[str]:
    """The relations to a person that a rule may block and that no merger answers for."""
    return [
        f"{model._meta.label}.{field.name}"
        for model, fields in relations().items()
        for field in fields
        if model not in _mergers and model not in _staying and is_guarded(field, fields)
    ]


def is_guarded(field: models.Field[Any, Any], siblings: list[models.Field[Any, Any]]) -> bool:
    """Whether a uniqueness, or a rule that compares two people, may refuse to move a row."""
    model = field.model
    if field.unique or any(field.name in group for group in model._meta.unique_together):
        return True
    names = {one.name for one in siblings}
    for rule in model._meta.constraints:
        if isinstance(rule, models.UniqueConstraint):
            if field.name in {*rule.fields, *_named(*rule.expressions)}:
                return True
        elif isinstance(rule, models.CheckConstraint):
            compared = names & _named(rule.condition)
            if field.name in compared and (len(compared) > 1 or model is Person):
                return True
    return False


def _named(*expressions: Any) -> set[str]:
    """The names of the fields in conditions and expressions."""
    found: set[str] = set()
    for one in expressions:
        if isinstance(one, Q):
            found |= _named(*one.children)
        elif isinstance(one, tuple):
            found |= {one[0].split("__")[0]} | _named(one[1])
        elif isinstance(one, F):
            found.add(str(one.deconstruct()[1][0]).split("__")[0])
        elif hasattr(one, "get_source_expressions"):
            found |= _named(*one.get_source_expressions())
    return found
