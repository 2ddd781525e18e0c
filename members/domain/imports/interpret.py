"""Turn the cells of a row into the values of a person. Pure: no database, no writing.

A row needs a name and nothing else. What cannot be read is told and kept in the note, so that
nothing a human typed is lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from alliance.core.text.names import (
    PARTICLES,
    clean_text,
    fold,
    split_civility,
    split_full_name,
    tidy_name,
)
from members.domain.imports import cells, dues, means
from members.domain.imports.draft import Draft, Plan
from members.domain.imports.fields import Field as F
from members.domain.knowing import custom_columns

NAME_LENGTH: Final = 100
NOTE_LENGTH: Final = 5_000

FIELDS: Final = frozenset(F.values)
SUMS: Final = frozenset(["total", "totaux", "sous", "general", "generaux"])


@dataclass(frozen=True)
class Reading:
    """What a row says: values to keep, warnings to tell, or the error that stops it."""

    values: dict[str, Any]
    warnings: list[str]
    error: str = ""


def interpreter(plan: Plan) -> Callable[[Sequence[str]], Reading]:
    """Return the function that reads the rows of a file read by this plan."""
    columns = [(index, F(name)) for index, name in enumerate(plan.mapping) if name in FIELDS]
    own = [(index, name) for index, name in enumerate(plan.mapping) if name in plan.own_fields]

    def read(row: Sequence[str]) -> Reading:
        filled: dict[F, list[tuple[str, str]]] = defaultdict(list)
        for index, field in columns:
            if index < len(row) and row[index]:
                filled[field].append((plan.header[index], row[index]))
        cells = [(name, plan.header[at], row[at]) for at, name in own if at < len(row) and row[at]]
        return _read(Draft(plan, filled), cells)

    return read


def _read(draft: Draft, own: list[tuple[str, str, str]]) -> Reading:
    read_names(draft)
    if not any(draft.values.get(name) for name in ("first_name", "last_name", "usual_name")):
        return Reading({}, [], _("Cette ligne n’a ni nom ni prénom."))
    means.read_phones(draft)
    means.read_emails(draft)
    if _is_a_sum(draft):
        return Reading({}, [], _("Une ligne de total, pas une personne."))
    means.read_payer(draft)
    read_birth(draft)
    read_address(draft)
    read_links(draft)
    means.read_consents(draft)
    if draft.plan.with_dues:
        dues.read_dues(draft)
    custom_columns.read(draft, own)
    read_note(draft)
    return Reading(draft.values, draft.warnings)


def _is_a_sum(draft: Draft) -> bool:
    """« TOTAL » at the foot of a sheet: no way to reach it, and no other name."""
    names = [str(draft.values.get(name, "")) for name in ("first_name", "last_name")]
    reached = draft.values.get("phones") or draft.values.get("emails")
    words = set(fold(" ".join(names)).split())
    return not reached and words <= SUMS and not words.isdisjoint({"total", "totaux"})


def read_names(draft: Draft) -> None:
    """First and last names, tidied; a full name is cut where capitals or the order say."""
    first, last = draft.first(F.FIRST_NAME), draft.first(F.LAST_NAME)
    whole = draft.first(F.FULL_NAME)
    if not first and last and not whole and split_full_name(last).sure:
        whole, last = last, ""
    if whole and not (first and last):
        first, last = _cut_name(whole, draft.plan.name_order)
    else:
        first, last = split_civility(first)[1], split_civility(last)[1]
    for name, text in (("first_name", first), ("last_name", last)):
        draft.keep(name, _short_name(draft, tidy_name(text)))
    draft.keep("usual_name", _short_name(draft, clean_text(draft.first(F.USUAL_NAME))))


def _short_name(draft: Draft, name: str) -> str:
    if len(name) > NAME_LENGTH:
        draft.warnings.append(_("Nom trop long, coupé à 100 lettres."))
    kept = name[:NAME_LENGTH].strip()
    return kept if any(letter.isalnum() for letter in kept) else ""


def _cut_name(text: str, order: str) -> tuple[str, str]:
    name = split_full_name(text)
    if name.sure or not (name.first and name.last):
        return name.first, name.last
    words = split_civility(text)[1].replace(",", " ").split()
    if order == "first_last":
        return words[0], " ".join(words[1:])
    end = 1
    while end < len(words) - 1 and words[end - 1].casefold() in PARTICLES:
        end += 1
    return " ".join(words[end:]), " ".join(words[:end])


def read_birth(draft: Draft) -> None:
    """The year of birth; the day is not kept."""
    cell = draft.first(F.BIRTH)
    if not cell:
        return
    year = cells.birth_year(cell, day_first=draft.plan.day_first, this_year=draft.plan.today.year)
    if year is None:
        draft.warnings.append(_("Naissance illisible : « %(cell)s ».") % {"cell": cell[:40]})
    draft.keep("birth_year", year)


def read_address(draft: Draft) -> None:
    """Street, complement, postal code and city, from one cell or from several."""
    found = cells.address(draft.first(F.ADDRESS)) if draft.first(F.ADDRESS) else {}
    if streets := draft.all(F.STREET):
        found["street"] = clean_text(", ".join(streets), 200)
    if extra := draft.all(F.ADDRESS_EXTRA):
        found["address_extra"] = clean_text(", ".join(extra), 120)
    if code := draft.first(F.POSTAL_CODE):
        found["postal_code"] = cells.postal_code(code)
    if city := draft.first(F.CITY):
        code_in_city, name = cells.city(city)
        found["city"] = name
        if code_in_city:
            found.setdefault("postal_code", code_in_city)
    for name, text in found.items():
        draft.keep(name, text)


def read_links(draft: Draft) -> None:
    """Neighbourhood, groups, tags, languages, organizer, source, identifier."""
    draft.keep("neighbourhood", clean_text(draft.first(F.NEIGHBOURHOOD), 120))
    draft.keep("groups", _names(draft, F.GROUP, 160, draft.plan.known_groups))
    draft.keep("tags", _names(draft, F.TAGS, 60))
    spoken = [name for cell in draft.all(F.LANGUAGES) for name in cells.languages(cell)]
    draft.keep("languages", list(dict.fromkeys(spoken)))
    draft.keep("external", clean_text(draft.first(F.EXTERNAL_ID), 200))
    draft.keep("first_met_on", draft.day(F.FIRST_MET))
    _read_organizer(draft)
    _read_source(draft)


def _names(
    draft: Draft, field: F, length: int, keep_whole: frozenset[str] = frozenset()
) -> list[str]:
    found: dict[str, str] = {}
    for cell in draft.all(field):
        for name in cells.split_list(cell, keep_whole=keep_whole):
            found.setdefault(fold(name), name[:length].strip())
    return list(found.values())


def _read_organizer(draft: Draft) -> None:
    cell = clean_text(draft.first(F.ORGANIZER))
    if not cell:
        return
    known = draft.plan.organizers.get(fold(cell))
    if known is None:
        draft.notes.append(_("Suivi·e par : %(name)s") % {"name": cell})
    draft.keep("organizer", known)


def _read_source(draft: Draft) -> None:
    cell = clean_text(draft.first(F.SOURCE), 200)
    if cell:
        draft.keep("source", cells.source_kind(cell))
        draft.keep("source_detail", cell)


def read_note(draft: Draft) -> None:
    """The note: comments (with their header when there are several columns), then the unread."""
    found = draft.cells.get(F.NOTE, [])
    several = len(draft.plan.columns_of(F.NOTE)) > 1
    lines = [
        f"{header} : {text}" if several else text
        for header, cell in found
        if (text := clean_text(cell, keep_lines=True))
    ]
    draft.keep("note", "\n".join([*lines, *draft.notes])[:NOTE_LENGTH].strip())
