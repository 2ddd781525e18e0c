"""Migrations, replayed on the filled database while somebody reads and writes every table.

A copy of the database goes back to the first migration of each room, then forward again, one
migration at a time. In each table that holds rows a session of the server reads and writes a
row every few milliseconds, and keeps what made it wait: the clock is the server's, nothing of
ours is measured with it.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from alliance.core.management.migrating import insist
from launcher.console import Refusal, complain
from tests.bench.database import SizedDatabase
from tests.bench.ground import Ground
from tests.bench.recipes import FORGOTTEN, RECIPES, REFUSED
from tests.bench.registry import Figure, figure

LIMIT = 0.1  # seconds that anybody may wait
TOLD = 0.02  # a wait worth a line
QUIET = 5.0  # seconds of the same with no migration
FORGETS = 3.0  # seconds of a transaction that nobody ends
LARGE = 1_000  # rows: what only organizers and actions fill is counted too, from one row on
OTHERS = ("members_user", "members_chapter", "members_role", "members_group", "actions_action")
TABLES = """
SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
AND (reltuples >= %s OR relname = ANY(%s)) ORDER BY relname
"""
PASSER_BY = """
DO $$
DECLARE
    began timestamptz;
    doing text;
BEGIN
    LOOP
        FOREACH doing IN ARRAY ARRAY['read', 'write'] LOOP
            began := clock_timestamp();
            IF doing = 'read' THEN
                PERFORM FROM {table} WHERE id = {row};
            ELSE
                UPDATE {table} SET id = id WHERE id = {row};
            END IF;
            COMMIT;
            IF clock_timestamp() - began > interval '5 ms' THEN
                INSERT INTO waits VALUES ('{table}', doing, began, clock_timestamp());
                COMMIT;
            END IF;
        END LOOP;
        PERFORM pg_sleep(0.005);
    END LOOP;
END $$
"""


@dataclass(frozen=True)
class Wait:
    """A statement that took longer than it should."""

    table: str
    deed: str
    since: float
    until: float

    @property
    def seconds(self) -> float:
        """How long."""
        return self.until - self.since


@dataclass
class Passing:
    """Sessions that read and write, one for each table."""

    tables: dict[str, int]
    waits: list[Wait] = field(default_factory=list)
    came_home: int = 0

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """While the block runs."""
        sessions = [self._session() for _table in self.tables]
        threads = [
            threading.Thread(target=self._pass, args=(session, table, row))
            for session, (table, row) in zip(sessions, self.tables.items(), strict=True)
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            for session in sessions:
                session.cancel_safe()
            for thread in threads:
                thread.join()
        if self.came_home < len(self.tables):
            raise Refusal("migrations : quelqu’un n’a pas pu lire ou écrire jusqu’au bout.")

    def _session(self) -> psycopg.Connection[Any]:
        session = _connect(autocommit=True)
        session.execute("SET synchronous_commit = off")  # the disk is not what is measured
        session.execute(
            "CREATE TEMP TABLE waits"
            " (at_table text, deed text, since timestamptz, until timestamptz)"
        )
        return session

    def _pass(self, session: psycopg.Connection[Any], table: str, row: int) -> None:
        with session:
            with suppress(psycopg.errors.QueryCanceled):
                session.execute(PASSER_BY.format(table=table, row=row).encode())
            rows = session.execute(
                "SELECT at_table, deed, extract(epoch FROM since)::float8,"
                " extract(epoch FROM until)::float8 FROM waits"
            )
            self.waits += [Wait(*row) for row in rows]
            self.came_home += 1


@figure("migrations.blocked")
def blocked(ground: Ground) -> Figure:
    """The longest that a statement waited for a migration; the goal is a tenth of a second.

    Those of this version first, then each kind of change that the guard of migrations allows,
    then one that finds a forgotten transaction; beside an index built as Django does.
    """
    with _copy_of_the_database():
        loader = MigrationLoader(connection)
        _go_back(loader)
        known = _filled_tables()
        quiet = Passing(known)
        with quiet.going_on():
            time.sleep(QUIET)
        later = Passing(known)
        with later.going_on():
            spans = {".".join(node): _timed(partial(_migrate, node)) for node in _to_apply(loader)}
            spans |= _recipes(loader, known)
        refused = Passing(known)
        with refused.going_on():
            _apply(_state(loader), REFUSED)
    longest = {name: _longest(later.waits, *span) for name, span in spans.items()}
    for name, wait in longest.items():
        if wait.seconds > TOLD:
            complain(f"{name} : {wait.table} ({wait.deed}) attend {wait.seconds * 1000:.0f} ms")
    worst = max(longest, key=lambda name: longest[name].seconds)
    seconds = longest[worst].seconds
    said = (
        f"100 ms ({worst}) ; with no migration {_worst(quiet) * 1000:.0f} ms,"
        f" plain CREATE INDEX {_worst(refused) * 1000:.0f} ms"
    )
    return Figure(
        *("migrations.blocked", round(seconds * 1000), "ms", said, round(seconds / LIMIT, 2)),
        *(1.0, seconds <= LIMIT, ground.size, 1),
    )


def _recipes(loader: MigrationLoader, known: dict[str, int]) -> dict[str, tuple[float, float]]:
    spans = {}
    state = _state(loader)
    for recipe in RECIPES:
        spans[recipe.name] = _timed(partial(_apply, state, recipe))
        state = recipe.mutate_state(state)
    with _somebody_who_forgets(known["members_contact"]):
        spans[FORGOTTEN.name] = _timed(partial(_apply, state, FORGOTTEN))
    return spans


def _apply(state: ProjectState, migration: Migration) -> None:
    """As `migrate` does."""

    def deed() -> None:
        with connection.schema_editor(atomic=migration.atomic) as editor:
            migration.apply(state.clone(), editor)

    insist(connection, deed, complain)


@contextmanager
def _somebody_who_forgets(row: int) -> Iterator[None]:
    """A transaction that read an exchange and is not ended for some seconds."""
    session = _connect(autocommit=False)
    session.execute("SELECT FROM members_contact WHERE id = %s", [row])
    timer = threading.Timer(FORGETS, session.rollback)
    timer.start()
    yield
    timer.join()
    session.close()


@contextmanager
def _copy_of_the_database() -> Iterator[None]:
    sized = connection.settings_dict["NAME"]
    connection.close()
    copy = SizedDatabase(f"{sized.removeprefix('bench_')}_migrated")
    copy.copy_from(sized)
    connection.settings_dict["NAME"] = copy.name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = sized
        copy.drop()


def _rooms() -> list[str]:
    ours = (config for config in apps.get_app_configs() if not config.path.count("site-packages"))
    return [config.label for config in ours]


def _go_back(loader: MigrationLoader) -> None:
    """To the first migration of each room: the tables they made keep their rows."""
    for room in _rooms():
        if room in loader.migrated_apps:
            (first,) = loader.graph.root_nodes(room)
            call_command("migrate", *first, verbosity=0, interactive=False)


def _to_apply(loader: MigrationLoader) -> list[tuple[str, str]]:
    applied = MigrationLoader(connection).applied_migrations
    plan = [node for leaf in loader.graph.leaf_nodes() for node in loader.graph.forwards_plan(leaf)]
    return [node for node in dict.fromkeys(plan) if node not in applied]


def _migrate(node: tuple[str, str]) -> None:
    call_command("migrate", *node, verbosity=0, interactive=False)


def _state(loader: MigrationLoader) -> ProjectState:
    return loader.project_state()


def _timed(deed: Callable[[], object]) -> tuple[float, float]:
    start = time.time()
    deed()
    return start, time.time()


def _worst(passing: Passing) -> float:
    return max((wait.seconds for wait in passing.waits), default=0.0)


def _connect(*, autocommit: bool) -> psycopg.Connection[Any]:
    asked = connection.get_connection_params()
    known = ("dbname", "user", "password", "host", "port")
    names = {name: asked[name] for name in known if asked.get(name)}
    return psycopg.connect(autocommit=autocommit, **names)


def _longest(waits: list[Wait], start: float, end: float) -> Wait:
    during = [wait for wait in waits if wait.since < end and wait.until > start]
    return max(during, key=lambda wait: wait.seconds, default=Wait("", "", 0, 0))


def _filled_tables() -> dict[str, int]:
    """The tables that hold rows, and one of their rows."""
    found: dict[str, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(TABLES, [LARGE, list(OTHERS)])
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT id FROM {table} LIMIT 1")
            row = cursor.fetchone()
            if row:
                found[table] = row[0]
    return found
