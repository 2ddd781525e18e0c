"""Before the site opens: the database migrated, the static files gathered, the demonstration in."""

import hashlib
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from launcher.console import Refusal, complain, say
from launcher.environment import STAMP, Environment
from launcher.places import ROOT, Places
from launcher.processes import Command, quietly
from launcher.project import UNKNOWN_COMMAND, manage


def prepare(
    environment: Environment, places: Places, variables: dict[str, str], *, demo: bool
) -> bool:
    """Do all three, the static files meanwhile; return whether the demonstration is there."""
    say("Préparation de la base et des fichiers statiques.")
    gathering = _Static(environment, places, variables)
    if not gathering.stamp.exists():
        say("C’est la première fois : une minute environ.")
    try:
        loaded = _database(environment, variables, demo=demo)
    finally:
        gathering.wait()
    return loaded


def _database(environment: Environment, variables: dict[str, str], *, demo: bool) -> bool:
    steps = [["migrate", "-v0"]]
    if variables.get("CACHE_URL") == "dbcache":
        steps.append(["createcachetable"])
    if demo:
        steps.append(["demo", "--if-empty"])
    command: Command = [environment.python, "-m", "launcher.several", json.dumps(steps)]
    code, said = quietly(command, cwd=ROOT, env=variables)
    if code == UNKNOWN_COMMAND:
        say("Pas d’association de démonstration dans cette version.")
    elif code:
        complain("\n".join(said.strip().splitlines()[-12:]))
        raise Refusal("La base n’a pas pu être préparée : voir ci-dessus.")
    return demo and code == 0


class _Static:
    """The gathering of static files: ten seconds of compression, skipped when nothing changed."""

    def __init__(self, environment: Environment, places: Places, variables: dict[str, str]) -> None:
        self.log = places.log / "static.log"
        self.stamp = places.data / "static.stamp"
        self.process: subprocess.Popen[bytes] | None = None
        self.state = _state_of_sources(environment)
        folder = variables.get("STATIC_ROOT") or f"{variables['DATA_DIR']}/static"
        gathered = Path(folder) / "staticfiles.json"
        if gathered.exists() and self.stamp.exists() and self.stamp.read_text() == self.state:
            return
        command = manage(environment, "collectstatic", "--noinput", "-v0")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [str(part) for part in command],
                cwd=ROOT,
                env=variables,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def wait(self) -> None:
        """Refusal when it did not succeed."""
        if self.process is None:
            return
        if self.process.wait():
            raise Refusal(f"Les fichiers statiques n’ont pas été réunis : voir {self.log}.")
        self.stamp.write_text(self.state)


def _state_of_sources(environment: Environment) -> str:
    """A word that changes when a file of the project or a package does."""
    stamp = environment.folder / STAMP
    parts = [stamp.read_text() if stamp.exists() else ""]
    for path in sorted(_sources()):
        found = path.stat()
        parts.append(f"{path} {found.st_size} {found.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode(errors="surrogateescape")).hexdigest()


def _sources() -> Iterator[Path]:
    folders = [ROOT / "static", *ROOT.glob("*/static"), *ROOT.glob("*/*/static")]
    yield ROOT / "alliance" / "settings.py"
    for folder in folders:
        for base, _folders, files in os.walk(folder):
            yield from (Path(base, name) for name in files)
