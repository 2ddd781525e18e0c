"""bin/test: every test, against real services of their own."""

import os
import shutil
import subprocess
from pathlib import Path

from launcher import environment
from launcher.console import say
from launcher.locks import FileLock
from launcher.places import ROOT, Places, data_places
from launcher.processes import Command, foreground
from launcher.project import project_variables, services_for

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APT = (["update", "-q"], ["install", "-qy", "--no-install-recommends", "chromium"])
BROWSER_TESTS = ("browser", "journeys", "screens")
MOST_PROCESSES = 4  # each has its Redis databases, and there are sixteen


def main(arguments: list[str]) -> int:
    """Set up what is missing, run pytest with these arguments, return its code."""
    places = data_places(None, default="var/test").prepare()
    python = environment.ensure("dev")
    chromium = find_chromium(places, wanted=_wants_browser(arguments))
    turn = FileLock(places.state / "test.lock")
    if not turn.acquire(wait=False):
        say(f"D’autres tests tournent sur {places.data} ; attente de leur fin.")
        turn.acquire()
    asked = dict(os.environ)  # never .env: it may name a database that is in use
    with services_for(places, python, asked, fast=True) as services:
        variables = project_variables(
            places,
            services,
            asked,
            ALLIANCE_MODE="test",
            DJANGO_ALLOW_ASYNC_UNSAFE="true",  # Playwright keeps a loop in the tests' thread
            **({"ALLIANCE_CHROMIUM": chromium} if chromium else {}),
        )
        variables["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        wide = _side_by_side(arguments)
        command: Command = [python.python, "-m", "pytest", *wide, *map(_from_root, arguments)]
        return foreground(command, cwd=ROOT, env=variables)


def _from_root(argument: str) -> str:
    """A path given from another folder stays true: the tests run at the root."""
    path, separator, rest = argument.partition("::")
    if argument.startswith("-") or (ROOT / path).exists() or not Path(path).exists():
        return argument
    return str(Path(path).resolve()) + separator + rest


def _side_by_side(arguments: list[str]) -> list[str]:
    """The whole suite runs on several processes, a file in one; a choice of tests runs in one."""
    asked = any(argument.startswith(("-n", "--numprocesses", "--pdb")) for argument in arguments)
    if asked or _named(arguments):
        return []
    processes = max(2, min(os.cpu_count() or 2, MOST_PROCESSES))
    return ["-n", str(processes), "--dist", "loadfile", "--no-loadscope-reorder"]


def _named(arguments: list[str]) -> list[str]:
    return [argument for argument in arguments if "/" in argument or argument.endswith(".py")]


def _wants_browser(arguments: list[str]) -> bool:
    named = _named(arguments)
    return not named or any(word in argument for argument in named for word in BROWSER_TESTS)


def find_chromium(places: Places, *, wanted: bool) -> str | None:
    """The browser's path; installed by apt where that is possible. Tests go on without it."""
    given = os.environ.get("ALLIANCE_CHROMIUM")
    found = given or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found or not wanted:
        return found
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        say("Pas de Chromium : les tests du navigateur sont sautés (« apt install chromium »).")
        return None
    say("Installation de Chromium par apt pour les tests du navigateur.")
    with (places.log / "apt.log").open("ab") as log:
        for command in (
            ["update", "-q"],
            ["install", "-qy", "--no-install-recommends", "chromium"],
        ):
            subprocess.run(
                ["apt-get", *command],
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                check=False,
            )
    found = shutil.which("chromium")
    if not found:
        say(f"Chromium n’a pas pu être installé : voir {places.log}/apt.log.")
    return found
