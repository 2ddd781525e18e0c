"""The shell wins over .env, which wins over what the launcher proposes."""

import stat
from pathlib import Path

import pytest

from launcher.places import Places
from launcher.project import local_defaults
from launcher.variables import read_file, secret_key, without_postgres_variables


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("NAME=plain", "plain"),
        ("export NAME = spaced", "spaced"),
        ('NAME="with # inside"', "with # inside"),
        ("NAME='single'", "single"),
        ("NAME=value # a comment", "value"),
        ("NAME=postgres://a:b#c@d/e", "postgres://a:b#c@d/e"),
        ("NAME=", ""),
    ],
)
def test_reads_an_assignment(tmp_path: Path, line: str, value: str) -> None:
    file = tmp_path / ".env"
    file.write_text(f"# a comment\n\n{line}\nnonsense\n")
    assert read_file(file) == {"NAME": value}


def test_a_missing_file_gives_nothing(tmp_path: Path) -> None:
    assert read_file(tmp_path / ".env") == {}


def test_the_secret_key_is_drawn_once_and_kept_private(tmp_path: Path) -> None:
    places = Places(tmp_path)
    key = secret_key(places)
    assert len(key) >= 50
    assert secret_key(places) == key
    assert stat.S_IMODE((tmp_path / "secrets.env").stat().st_mode) == 0o600


def test_another_servers_variables_are_left_out() -> None:
    given = {"PGHOST": "elsewhere", "PGPORT": "1", "PATH": "/bin", "PG_MINE": "1"}
    assert without_postgres_variables(given) == {"PATH": "/bin", "PG_MINE": "1"}


def test_production_keeps_its_second_factor() -> None:
    assert "REQUIRE_SECOND_FACTOR" not in local_defaults({"ALLIANCE_MODE": "production"})
    assert local_defaults({})["ALLIANCE_MODE"] == "local"
