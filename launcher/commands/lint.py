"""bin/lint: format, style, types, templates, migrations. Starts no service."""

import os
import shutil
import subprocess
from pathlib import Path

from launcher import environment
from launcher.console import Refusal, complain, say
from launcher.environment import LOCKS
from launcher.options import Options
from launcher.places import ROOT
from launcher.processes import Command, quietly

PARSE_YAML = "import sys, yaml; [yaml.safe_load(open(name)) for name in sys.argv[1:]]"
YAML_FILES = ("docker-compose.yml", ".github/workflows/ci.yml")


def main(arguments: list[str]) -> int:
    """Run every check, also after a failure; 1 when one fails."""
    options = Options("lint", "Vérifie la forme du code.")
    options.add_argument("--fix", action="store_true", help="corrige ce qui peut l’être")
    options.add_argument("--lock", action="store_true", help="recalcule requirements/*.lock")
    chosen = options.read(arguments)
    if chosen.lock:
        return _lock()
    python = environment.ensure("dev").python
    if chosen.fix:
        for command in (["ruff", "check", "--fix", "-q", "."], ["ruff", "format", "-q", "."]):
            quietly([python, "-m", *command], cwd=ROOT, env=_variables())
    failures = [label for label, command in _checks(python) if not _passes(label, command)]
    if failures:
        complain(f"À corriger : {', '.join(failures)}.")
    return 1 if failures else 0


def _checks(python: Path) -> list[tuple[str, Command]]:
    run: list[str | Path] = [python, "-m"]
    concise = ["--output-format", "concise"]
    django: Command = [python, "manage.py", "makemigrations", "--check", "--dry-run", "-v1"]
    return [
        ("mise en forme (ruff format)", [*run, "ruff", "format", "--check", *concise, "."]),
        ("style (ruff)", [*run, "ruff", "check", *concise, "."]),
        ("types (mypy)", [*run, "mypy"]),
        ("gabarits (djlint)", [*run, "djlint", "--lint", "--quiet", "templates"]),
        ("migrations", django),
        ("fichiers YAML", [python, "-c", PARSE_YAML, *YAML_FILES]),
    ]


def _passes(label: str, command: Command) -> bool:
    code, said = quietly(command, cwd=ROOT, env=_variables())
    if code:
        complain(label)
        print(said.rstrip(), flush=True)
    else:
        say(f"{label} : bon")
    return code == 0


def _variables() -> dict[str, str]:
    """Settings are read, no database is asked: an address nobody answers at is enough."""
    return {
        **os.environ,
        "ALLIANCE_MODE": "test",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "SECRET_KEY": "lint-" + "x" * 50,
        "DATABASE_URL": "postgres://nobody@//nonexistent/alliance",
        "PYTHONWARNINGS": "ignore::RuntimeWarning",
    }


def _lock() -> int:
    uv = shutil.which("uv")
    if not uv:
        raise Refusal("bin/lint --lock demande uv : « pip install uv ».")
    folder = ROOT / "requirements"
    for kind, narrower in zip(LOCKS, (None, *LOCKS), strict=False):
        say(f"Verrou {kind}.lock")
        # Each lock contains the one before it, to the version.
        same = ["-c", f"{narrower}.lock"] if narrower else []
        options = ["--universal", "--generate-hashes", "--python-version", "3.11", "--no-header"]
        command = [uv, "pip", "compile", "-q", *options, "--no-annotate", *same]
        done = subprocess.run(
            [*command, f"{kind}.in", "-o", f"{kind}.lock"], cwd=folder, check=False
        )
        if done.returncode:
            raise Refusal(f"{kind}.lock n’a pas pu être calculé : voir ci-dessus.")
    return 0
