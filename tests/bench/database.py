"""A database for each size, kept until what fills it changes; migrated when migrations came."""

import hashlib
import os
from typing import Any

import environ
import psycopg
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from psycopg import sql

from launcher.places import ROOT

FILLERS = ("people.py", "rows.py", "lives.py", "filling.py")


class SizedDatabase:
    """`bench_<size>` on the server that DATABASE_URL names."""

    def __init__(self, size: str) -> None:
        self.name = f"bench_{size}"
        self.server = os.environ["DATABASE_URL"]
        self.wanted = _state_of_sources()

    @property
    def url(self) -> str:
        """Its own DATABASE_URL."""
        return f"{self.server.rpartition('/')[0]}/{self.name}"

    def is_current(self) -> bool:
        """Whether it was filled by the code of today."""
        with self._connect() as connection:
            row = connection.execute(
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
                [self.name],
            ).fetchone()
        return bool(row and row[0] == self.wanted)

    def create(self) -> None:
        """An empty one, in place of any other."""
        self.drop()
        self._execute("CREATE DATABASE {}")

    def copy_from(self, other: str) -> None:
        """The same rows as in another; whoever is connected there is sent away."""
        self.drop()
        with self._connect() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = %s AND pid <> pg_backend_pid()",
                [other],
            )
            names = (sql.Identifier(self.name), sql.Identifier(other))
            copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(*names)
            connection.execute(copy)

    def drop(self) -> None:
        """Give its place on the disk back."""
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)")

    def migrate(self) -> bool:
        """Add what migrations brought since it was filled; False when only a new one will do."""
        try:
            call_command("migrate", verbosity=0, interactive=False)
        except (DatabaseError, InconsistentMigrationHistory):  # unreleased ones were folded
            connection.close()
            return False
        return True

    def mark_current(self) -> None:
        """Say that it is whole."""
        self._execute(f"COMMENT ON DATABASE {{}} IS '{self.wanted}'")

    def _execute(self, statement: str) -> None:
        with self._connect() as connection:
            connection.execute(sql.SQL(statement).format(sql.Identifier(self.name)))

    def _connect(self) -> psycopg.Connection[Any]:
        given = environ.Env.db_url_config(self.server)
        names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
        options = {ours: given[theirs] for theirs, ours in names.items() if given[theirs]}
        return psycopg.connect(dbname=given["NAME"], autocommit=True, **options)


def _state_of_sources() -> str:
    files = [ROOT / "tests" / "bench" / name for name in FILLERS]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
