"""Write many rows at once with COPY: the only way that keeps a large file quick."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from psycopg import sql
from psycopg.types.json import Jsonb


def copy_into(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """COPY rows into a table; return how many. Lists and dicts meant as JSON come as `Jsonb`."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor:
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
        return int(cursor.rowcount)


def copy_models(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    """COPY rows of a model, given the values of these fields; the others get their defaults.

    Neither `save()` nor validation runs: the constraints of the table are the guard.
    """
    given: list[Any] = [model._meta.get_field(name) for name in names]
    others = [
        field
        for field in model._meta.concrete_fields
        if field not in given and not field.primary_key and not field.generated
    ]
    constants = tuple(_default(field) for field in others)
    columns = [field.column for field in [*given, *others]]
    return copy_into(model._meta.db_table, columns, ((*row, *constants) for row in rows))


def _default(field: Any) -> Any:
    value = field.get_default()
    return Jsonb(value) if isinstance(field, models.JSONField) else value


def new_ids(model: type[models.Model], count: int) -> list[int]:
    """Take this many ids from the table's own sequence, for rows that must point to each other."""
    if count == 0:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]
