"""The environment is installed once, and again when its lock or its Python changes."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from launcher import environment
from launcher.environment import LOCKS, STAMP, VERSION, _is_ready, _sha256
from launcher.places import ROOT


@pytest.fixture
def venv(tmp_path: Path) -> Path:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").touch()
    (tmp_path / "pyvenv.cfg").write_text(f"home = /usr/bin\nversion = {VERSION}.7\n")
    return tmp_path


def stamp(venv: Path, kind: str, sha256: str | None = None) -> None:
    content = {"lock": kind, "sha256": sha256 or _sha256(kind)}
    (venv / STAMP).write_text(json.dumps(content))


def test_a_wider_lock_satisfies_a_narrower_need(venv: Path) -> None:
    stamp(venv, "dev")
    assert _is_ready(venv, "local")
    stamp(venv, "local")
    assert not _is_ready(venv, "dev")


def test_a_lock_that_changed_is_installed_again(venv: Path) -> None:
    stamp(venv, "dev", sha256="of another day")
    assert not _is_ready(venv, "dev")


def test_another_python_makes_another_environment(venv: Path) -> None:
    stamp(venv, "dev")
    (venv / "pyvenv.cfg").write_text("version = 3.9.2\n")
    assert not _is_ready(venv, "dev")


def test_a_python_that_is_gone_makes_another_environment(venv: Path) -> None:
    stamp(venv, "dev")
    (venv / "bin" / "python").unlink()
    (venv / "bin" / "python").symlink_to("/nowhere/python")
    assert not _is_ready(venv, "dev")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"lock": "unknown", "sha256": ""}'])
def test_a_spoilt_stamp_is_no_stamp(venv: Path, text: str) -> None:
    (venv / STAMP).write_text(text)
    assert not _is_ready(venv, "local")


def test_a_ready_environment_is_returned_at_once(
    venv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLIANCE_VENV", str(venv))
    stamp(venv, "local")
    assert environment.ensure("local").python == venv / "bin" / "python"


def test_each_lock_contains_the_one_before_it() -> None:
    def pins(kind: str) -> set[str]:
        lines = (ROOT / "requirements" / f"{kind}.lock").read_text().splitlines()
        return {line.split(" \\")[0].strip() for line in lines if "==" in line and line[0] != " "}

    for narrow, wide in pairwise(LOCKS):
        assert pins(narrow) <= pins(wide)
