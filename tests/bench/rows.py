"""Rows drawn by the database itself: a million people are not carried there one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import accumulate
from typing import Any

from django.db import connection, models
from psycopg import sql
from psycopg.types.json import Jsonb

INDEXES = """
SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY(%s)
AND indexname NOT IN (SELECT conname FROM pg_constraint) ORDER BY indexname
"""
SETTINGS = {
    "synchronous_commit": "off",
    "work_mem": "256MB",
    "maintenance_work_mem": "512MB",
    # What we draw points to what we drew: neither keys nor triggers need to look at each row.
    "session_replication_role": "replica",
}


def execute(statement: str, *values: object) -> None:
    """One statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


def insert(model: type[models.Model], drawn: Mapping[str, str], source: str) -> None:
    """INSERT … SELECT: an SQL expression for each of these fields, the others at their default."""
    fields: list[Any] = [model._meta.get_field(name) for name in drawn]
    others = [
        field
        for field in model._meta.concrete_fields
        if field not in fields and not field.primary_key and not field.generated
    ]
    columns = sql.SQL(", ").join(sql.Identifier(field.column) for field in (*fields, *others))
    values = [sql.SQL(expression) for expression in drawn.values()]  # type: ignore[arg-type]
    values += [sql.Literal(_default(field)) for field in others]
    statement = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(
        sql.Identifier(model._meta.db_table),
        columns,
        sql.SQL(", ").join(values),
        sql.SQL(source),  # type: ignore[arg-type]
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)


def one_of(values: Sequence[object], weights: Sequence[float], *, luck: str = "random()") -> str:
    """SQL that draws one of these values, as likely as its weight says."""
    total, steps = sum(weights), list(accumulate(weights))
    edges = ", ".join(f"{step / total:.6f}" for step in steps[:-1])
    those = ", ".join(f"'{value}'" if isinstance(value, str) else str(value) for value in values)
    return f"(ARRAY[{those}])[width_bucket({luck}, ARRAY[{edges}]::float8[]) + 1]"


@contextmanager
def quick_writing(tables: Sequence[str]) -> Iterator[None]:
    """Drop the indexes that no constraint needs, build them at the end: several times quicker."""
    with connection.cursor() as cursor:
        for name, value in SETTINGS.items():
            cursor.execute(f"SET {name} = '{value}'")
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(INDEXES, [list(tables)])
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    yield
    with connection.cursor() as cursor:
        for _name, definition in indexes:
            cursor.execute(definition)
        for name in SETTINGS:
            cursor.execute(f"RESET {name}")


def _default(field: Any) -> Any:
    value = field.get_default()
    return Jsonb(value) if isinstance(field, models.JSONField) else value
