"""Migrations keep nobody waiting: locks asked for again, indexes built beside the work."""

import threading
from contextlib import contextmanager

import psycopg
import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, migrations, models
from django.db.migrations.state import ModelState, ProjectState

from alliance.core.management import migrating
from alliance.core.management.migrating import BuildIndex, BuildUnique, DropIndex, insist

pytestmark = pytest.mark.django_db(transaction=True)
TABLE = "core_migrated"
INDEX = models.Index(fields=["word"], name="migrated_by_word")
UNIQUE = models.UniqueConstraint(
    fields=["word"], condition=models.Q(word__gt=""), name="migrated_word_once"
)


@pytest.fixture
def table(monkeypatch):
    """A table of two rows, dropped afterwards; the state that knows its model."""
    monkeypatch.setattr(migrating, "PAUSE", 0.01)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (id bigserial PRIMARY KEY, word text)")
        cursor.execute(f"INSERT INTO {TABLE} (word) VALUES ('a'), ('b')")
    state = ProjectState()
    fields = [("id", models.BigAutoField(primary_key=True)), ("word", models.TextField())]
    state.add_model(ModelState("core", "Migrated", fields, {"db_table": TABLE}))
    yield state
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {TABLE}")


@contextmanager
def somebody_who_holds_it():
    """A forgotten transaction."""
    asked = connection.get_connection_params()
    keys = ("dbname", "user", "password", "host", "port")
    with psycopg.connect(**{key: asked[key] for key in keys if asked.get(key)}) as other:
        other.execute(f"SELECT count(*) FROM {TABLE}")
        yield other
        other.rollback()


def alter():
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} ADD COLUMN more text")


def apply(operation, state):
    after = state.clone()
    operation.state_forwards("core", after)
    with connection.schema_editor(atomic=False) as editor:
        operation.database_forwards("core", editor, state, after)
    return after


def indexes():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid::regclass::text, indisvalid FROM pg_index"
            " WHERE indrelid = %s::regclass AND NOT indisprimary",
            [TABLE],
        )
        return dict(cursor.fetchall())


def lock_timeout():
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        return cursor.fetchone()[0]


def test_a_lock_that_is_not_had_is_asked_for_again(table):
    said = []
    with somebody_who_holds_it() as other:
        threading.Timer(0.4, other.rollback).start()
        insist(connection, alter, said.append)
    assert len(said) == 1
    assert "Une table est prise" in said[0]
    assert lock_timeout() == "0"


def test_a_table_that_stays_taken_ends_with_the_error(table, monkeypatch):
    monkeypatch.setattr(migrating, "TRIES", 2)
    with somebody_who_holds_it(), pytest.raises(OperationalError):
        insist(connection, alter, lambda _said: None)
    assert lock_timeout() == "0"


def test_migrate_has_little_patience_and_gives_it_back(monkeypatch, table):
    seen = []
    handle = "django.core.management.commands.migrate.Command.handle"
    monkeypatch.setattr(handle, lambda *_args, **_options: seen.append(lock_timeout()))
    call_command("migrate", verbosity=0)
    assert (seen, lock_timeout()) == (["80ms"], "0")


def test_an_index_is_built_dropped_and_each_may_be_run_again(table):
    after = apply(BuildIndex("migrated", INDEX), table)
    apply(BuildIndex("migrated", INDEX), table)
    assert indexes() == {INDEX.name: True}
    apply(DropIndex("migrated", INDEX.name), after)
    apply(DropIndex("migrated", INDEX.name), after)
    assert indexes() == {}


def test_an_index_left_half_built_is_built_anew(table):
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} (word) VALUES ('a')")
    with pytest.raises(Exception, match="could not create unique index"):
        apply(BuildUnique("migrated", UNIQUE), table)
    assert indexes() == {UNIQUE.name: False}
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE id = 3")
    apply(BuildUnique("migrated", UNIQUE), table)
    assert indexes() == {UNIQUE.name: True}


def test_a_unique_constraint_without_condition_says_what_it_wants(table):
    plain = models.UniqueConstraint(fields=["word"], name="plain")
    with pytest.raises(ValueError, match="without a condition"):
        apply(BuildUnique("migrated", plain), table)


def test_they_refuse_a_transaction(table):
    migration = migrations.Migration("0002_more", "core")
    migration.operations = [BuildIndex("migrated", INDEX)]
    refused = pytest.raises(Exception, match="cannot be executed inside a transaction")
    with refused, connection.schema_editor(atomic=True) as editor:
        migration.apply(table, editor)
