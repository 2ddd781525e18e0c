"""The Python environment of the project: created once, installed from a lock with hashes."""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from launcher.console import Refusal, complain, say
from launcher.locks import FileLock
from launcher.places import ROOT

LOCKS = ("runtime", "local", "dev")  # each one contains the one before it
STAMP = ".alliance-stamp"
# Not `.lock`: uv holds a lock of that name while it installs.
LOCK_FILES = (".alliance-installing", ".alliance-in-use")
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


@dataclass(frozen=True)
class Environment:
    """An installed virtual environment; keep it in a variable as long as its programs run."""

    folder: Path
    in_use: FileLock

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin" / "python"

    @property
    def packages(self) -> Path:
        """Where its packages lie."""
        return self.folder / "lib" / f"python{VERSION}" / "site-packages"


def environment_folder() -> Path:
    """`.venv` of the project, or ALLIANCE_VENV."""
    return Path(os.path.abspath(os.environ.get("ALLIANCE_VENV") or ROOT / ".venv"))


def ensure(kind: str) -> Environment:
    """Return an environment in which `requirements/<kind>.lock` is installed.

    A second call finds the stamp and returns at once. Waits when another command is
    installing. Raises Refusal when the environment cannot be made.
    """
    folder = environment_folder()
    environment = Environment(folder, FileLock(folder / LOCK_FILES[1]))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not _is_ready(folder, kind):
            _install_alone(environment, kind)
    except PermissionError as fault:
        raise Refusal(
            f"Impossible d’écrire dans {folder}. Donnez un autre dossier par ALLIANCE_VENV."
        ) from fault
    with contextlib.suppress(
        OSError
    ):  # an environment that cannot be written is not rebuilt either
        environment.in_use.acquire(shared=True)
    return environment


def _install_alone(environment: Environment, kind: str) -> None:
    installing = FileLock(environment.folder / LOCK_FILES[0])
    if not installing.acquire(wait=False):
        say("Une autre commande prépare l’environnement Python ; attente.")
        installing.acquire()
    if not _is_ready(environment.folder, kind):
        if not _is_sound(environment.folder):
            _create_unused(environment)
        _install(environment, kind)
        stamp = {"lock": kind, "sha256": _sha256(kind)}
        (environment.folder / STAMP).write_text(json.dumps(stamp), encoding="utf-8")
    installing.release()


def _create_unused(environment: Environment) -> None:
    if not environment.in_use.acquire(wait=False):
        raise Refusal(
            f"Une autre commande utilise {environment.folder} avec un autre Python que le "
            f"{VERSION} : arrêtez-la, ou donnez un autre dossier par ALLIANCE_VENV."
        )
    _create(environment.folder)


def _sha256(kind: str) -> str:
    return hashlib.sha256((ROOT / "requirements" / f"{kind}.lock").read_bytes()).hexdigest()


def _is_ready(folder: Path, kind: str) -> bool:
    """Whether the stamp tells of this lock, or of a wider one, as they are now."""
    try:
        stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
        wide_enough = LOCKS.index(stamp["lock"]) >= LOCKS.index(kind)
        current = stamp["sha256"] == _sha256(stamp["lock"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return wide_enough and current and _is_sound(folder)


def _is_sound(folder: Path) -> bool:
    """Whether the interpreter is there, and of the version that runs us."""
    try:
        text = (folder / "pyvenv.cfg").read_text(encoding="utf-8")
    except OSError:
        return False
    settings = dict(line.split(" = ", 1) for line in text.splitlines() if " = " in line)
    version = settings.get("version") or settings.get("version_info") or ""
    same = version.split(".")[:2] == VERSION.split(".")
    return same and (folder / "bin" / "python").exists()


def _create(folder: Path) -> None:
    say(f"Création de l’environnement Python {VERSION} dans {folder}.")
    for entry in folder.iterdir():
        if entry.name in LOCK_FILES:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    command = [sys.executable, "-m", "venv"]
    # Debian's python3 comes without ensurepip: its venv fails, one without pip succeeds.
    if subprocess.run([*command, str(folder)], capture_output=True, check=False).returncode == 0:
        return
    bare = [*command, "--without-pip", "--clear", str(folder)]
    done = subprocess.run(bare, capture_output=True, text=True, check=False)
    if done.returncode:
        complain((done.stdout + done.stderr).strip())
        raise Refusal(f"Python n’a pas pu créer l’environnement {folder}.")


def _install(environment: Environment, kind: str) -> None:
    lock = ROOT / "requirements" / f"{kind}.lock"
    count = sum(1 for line in lock.read_text(encoding="utf-8").splitlines() if "==" in line)
    installers = _installers(environment)
    for position, (name, command) in enumerate(installers, start=1):
        say(f"Installation de {count} paquets avec {name} (une minute environ).")
        done = subprocess.run(
            [*command, "--require-hashes", "-r", str(lock)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        if done.returncode == 0:
            return
        complain("\n".join(done.stdout.strip().splitlines()[-12:]))
        if position < len(installers):
            say(f"{name} n’a pas réussi ; autre essai.")
    raise Refusal(
        "Les paquets n’ont pas pu être installés : réseau, disque plein ? Voir ci-dessus."
    )


def _installers(environment: Environment) -> list[tuple[str, list[str]]]:
    """The ways to install, the fastest first."""
    python = str(environment.python)
    found = []
    uv = shutil.which("uv")
    # A shim may be on PATH and still answer « not installed »: ask it.
    if uv and subprocess.run([uv, "--version"], capture_output=True, check=False).returncode == 0:
        found.append(("uv", [uv, "pip", "install", "--quiet", "--python", python]))
    options = ["install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    if (environment.packages / "pip").is_dir():
        found.append(("pip", [python, "-m", "pip", *options]))
    elif _has_pip(sys.executable):
        found.append(("pip", [sys.executable, "-m", "pip", "--python", python, *options]))
    if not found:
        raise Refusal(
            "Il manque pip : « apt install python3-venv » (Debian, Ubuntu) ou l’équivalent, "
            "puis relancez."
        )
    return found


def _has_pip(python: str) -> bool:
    done = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False)
    return done.returncode == 0
