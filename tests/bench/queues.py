"""Two known Django mail queues, in an environment of their own under the bench's data."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from django.db import connection

from launcher.console import complain
from launcher.places import ROOT
from tests.bench.database import SizedDatabase
from tests.bench.processes import Helper

WANTED = (
    *("Django==5.2.*", "psycopg[binary]==3.3.*"),
    *("django-post_office==3.12.0", "django-mailer==2.3.2"),
)


def environment() -> Path | None:
    """The Python that has them; None, with a word, where they cannot be had."""
    folder = Path(os.environ["DATA_DIR"]) / "peers"
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        try:
            for command in (
                [sys.executable, "-m", "venv", folder],
                [python, "-m", "pip", "install", "--quiet", *WANTED],
            ):
                subprocess.run(command, check=True, capture_output=True, timeout=300)
        except (OSError, subprocess.SubprocessError):
            complain("mail.peers : ces files d’attente n’ont pas pu être installées, non mesuré.")
            return None
        (folder / "ready").touch()
    return python


def open_all(
    stack: ExitStack, names: Sequence[str], python: Path, port: int, letters: Path
) -> list["Queue"]:
    """Each of them on a database of its own, sending these letters to the relay of this port."""
    opened = []
    for name in names:
        database = SizedDatabase(name)
        database.create()
        stack.callback(database.drop)
        opened.append(stack.enter_context(Queue(python, name, port, letters, database.name)))
    return opened


class Queue(Helper):
    """A peer at work."""

    def __init__(self, python: Path, name: str, port: int, letters: Path, database: str) -> None:
        wanted = ("ENGINE", "HOST", "PORT", "USER", "PASSWORD")
        given = {key: connection.settings_dict[key] for key in wanted}
        script = ROOT / "tests" / "bench" / "peers.py"
        super().__init__(
            *(script, name, str(port), letters),
            python=python,
            PEERS_DATABASE=json.dumps({**given, "NAME": database}),
            PYTHONPATH="",
        )
        self.name = name
        self.hear()

    def rate(self, count: int) -> float:
        """Messages a second, once they are in its queue."""
        self.ask(str(count))
        start = time.perf_counter()
        self.ask("go")
        return count / (time.perf_counter() - start)
