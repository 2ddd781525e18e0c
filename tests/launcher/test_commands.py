"""The commands as they are typed."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from launcher.commands.manage import _split
from launcher.commands.test import _from_root, _side_by_side, _wants_browser
from launcher.console import Refusal
from launcher.places import ROOT
from tests.side_by_side import with_database

COMMANDS = ("run", "test", "manage", "lint", "bench", "screens")


@pytest.mark.parametrize("name", COMMANDS)
def test_is_executable_and_parses_on_old_pythons(name: str) -> None:
    path = ROOT / "bin" / name
    assert os.access(path, os.X_OK)
    for file in (path, ROOT / "launcher" / "__init__.py"):
        ast.parse(file.read_text(), feature_version=(3, 4))


def type_it(shell: dict[str, str], cwd: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ROOT / "bin" / words[0], *words[1:]]
    return subprocess.run(command, cwd=cwd, env=shell, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", ["run", "lint"])
def test_says_its_options_from_any_folder(name: str, shell: dict[str, str], tmp_path: Path) -> None:
    said = type_it(shell, tmp_path, name, "--help")
    assert said.returncode == 0
    assert f"bin/{name}" in said.stdout


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("run", "--prot", "3"), "--prot 3 n’existe pas"),
        (("run", "--port", "cent"), "n’est pas un port"),
        (("run", "--data", "/proc/nowhere"), "Impossible d’écrire dans /proc/nowhere"),
        (("manage", "--data"), "attend un dossier"),
    ],
)
def test_refuses_in_one_clear_sentence(
    words: tuple[str, ...], reason: str, shell: dict[str, str], tmp_path: Path
) -> None:
    said = type_it(shell, tmp_path, *words)
    assert said.returncode == 1
    assert reason in said.stderr
    assert "Traceback" not in said.stderr
    assert said.stderr.count("\n") == 1


def test_the_folder_of_manage_comes_first() -> None:
    assert _split(["--data", "x", "migrate", "--plan"]) == ("x", ["migrate", "--plan"])
    assert _split(["dumpdata", "--data"]) == (None, ["dumpdata", "--data"])
    with pytest.raises(Refusal):
        _split(["--data"])


def test_a_path_of_tests_is_understood_from_any_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT / "tests")
    here = str(ROOT / "tests" / "launcher")
    assert _from_root("launcher") == str(ROOT / "launcher") or _from_root("launcher") == "launcher"
    assert _from_root("tests/launcher") == "tests/launcher"
    assert _from_root("conftest.py::test_x") == f"{Path(here).parent}/conftest.py::test_x"
    assert _from_root("-x") == "-x"


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ([], True),
        (["-x"], True),
        (["tests/members"], False),
        (["tests/browser/test_login.py"], True),
        (["tests/members", "tests/journeys"], True),
    ],
)
def test_the_browser_is_fetched_only_for_tests_that_use_it(
    arguments: list[str], wanted: bool
) -> None:
    assert _wants_browser(arguments) is wanted


@pytest.mark.parametrize(
    ("arguments", "several"),
    [
        ([], True),
        (["-x"], True),
        (["tests/members"], False),
        (["-n", "3"], False),
        (["--pdb"], False),
    ],
)
def test_only_the_whole_suite_runs_on_several_processes(
    arguments: list[str], several: bool
) -> None:
    assert bool(_side_by_side(arguments)) is several


@pytest.mark.parametrize(
    ("url", "moved"),
    [
        ("unix:///var/run/redis.sock?db=0", "unix:///var/run/redis.sock?db=4"),
        ("redis+socket:///r.sock?virtual_host=1", "redis+socket:///r.sock?virtual_host=4"),
        ("redis://localhost:6379/0", "redis://localhost:6379/4"),
        ("redis://localhost:6379", "redis://localhost:6379/4"),
    ],
)
def test_each_process_of_the_tests_has_its_redis_databases(url: str, moved: str) -> None:
    assert with_database(url, 4) == moved
