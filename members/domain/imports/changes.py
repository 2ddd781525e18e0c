"""What a row would change on a person: empty fields are filled, the rest is kept and told.

The same function serves the preview and the writing, so that the page tells what will be done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.utils.dateparse import parse_date

from alliance.core.text.names import fold, name_key
from members.domain.imports.known import Known
from members.domain.imports.places import Places
from members.domain.knowing.custom_fields import PREFIX
from members.enums import PersonSource

SIMPLE: Final = ("usual_name", "birth_year", "first_met_on", "organizer", "languages")
ADDRESS: Final = ("street", "address_extra", "postal_code", "city")


@dataclass
class Changes:
    """What will be written on one person, and what the file says otherwise."""

    fields: dict[str, Any] = field(default_factory=dict)
    kept: list[tuple[str, Any, Any]] = field(default_factory=list)  # field, ours, the file's
    phones: list[tuple[str, str]] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    dues: list[dict[str, str]] = field(default_factory=list)
    consents: dict[str, bool] = field(default_factory=dict)
    custom: dict[int, str] = field(default_factory=dict)  # fields of the alliance's own

    def __bool__(self) -> bool:
        circles = (self.phones, self.emails, self.groups, self.tags)
        added = (*circles, self.dues, self.consents, self.custom)
        return bool(self.fields) or any(added)


def changes_for(
    known: Known,
    values: Mapping[str, Any],
    places: Places,
    *,
    consents: Mapping[str, bool] | None = None,
) -> Changes:
    """Compare a row's values with what is known of the person.

    `consents` are the answers the importer declared for everybody; a word already given by a
    known person stands, but a refusal told by the file is always recorded.
    """
    changes = Changes()
    _fill_names(changes, known, values)
    for name in SIMPLE:
        _fill(changes, known, name, values.get(name))
    _fill_address(changes, known, values)
    _fill_neighbourhood(changes, known, values, places)
    _fill_note(changes, known, values)
    _fill_source(changes, known, values)
    _add_means(changes, known, values)
    _add_circles(changes, known, values, places)
    _add_answers(changes, known.answers, values.get("custom", {}))
    changes.dues = _new_dues(known, values.get("dues", []))
    changes.consents = _new_consents(known, values.get("consents", {}), consents or {})
    return changes


def _fill(changes: Changes, known: Known, name: str, value: Any) -> None:
    """Fill an empty field; tell when ours differs."""
    if value in (None, "", []):
        return
    attribute = "organizer_id" if name == "organizer" else name
    if name == "first_met_on":
        value = parse_date(value)
    ours = getattr(known.person, attribute)
    if ours in (None, "", []):
        changes.fields[attribute] = value
    elif _differ(ours, value) and name not in ("languages", "first_met_on"):
        changes.kept.append((name, ours, value))


def _differ(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, str) and isinstance(theirs, str):
        return fold(ours) != fold(theirs)
    return bool(ours != theirs)


def _fill_names(changes: Changes, known: Known, values: Mapping[str, Any]) -> None:
    first, last = values.get("first_name", ""), values.get("last_name", "")
    person = known.person
    if name_key(first, last) == name_key(person.first_name, person.last_name):
        return
    ours = set(fold(f"{person.first_name} {person.last_name}").split())
    for name, value in (("first_name", first), ("last_name", last)):
        if value and not (getattr(person, name) == "" and ours & set(fold(value).split())):
            _fill(changes, known, name, value)


def _fill_address(changes: Changes, known: Known, values: Mapping[str, Any]) -> None:
    """An address is one thing: a street is not put above somebody else's town."""
    person = known.person
    theirs = {name: values[name] for name in ADDRESS if values.get(name)}
    ours = {name: getattr(person, name) for name in ADDRESS if getattr(person, name)}
    differing = [name for name in theirs if name in ours and _differ(ours[name], theirs[name])]
    if differing:
        changes.kept.append(("address", ", ".join(ours.values()), ", ".join(theirs.values())))
        return
    changes.fields.update({name: text for name, text in theirs.items() if name not in ours})


def _fill_neighbourhood(
    changes: Changes, known: Known, values: Mapping[str, Any], places: Places
) -> None:
    name = values.get("neighbourhood", "")
    if not name:
        if known.person.neighbourhood_id is None and places.default_neighbourhood_id:
            changes.fields["neighbourhood_id"] = places.default_neighbourhood_id
        return
    found = places.neighbourhood(name)
    if known.person.neighbourhood_id is None:
        if found or places.creates_neighbourhoods:
            changes.fields["neighbourhood_id"] = found or name
    elif found != known.person.neighbourhood_id:
        ours = places.neighbourhood_name(known.person.neighbourhood_id)
        changes.kept.append(("neighbourhood", ours, name))


def _fill_note(changes: Changes, known: Known, values: Mapping[str, Any]) -> None:
    theirs, ours = values.get("note", ""), known.person.note
    if theirs and not ours:
        changes.fields["note"] = theirs
    elif theirs and fold(theirs) not in fold(ours):
        changes.kept.append(("note", ours, theirs))


def _fill_source(changes: Changes, known: Known, values: Mapping[str, Any]) -> None:
    if known.is_new or (
        known.person.source == PersonSource.OTHER and not known.person.source_detail
    ):
        for name in ("source", "source_detail"):
            if values.get(name):
                changes.fields[name] = values[name]


def _add_means(changes: Changes, known: Known, values: Mapping[str, Any]) -> None:
    changes.phones = [
        (number, kind) for number, kind in values.get("phones", []) if number not in known.phones
    ]
    changes.emails = [
        address for address in values.get("emails", []) if address not in known.emails
    ]


def _add_circles(changes: Changes, known: Known, values: Mapping[str, Any], places: Places) -> None:
    for name in _each_once([*values.get("groups", []), *places.default_groups]):
        found = places.group(name)
        if found not in known.groups and places.may_have_group(name):
            changes.groups.append(name)
    for name in _each_once([*values.get("tags", []), *places.default_tags]):
        found = places.tag(name)
        if not found or found not in known.tags:
            changes.tags.append(name)


def _add_answers(changes: Changes, known: Mapping[int, str], told: Mapping[str, str]) -> None:
    """Answer what she has not; tell when she answered otherwise."""
    for key, text in told.items():
        ours = known.get(int(key), "")
        if not ours:
            changes.custom[int(key)] = text
        elif fold(ours) != fold(text):
            changes.kept.append((f"{PREFIX}{key}", ours, text))


def _each_once(names: list[str]) -> list[str]:
    return list({fold(name): name for name in reversed(names)}.values())[::-1]


def _new_dues(known: Known, told: list[dict[str, str]]) -> list[dict[str, str]]:
    """The periods that no known membership covers yet, each start once."""
    covered = list(known.periods)
    found = []
    for period in sorted(told, key=lambda dues: dues["start"]):
        start = date.fromisoformat(period["start"])
        if any(begin <= start <= end for begin, end in covered):
            continue
        end = date.fromisoformat(period["end"]) if period.get("end") else start
        covered.append((start, end))
        found.append(period)
    return found


def _new_consents(
    known: Known, told: Mapping[str, bool], declared: Mapping[str, bool]
) -> dict[str, bool]:
    wanted = {**{c: given for c, given in declared.items() if c not in known.words}, **told}
    return {
        channel: given
        for channel, given in wanted.items()
        if known.words.get(channel) != given and not (given and known.words.get(channel) is False)
    }


def merge_values(first: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Join two lines of one person: the first line speaks first, the other completes it."""
    merged = dict(first)
    has_street = bool(first.get("street"))
    for name, value in other.items():
        if name in ("phones", "emails", "groups", "tags", "languages", "dues"):
            ours = first.get(name, [])
            merged[name] = [*ours, *(item for item in value if item not in ours)]
        elif name == "note" and fold(value) not in fold(first.get("note", "")):
            merged["note"] = "\n".join(filter(None, [first.get("note", ""), value]))
        elif name == "consents":
            ours = first.get("consents", {})  # a refusal on either line wins
            merged["consents"] = {
                channel: ours.get(channel, True) and value.get(channel, True)
                for channel in {**ours, **value}
            }
        elif name == "custom":
            merged["custom"] = {**value, **first.get("custom", {})}
        elif name not in ADDRESS or not has_street:
            merged.setdefault(name, value)
    return merged
