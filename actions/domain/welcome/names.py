"""The names of a check-in list: five hundred rows, each with what a row says and no more.

Rows of the base as objects cost more than all the rest of the page (docs/decisions/0192).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from members.models.person import full_name


class Called(NamedTuple):
    """Somebody, by her names: she is called as a `Person` is."""

    pk: int
    first_name: str
    last_name: str
    usual_name: str
    brought_by_id: int | None

    def __str__(self) -> str:
        return full_name(self)


class Name(NamedTuple):
    """A row of the list: what an `Attendance` says of itself under the same words."""

    pk: int
    person_id: int
    attended: bool | None
    answer: str
    companions: int
    waiting_since: datetime | None
    brought_by_id: int | None
    leader_id: int | None
    via_group_id: int | None
    person: Called


ROW = Name._fields[:-1]
HERS = tuple(f"person__{field}" for field in Called._fields)


def names_of(rows: Any) -> list[Name]:
    """The names of these attendances, in their order (one query)."""
    return list(_built(rows.values_list(*ROW, *HERS)))


def _built(rows: Iterable[tuple[Any, ...]]) -> Iterable[Name]:
    width = len(ROW)
    for row in rows:
        yield Name._make((*row[:width], Called._make(row[width:])))
