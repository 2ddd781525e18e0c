"""Changing tables that people are using, and keeping nobody waiting (docs/decisions/0246).

Whatever asks for a table after us waits behind us: a lock that is not had at once is given up,
and asked for again. What is built CONCURRENTLY waits for the transactions that are open and
keeps nobody waiting meanwhile: it has no `lock_timeout`. Interrupted, it leaves an index that is
not valid: the next run drops it and starts again.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from django.contrib.postgres.operations import (
    AddIndexConcurrently,
    NotInTransactionMixin,
    RemoveIndexConcurrently,
)
from django.db import OperationalError
from django.db.migrations.operations import AddConstraint
from psycopg.errors import LockNotAvailable

PATIENCE = "80ms"
PAUSE = 0.5  # seconds, and as much again at random
TRIES = 400  # some five minutes: a vacuum or an import ends
SAID_EVERY = 20

HOLDERS = """
SELECT pid, extract(epoch FROM now() - xact_start)::int FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
AND xact_start < now() - interval '1 s' ORDER BY xact_start LIMIT 3
"""
STATE = """
SELECT indisvalid FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE relname = %s AND relnamespace = 'public'::regnamespace
"""


class BuildIndex(AddIndexConcurrently):
    """An index, built while people read and write."""

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        if _is_to_build(editor, self.index.name):
            _patiently(editor, super().database_forwards, app_label, editor, before, after)

    def database_backwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        _patiently(editor, super().database_backwards, app_label, editor, before, after)


class DropIndex(RemoveIndexConcurrently):
    """An index dropped while people read and write."""

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        _patiently(editor, super().database_forwards, app_label, editor, before, after)

    def database_backwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        if _is_to_build(editor, self.name):
            _patiently(editor, super().database_backwards, app_label, editor, before, after)


class BuildUnique(NotInTransactionMixin, AddConstraint):
    """A unique constraint that has a condition (`condition=Q(…)`, be it always true): PostgreSQL
    keeps it as an index, which is built while people read and write."""

    atomic = False

    def describe(self) -> str:
        return f"Concurrently build unique constraint {self.constraint.name}"

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        self._ensure_not_in_transaction(editor)
        model = after.apps.get_model(app_label, self.model_name)
        statement = str(self.constraint.create_sql(model, editor))
        plain, concurrent = "CREATE UNIQUE INDEX ", "CREATE UNIQUE INDEX CONCURRENTLY "
        if not statement.startswith(plain):
            raise ValueError(f"{self.constraint.name}: without a condition it is not an index.")
        if _is_to_build(editor, self.constraint.name):
            _patiently(editor, editor.execute, statement.replace(plain, concurrent, 1))


def insist(connection: Any, deed: Callable[[], object], say: Callable[[str], object]) -> None:
    """Do something with little patience for locks; when refused one, do it again from the start.

    Raises OperationalError when the table stays taken.
    """
    for attempt in range(1, TRIES + 1):
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{PATIENCE}'")
        try:
            deed()
        except OperationalError as fault:
            if attempt == TRIES or not isinstance(fault.__cause__, LockNotAvailable):
                raise
            if attempt % SAID_EVERY == 1:
                say(_holders(connection))
        else:
            return
        finally:
            with connection.cursor() as cursor:
                cursor.execute("RESET lock_timeout")
        time.sleep(PAUSE * (1 + random.random()))  # noqa: S311 - not a secret


def _holders(connection: Any) -> str:
    """Who may hold the table, by number: the words of a query may be somebody's name."""
    with connection.cursor() as cursor:
        cursor.execute(HOLDERS)
        held = [f"session {pid}, ouverte depuis {age} s" for pid, age in cursor.fetchall()]
    return f"Une table est prise ({' ; '.join(held) or 'brièvement'}) : nouvel essai."


def _is_to_build(editor: Any, name: str) -> bool:
    """Whether it is missing; one that is not valid is dropped first."""
    if editor.collect_sql:
        return True
    with editor.connection.cursor() as cursor:
        cursor.execute(STATE, [name])
        row = cursor.fetchone()
    if row and not row[0]:
        _patiently(editor, editor.execute, f'DROP INDEX CONCURRENTLY "{name}"')
    return not (row and row[0])


def _patiently(editor: Any, deed: Any, *arguments: Any) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout')")
        (before,) = cursor.fetchone()
        cursor.execute("SELECT set_config('lock_timeout', '0', false)")
    try:
        deed(*arguments)
    finally:
        with editor.connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [before])
