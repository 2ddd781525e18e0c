"""Neighbourhoods as people list them: lines typed, pasted, or poured from a file; then added.

A line is « Teisseire ; QN03809M ; Grenoble ; 38100 »: the name first, the rest in any order and
only if it is known. The lines stay what the organizer sees and corrects: a file becomes lines.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone

from alliance.core import communes
from alliance.core.tabular import Table, open_table
from alliance.core.text.names import clean_text, fold
from alliance.journal.domain import record
from members.models import Chapter, Neighbourhood, User

MOST = 200
QPV = re.compile(r"\bQ[PN]\w?\d{3,5}\w{0,2}\b", re.IGNORECASE)
POSTCODE = re.compile(r"\b\d{5}\b")
KIND = {"qpv", "qp", "quartier prioritaire", "quartier prioritaire de la ville", "quartier"}
HEADS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("postal_code", ("code postal", "cp", "postal", "postcode")),
    ("insee_code", ("insee", "code commune", "codgeo", "code geo")),
    ("qpv_code", ("code qp", "code qpv", "qpv", "code quartier", "code du quartier", "code")),
    ("city", ("commune", "ville", "city", "nom commune")),
    ("name", ("quartier", "nom", "libelle", "name", "lib qp")),
)


@dataclass(frozen=True)
class Quarter:
    """A neighbourhood as written: its name, and what is known of it."""

    name: str
    qpv_code: str = ""
    city: str = ""
    postal_code: str = ""
    insee_code: str = ""


@dataclass(frozen=True)
class Line:
    """A line as understood: `state` is new, completed, known, twice or nameless.

    `unknown_city` tells a commune that is in no list: it is kept as written.
    """

    typed: str
    quarter: Quarter
    state: str = "new"
    unknown_city: bool = False

    @property
    def is_added(self) -> bool:
        """Whether applying it changes anything."""
        return self.state in {"new", "completed"}


@dataclass(frozen=True)
class Poured:
    """A file turned into lines, the columns that were left aside, and what to tell about it."""

    text: str
    left: list[str]
    notices: list[str]


class TooMany(Exception):
    """More lines than an alliance has neighbourhoods."""


def read_lines(
    text: str, *, home: communes.Commune | None = None, known: Iterable[Neighbourhood] = ()
) -> list[Line]:
    """Understand each line; `home` is the commune of those that name none. Raises TooMany."""
    typed = [
        line
        for line in (clean_text(one.replace("\t", " ; "), 300) for one in text.splitlines())
        if line
    ]
    if len(typed) > MOST:
        raise TooMany
    there = {fold(one.name): one for one in known}
    seen: set[str] = set()
    lines = []
    for one in typed:
        quarter, unknown = _understood(one, home)
        key = fold(quarter.name)
        state = _state(quarter, there.get(key), twice=key in seen)
        seen.add(key)
        lines.append(Line(one, quarter, state, unknown))
    return lines


def _state(quarter: Quarter, there: Neighbourhood | None, *, twice: bool) -> str:
    if not fold(quarter.name):
        return "nameless"
    if twice:
        return "twice"
    if there is None:
        return "new"
    return "completed" if _missing(there, quarter) else "known"


def _missing(there: Neighbourhood, quarter: Quarter) -> dict[str, str]:
    """What the line knows and the neighbourhood does not yet."""
    names = ("qpv_code", "postal_code", "insee_code", "city")
    return {n: getattr(quarter, n) for n in names if getattr(quarter, n) and not getattr(there, n)}


def _understood(line: str, home: communes.Commune | None) -> tuple[Quarter, bool]:
    code, postcode = QPV.search(line), POSTCODE.search(line)
    rest = QPV.sub(" ", line)
    rest = POSTCODE.sub(" ", rest) if postcode else rest
    strong = bool(re.search(r"[;|]", line))
    pieces = [one.strip(" ,:()-") for one in re.split(r"[;|]" if strong else r",", rest)]
    pieces = [one for one in pieces if one and fold(one) not in KIND]
    zipcode = postcode[0] if postcode else ""
    name, city = (pieces[0] if pieces else ""), ""
    if len(pieces) > 1:
        near = home.department if home else ""
        found = communes.named(pieces[-1], postcode=zipcode, near=near)
        city = pieces[-1] if strong or found else ""
        name = name if strong or city else ", ".join(pieces)
    qpv = code[0].upper() if code else ""
    quarter = Quarter((name or qpv)[:120], qpv[:10], city[:120], zipcode)
    return _placed(quarter, home)


def _placed(quarter: Quarter, home: communes.Commune | None) -> tuple[Quarter, bool]:
    """With its commune, as written or else the alliance’s; and whether no list knows it."""
    near = home.department if home else ""
    if quarter.city:
        found = communes.named(quarter.city, postcode=quarter.postal_code, near=near)
        if found is None:
            return quarter, True
        return replace(quarter, city=found.name, insee_code=found.code), False
    if home is None:
        return quarter, False
    return replace(quarter, city=home.name, insee_code=home.code), False


def pour(file: BinaryIO, name: str) -> Poured:
    """Turn a dropped file into lines. Raises TabularError, which says in French what is wrong."""
    with open_table(file, name=name, max_rows=5000) as table:
        columns = _columns(table.header)
        lines = [
            _line(dict(zip(table.header, r.cells, strict=True)), columns) for r in table.rows()
        ]
        if "name" not in columns:  # a plain list: its first line is a name too
            columns = {"name": table.header[0]}
            rows = [r.cells[0] for r in table.rows()]
            lines = [table.header[0], *rows]
        return _poured(table, lines, columns)


def _poured(table: Table, lines: Sequence[str], columns: Mapping[str, str]) -> Poured:
    left = [one for one in table.header if one not in columns.values()]
    notices = [notice.message for notice in table.notices]
    return Poured("\n".join(filter(None, lines)), left, notices)


def _columns(header: Sequence[str]) -> dict[str, str]:
    """Which column says what, by the words of the header; whole names before parts of them."""
    found: dict[str, str] = {}
    for whole in (True, False):
        for key, words in HEADS:
            for title in header:
                said = fold(title).replace("_", " ")
                fits = said in words if whole else any(word in said.split() for word in words)
                if fits and key not in found and title not in found.values():
                    found[key] = title
    return found


def _line(row: Mapping[str, str], columns: Mapping[str, str]) -> str:
    said = {key: row.get(title, "").replace(";", ",").strip() for key, title in columns.items()}
    city = said.get("city", "")
    if not city and (known := communes.communes().get(said.get("insee_code", ""))):
        city = known.name
    pieces = [said.get("name", ""), said.get("qpv_code", ""), city, said.get("postal_code", "")]
    if not any(pieces):
        return ""
    while pieces and not pieces[-1]:
        pieces.pop()
    return " ; ".join(pieces)


@transaction.atomic
def add(
    *,
    chapter: Chapter,
    quarters: Collection[Quarter],
    actor: User,
    now: datetime | None = None,
) -> tuple[int, int]:
    """Add those whose name is new, complete those already there; how many of each. Journaled.

    Two organizers who add the same list at once add it once.
    """
    Chapter.objects.select_for_update().get(pk=chapter.pk)
    there = {fold(one.name): one for one in Neighbourhood.objects.filter(chapter=chapter)}
    fresh: dict[str, Neighbourhood] = {}
    completed = 0
    for one in quarters:
        key = fold(one.name)
        if key in there:
            completed += _complete(there[key], one)
        elif key and key not in fresh:
            fresh[key] = Neighbourhood(
                chapter=chapter,
                name=one.name,
                city=one.city or chapter.city,
                insee_code=one.insee_code or ("" if one.city else chapter.insee_code),
                postal_code=one.postal_code,
                qpv_code=one.qpv_code,
            )
    Neighbourhood.objects.bulk_create(fresh.values())
    if fresh or completed:
        record(
            verb="neighbourhoods.added",
            actor=actor,
            subject=chapter,
            chapter_id=chapter.pk,
            detail={"added": len(fresh), "completed": completed},
            now=now or timezone.now(),
        )
    return len(fresh), completed


def _complete(there: Neighbourhood, quarter: Quarter) -> int:
    values = _missing(there, quarter)
    for name, value in values.items():
        setattr(there, name, value)
    if values:
        there.save(update_fields=list(values))
    return int(bool(values))
