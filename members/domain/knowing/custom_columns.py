"""The fields of the alliance's own in a file: which column is which, what a cell answers.

A column of one is mapped to « custom_12 ». What the field does not understand is told, and kept
in the note: nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from alliance.core.days.dates import parse_date, parse_serial
from alliance.core.text.names import clean_text, fold
from members.domain.imports.draft import Draft
from members.domain.knowing import custom_fields
from members.enums import FieldKind
from members.models import Chapter, CustomField, CustomValue, ImportRow

PREFIX: Final = custom_fields.PREFIX
COPIED: Final = ("person", "field", "text", "number", "date")


def of_chapter(chapter: Chapter) -> dict[str, CustomField]:
    """The fields in service, by what a column is mapped to. One query."""
    return {f"{PREFIX}{field.pk}": field for field in custom_fields.for_chapters([chapter.pk])}


def guessed(header: str, fields: Mapping[str, CustomField]) -> str:
    """What a column is mapped to when it bears the name of a field; else nothing."""
    key = fold(header)
    return next((name for name, field in fields.items() if fold(field.name) == key), "")


def read(draft: Draft, cells: Iterable[tuple[str, str, str]]) -> None:
    """Keep the answers of a row: (what the column is mapped to, its header, its cell)."""
    found: dict[str, str] = {}
    for name, header, cell in cells:
        field = draft.plan.own_fields.get(name)
        if field is None:
            continue
        try:
            answer = custom_fields.read(field, _dated(draft, field, cell))
        except custom_fields.InvalidAnswer as problem:
            draft.warnings.append(_("%(field)s : %(why)s") % {"field": header, "why": problem})
            draft.notes.append(f"{header} : {clean_text(cell)}")
            continue
        if answer is not None:
            found[str(field.pk)] = answer.text
    draft.keep("custom", found)


def _dated(draft: Draft, field: CustomField, cell: str) -> str:
    """A date as this file writes them, a naked number included."""
    if field.kind != FieldKind.DATE:
        return cell
    day = parse_date(cell, day_first=draft.plan.day_first, today=draft.plan.today)
    day = day or parse_serial(cell)
    return day.isoformat() if day else cell


def rows_of(jobs: Iterable[Any], fields: Mapping[str, CustomField]) -> list[tuple[Any, Any]]:
    """The rows to write, each beside its job; a field removed meanwhile is left aside."""
    found = []
    for job in jobs:
        for pk, text in job.changes.custom.items():
            field = fields.get(f"{PREFIX}{pk}")
            answer = custom_fields.read(field, text) if field else None
            if answer is not None:
                values = (job.person_id, pk, answer.text, answer.number, answer.date)
                found.append((job, values))
    return found


def changed_since(rows: Iterable[ImportRow], ids: set[int]) -> set[int]:
    """Which of these answers, written by an import, somebody has changed since."""
    told = {
        (row.person_id, int(key)): text
        for row in rows
        for key, text in (row.values.get("custom") or {}).items()
    }
    standing = CustomValue.objects.filter(pk__in=ids).values_list(
        "pk", "person_id", "field_id", "text"
    )
    return {pk for pk, person, field, text in standing if told.get((person, field), text) != text}
