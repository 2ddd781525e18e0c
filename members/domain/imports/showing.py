"""Rows as the preview shows them: what would happen, and the two sides of a question.

A page of rows costs the same number of queries whatever it holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _

from alliance.core.phones import format_phone
from alliance.core.text.names import fold
from members.domain.imports import choices
from members.domain.imports.changes import changes_for
from members.domain.imports.known import NOBODY, Known, load_known
from members.domain.imports.labels import Line, describe
from members.domain.imports.places import Places
from members.domain.imports.preview import OPEN
from members.enums import RowDecision, RowVerdict
from members.models import ImportBatch, ImportRow, User

VIEWS: Final[dict[str, Q]] = {
    "undecided": Q(verdict=RowVerdict.UNDECIDED),
    "new": Q(verdict=RowVerdict.NEW),
    "same": Q(verdict=RowVerdict.SAME),
    "twin": Q(verdict=RowVerdict.TWIN),
    "warned": ~Q(warnings=[]) & ~Q(verdict=RowVerdict.ERROR),
    "error": Q(verdict=RowVerdict.ERROR),
}
RESULTS: Final[dict[str, Q]] = {
    "created": Q(before__did="created"),
    "completed": Q(before__did="completed"),
    "unchanged": Q(before__did="unchanged"),
    "joined": Q(before__did="joined"),
    "kept": Q(before__has_key="kept"),
    "left": Q(before={}) & ~Q(verdict=RowVerdict.ERROR),
    "error": Q(verdict=RowVerdict.ERROR),
    "stayed": Q(before__undo__has_key="kept") | Q(before__undo__has_key="changed"),
}
TO_RETRY: Final = RESULTS["left"] | RESULTS["error"]


@dataclass(frozen=True)
class Side:
    """One thing told by the file and by what we know; `agree` when both say the same."""

    label: str
    theirs: str
    ours: str
    agree: bool


@dataclass(frozen=True)
class Shown:
    """One row of the preview: `does` is create, complete, join, skip, open or error."""

    row: ImportRow
    name: str
    does: str
    lines: list[Line] = field(default_factory=list)
    known: Known | None = None
    twin: ImportRow | None = None
    sides: list[Side] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """What would be written of somebody new, on one line, without her name."""
        told = [line for line in self.lines if line.says_itself]
        means_first = sorted(told, key=lambda line: line.kind != "add")
        return " · ".join(line.after for line in means_first)

    @property
    def alike(self) -> list[Side]:
        """What both sides say."""
        return [side for side in self.sides if side.agree]

    @property
    def unlike(self) -> list[Side]:
        """What only one says, or what they say differently."""
        return [side for side in self.sides if not side.agree]

    @property
    def adds(self) -> list[Line]:
        """What would be written."""
        return [line for line in self.lines if line.kind != "kept"]

    @property
    def keeps(self) -> list[Line]:
        """What the file says otherwise, and that would stay as it is."""
        return [line for line in self.lines if line.kind == "kept"]


def show(batch: ImportBatch, rows: Sequence[ImportRow]) -> list[Shown]:
    """What each of these rows would do, with whom it is compared."""
    known = load_known(row.match_id for row in rows if row.match_id)
    twins = _twins(batch, [row.twin_number for row in rows if row.twin_number])
    places = choices.places_of(batch)
    consents = choices.declared_consents(batch)
    named = [row.values["organizer"] for row in rows if row.values.get("organizer")]
    named += [k.person.organizer_id for k in known.values() if k.person.organizer_id]
    people = {user.pk: str(user) for user in User.objects.filter(pk__in=named)} if named else {}
    shown = []
    for row in rows:
        ours = known.get(row.match_id or 0)
        does = action_of(row)
        someone = ours if ours and does in ("complete", "open") else NOBODY
        changes = changes_for(someone, row.values, places, consents=consents)
        lines = [] if does in ("error", "skip") else describe(changes, places, people)
        twin = twins.get(row.twin_number or 0)
        sides = compare(row.values, ours, twin, places)
        shown.append(Shown(row, name_of(row), does, lines, ours, twin, sides))
    return shown


def action_of(row: ImportRow) -> str:
    """What applying would do with a row now."""
    if row.verdict == RowVerdict.ERROR:
        return "error"
    if row.decision == RowDecision.SKIP:
        return "skip"
    if row.decision == RowDecision.CREATE:
        return "create"
    if not row.decision and row.verdict == RowVerdict.NEW:
        return "create"
    if not row.decision and row.verdict == RowVerdict.UNDECIDED:
        return "open"
    return "complete" if row.match_id else "join"


def name_of(row: ImportRow) -> str:
    """The name read on a row, or its first cells when there is none."""
    values = row.values
    name = f"{values.get('first_name', '')} {values.get('last_name', '')}".strip()
    return name or values.get("usual_name", "") or " · ".join(filter(None, row.cells[:4]))


def _twins(batch: ImportBatch, numbers: list[int]) -> dict[int, ImportRow]:
    if not numbers:
        return {}
    return {row.number: row for row in batch.rows.filter(number__in=numbers)}


def compare(
    values: Mapping[str, Any], known: Known | None, twin: ImportRow | None, places: Places
) -> list[Side]:
    """The row beside the person (or the earlier row) it may be, label by label."""
    if known is None and twin is None:
        return []
    theirs = _facts(values)
    ours = _facts(twin.values) if twin else _known_facts(known or NOBODY, places)
    labels = [label for label in _labels() if label in ours or label in theirs]
    return [
        Side(label, theirs.get(label, ""), ours.get(label, ""), _agree(theirs, ours, label))
        for label in labels
    ]


def _agree(theirs: Mapping[str, str], ours: Mapping[str, str], label: str) -> bool:
    one, other = fold(theirs.get(label, "")), fold(ours.get(label, ""))
    return bool(one and other) and (one == other or one in other or other in one)


def _labels() -> list[str]:
    return [
        _("Nom"),
        _("Téléphone"),
        _("E-mail"),
        _("Adresse"),
        _("Naissance"),
        _("Quartier"),
        _("Groupes"),
        _("Notes"),
    ]


def _facts(values: Mapping[str, Any]) -> dict[str, str]:
    town = f"{values.get('postal_code', '')} {values.get('city', '')}".strip()
    facts = {
        _("Nom"): f"{values.get('first_name', '')} {values.get('last_name', '')}".strip()
        or values.get("usual_name", ""),
        _("Téléphone"): ", ".join(format_phone(n) for n, _kind in values.get("phones", [])),
        _("E-mail"): ", ".join(values.get("emails", [])),
        _("Adresse"): ", ".join(filter(None, [values.get("street", ""), town])),
        _("Naissance"): str(values.get("birth_year", "")),
        _("Quartier"): values.get("neighbourhood", ""),
        _("Groupes"): ", ".join(values.get("groups", [])),
        _("Notes"): values.get("note", "")[:200],
    }
    return {label: text for label, text in facts.items() if text}


def _known_facts(known: Known, places: Places) -> dict[str, str]:
    person = known.person
    town = f"{person.postal_code} {person.city}".strip()
    facts = {
        _("Nom"): person.full_name,
        _("Téléphone"): ", ".join(format_phone(number) for number in sorted(known.phones)),
        _("E-mail"): ", ".join(sorted(known.emails)),
        _("Adresse"): ", ".join(filter(None, [person.street, town])),
        _("Naissance"): str(person.birth_year or ""),
        _("Quartier"): places.neighbourhood_name(person.neighbourhood_id or 0),
        _("Groupes"): ", ".join(places.group_names(known.groups)),
        _("Notes"): person.note[:200],
    }
    return {label: text for label, text in facts.items() if text}


def view_or_default(batch: ImportBatch, wanted: str) -> str:
    """The colour to show: the one asked for, else the questions, else the new people."""
    if wanted in VIEWS:
        return wanted
    return "undecided" if batch.rows.filter(OPEN).exists() else "new"
