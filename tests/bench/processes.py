"""A process at the bench's side that says a line, and answers lines."""

import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType

from launcher.places import ROOT


class Helper:
    """`python …` until the end of the block; ours, unless another `python` is given."""

    def __init__(
        self, *arguments: str | Path, python: str | Path = sys.executable, **variables: str
    ) -> None:
        self.process = subprocess.Popen(
            [python, *arguments],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **variables},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "Helper":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _fault: object, _where: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait(10)

    def say(self, line: str) -> None:
        """Write a line to it."""
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def hear(self) -> str:
        """Wait for its next line."""
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.process.args} ended without a word.")
        return line.strip()

    def ask(self, line: str) -> str:
        """Write a line, and wait for the answer."""
        self.say(line)
        return self.hear()
