"""What is being understood of one row, and how its file must be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from alliance.core.days.dates import parse_date, parse_serial
from members.domain.imports.fields import Field
from members.enums import PaymentMethod
from members.models import CustomField


@dataclass(frozen=True)
class Plan:
    """The choices made for a file: what each column is, and how to read names and dates."""

    header: Sequence[str]
    mapping: Sequence[str]
    today: date
    name_order: str = "last_first"
    day_first: bool = True
    fix_emails: bool = False
    with_dues: bool = False
    forced_method: str = ""  # that of the software which wrote the file
    default_method: str = PaymentMethod.CASH.value
    organizers: Mapping[str, int] = field(default_factory=dict)
    known_groups: frozenset[str] = frozenset()
    own_fields: Mapping[str, CustomField] = field(default_factory=dict)

    def columns_of(self, wanted: Field) -> list[int]:
        """The columns that hold a field."""
        return [index for index, name in enumerate(self.mapping) if name == wanted]


@dataclass
class Draft:
    """One row being read: `values` will be kept, `warnings` told, `notes` added to the note."""

    plan: Plan
    cells: Mapping[Field, list[tuple[str, str]]]  # field → (header, cell) of its filled cells
    values: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def all(self, wanted: Field) -> list[str]:
        """Every filled cell of a field, in the order of the columns."""
        return [cell for _header, cell in self.cells.get(wanted, ())]

    def first(self, wanted: Field) -> str:
        """The first filled cell of a field, or ""."""
        found = self.cells.get(wanted)
        return found[0][1] if found else ""

    def keep(self, name: str, value: Any) -> None:
        """Keep a value unless it says nothing."""
        if value not in (None, "", [], {}):
            self.values[name] = value

    def day(self, wanted: Field) -> str:
        """A date cell as ISO text, or "" with a warning when it cannot be read."""
        cell = self.first(wanted)
        if not cell:
            return ""
        found = parse_date(cell, day_first=self.plan.day_first, today=self.plan.today)
        found = found or parse_serial(cell)
        if found is None:
            self.warnings.append(_("Date illisible : « %(cell)s ».") % {"cell": cell[:40]})
            return ""
        return found.isoformat()
