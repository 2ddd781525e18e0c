"""SQL expressions behind search and sorting.

`public.fold` (created in the first migration) lower-cases, strips accents and turns
apostrophes, hyphens and points into spaces. It is IMMUTABLE and fully qualified, so that
generated columns restore from a dump made with an empty search_path.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Value


class Joined(Func):
    """`a || ' ' || b || …`: like Concat, but immutable for PostgreSQL."""

    template = "(%(expressions)s)"
    arg_joiner = " || ' ' || "
    output_field = models.TextField()


class Fold(Func):
    """Accent-free, lower-case text with plain spaces: « N’Diaye » → « n diaye »."""

    function = "public.fold"
    output_field = models.TextField()


class SimpleVector(Func):
    """A tsvector without stemming: names and streets are not French prose."""

    template = "to_tsvector('simple'::regconfig, %(expressions)s)"
    output_field = SearchVectorField()


def joined(*fields: str) -> Any:
    """The fields of a row joined by spaces, folded."""
    return Fold(Joined(*(F(name) for name in fields)))


def folded(text: str) -> Func:
    """A search term folded by the database in the same way as the columns."""
    return Fold(Value(text))
