"""Editing a person: only what one changed is written, and nothing of somebody else's is lost.

A form carries what its fields held when it was opened (its base). What differs from the base was
changed here; what differs from it in the file was changed meanwhile. Changes of different facts
are both kept; of the same fact, both are shown and a human chooses (docs/decisions/0110).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import models, transaction

from alliance.core.phones import parse_phone
from members.domain import people
from members.domain.knowing import custom_fields
from members.models import Person, User

FACTS = (
    "first_name",
    "last_name",
    "usual_name",
    "street",
    "address_extra",
    "postal_code",
    "city",
    "neighbourhood",
    "language",
    "languages",
    "needs_childcare",
    "needs_ride",
    "needs_interpreter",
    "organizer",
    "source",
    "source_detail",
    "first_met_on",
    "birth_year",
    "note",
)
CUSTOM = "custom_"


class Contradiction(Exception):
    """Somebody else changed the same facts meanwhile; nothing was written.

    `fields`: those facts. `now`: what the file holds, as a new base.
    """

    def __init__(self, fields: Collection[str], now: dict[str, Any]) -> None:
        super().__init__(", ".join(sorted(fields)))
        self.fields = frozenset(fields)
        self.now = now


def snapshot(person: Person) -> dict[str, Any]:
    """What the file holds of her, in plain values (JSON): her facts, means and own fields."""
    held = {name: _stored(person, name) for name in FACTS}
    held["phones"] = list(person.phones.values_list("number", flat=True))
    held["emails"] = list(person.emails.values_list("address", flat=True))
    held["tags"] = sorted(person.tags.values_list("pk", flat=True))
    for field, text in custom_fields.answers_of(person):
        held[f"{CUSTOM}{field.pk}"] = text
    return held


def plain(name: str, value: Any) -> Any:
    """A value as a form gives it, comparable with a snapshot."""
    if name == "phones":
        parsed = ((text, parse_phone(text)) for text in value)
        return [phone.e164 if phone else text for text, phone in parsed]
    if name == "tags":
        return sorted(tag.pk if isinstance(tag, models.Model) else tag for tag in value)
    if name == "emails":
        return [text.strip().lower() for text in value]
    if name.startswith(CUSTOM):
        return value or ""
    return _plain(value)


def _stored(person: Person, name: str) -> Any:
    field = Person._meta.get_field(name)
    return _plain(getattr(person, getattr(field, "attname", name)))


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, list | tuple) else value


@transaction.atomic
def change(
    *,
    person: Person,
    wanted: Mapping[str, Any],
    base: Mapping[str, Any],
    actor: User,
) -> frozenset[str]:
    """Write those of the `wanted` facts that differ from `base`; returns their names.

    The version of the page rises when anything was written; journaled by the names of the fields.
    Raises Contradiction when one of them was changed by somebody else since `base` (a fact that
    `base` does not hold counts so when it differs), people.InvalidPerson, and
    custom_fields.InvalidAnswer.
    """
    locked = Person.objects.select_for_update().get(pk=person.pk)
    now = snapshot(locked)
    mine = {name: value for name, value in wanted.items() if _differs(name, value, base)}
    against = [
        name
        for name, value in mine.items()
        if now.get(name) != base.get(name) and now.get(name) != plain(name, value)
    ]
    if against:
        raise Contradiction(against, now)
    fresh = {name: v for name, v in mine.items() if now.get(name) != plain(name, v)}
    if fresh:
        _write(locked, dict(fresh), actor)
    return frozenset(fresh)


def _differs(name: str, value: Any, base: Mapping[str, Any]) -> bool:
    return name not in base or plain(name, value) != base[name]


def _write(person: Person, fresh: dict[str, Any], actor: User) -> None:
    means = {name: fresh.pop(name) for name in ("phones", "emails") if name in fresh}
    own = {name: fresh.pop(name) for name in list(fresh) if name.startswith(CUSTOM)}
    if "tags" in fresh:
        person.tags.set(fresh.pop("tags"))
    people.update(
        person=person,
        expected_version=person.version,
        changes=fresh,
        phones=means.get("phones"),
        emails=means.get("emails"),
        actor=actor,
    )
    known = custom_fields.answers_of(person) if own else []
    fields = {f"{CUSTOM}{field.pk}": field for field, _text in known}
    answers = {fields[name]: text for name, text in own.items() if name in fields}
    custom_fields.set_values(person=person, answers=answers, actor=actor)
