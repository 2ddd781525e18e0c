"""Several numbers in one question to the database."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import IntegerField, Subquery


class Number(Subquery):
    """How many rows a query has, as a column of another one; 0 for a query that asks nothing.

    Each number alone is a round trip, and a round trip costs more than most counts.
    """

    template: ClassVar[str] = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"  # type: ignore[misc]
    output_field: ClassVar[IntegerField] = IntegerField()
    empty_result_set_value: ClassVar[int] = 0  # type: ignore[misc]
