"""Environment variables: the shell wins over .env, which wins over what the launcher proposes."""

import os
import re
import secrets
from pathlib import Path

from launcher.places import ROOT, Places

ASSIGNMENT = re.compile(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)")


def read_file(path: Path) -> dict[str, str]:
    """The assignments of a .env file; quotes are taken off, comments skipped."""
    if not path.is_file():
        return {}
    found = {}
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        match = ASSIGNMENT.fullmatch(line.strip())
        if match:
            found[match[1]] = _value(match[2].strip())
    return found


def _value(text: str) -> str:
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1]
    return re.sub(r"\s+#.*$", "", text)


def given(*, with_file: bool = True) -> dict[str, str]:
    """What the person asked for: the shell's variables, over those of .env."""
    return {**(read_file(ROOT / ".env") if with_file else {}), **os.environ}


def secret_key(places: Places) -> str:
    """The key of this data folder, drawn at the first run and kept in `secrets.env`."""
    path = places.data / "secrets.env"
    known = read_file(path).get("SECRET_KEY")
    if known:
        return known
    key = secrets.token_urlsafe(50)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(f"SECRET_KEY={key}\n")
    return key


def without_postgres_variables(variables: dict[str, str]) -> dict[str, str]:
    """PGHOST, PGPORT… of the person's shell would send our clients to another server."""
    return {name: value for name, value in variables.items() if not re.match(r"PG[A-Z]+$", name)}
