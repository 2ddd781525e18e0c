"""`migrate`, that keeps no page waiting: a lock it cannot have at once is asked for again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from psycopg.errors import LockNotAvailable

from alliance.core.management.migrating import insist


class Command(migrate.Command):
    """Django's. A migration that was refused its lock is undone whole by the database, or may be
    run again (`alliance/core/management/migrating.py`)."""

    def handle(self, *arguments: Any, **options: Any) -> None:
        def deed() -> None:
            super(Command, self).handle(*arguments, **options)

        try:
            insist(connections[options["database"]], deed, self.stderr.write)
        except OperationalError as fault:
            if isinstance(fault.__cause__, LockNotAvailable):
                raise CommandError("La table est restée prise : recommencez plus tard.") from fault
            raise
