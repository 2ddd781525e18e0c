"""Running houses, as a person starts them, for the tests that watch them live and die."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable
from pathlib import Path

from launcher.environment import environment_folder
from launcher.places import ROOT
from launcher.processes import tied_to_parent

OPEN = re.compile(r"ouverte\s: (http://\S+)")


def wait_for(condition: Callable[[], object], seconds: float) -> bool:
    """Whether it came true in time."""
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.1)
    return bool(condition())


class House:
    """`bin/run` on a data folder."""

    def __init__(self, data: Path, shell: dict[str, str]) -> None:
        self.data = data
        self.mark = uuid.uuid4().hex
        self.shell = {**shell, "ALLIANCE_VENV": str(environment_folder()), "MARK": self.mark}
        self.process: subprocess.Popen[bytes] | None = None
        self.words = data.with_name(f"{data.name}.txt")

    def start(self, *options: str) -> "House":
        """Start it; it dies with the tests."""
        self.words.write_text("")
        with self.words.open("ab") as words:
            self.process = subprocess.Popen(
                self._command("run", "--no-demo", *options),
                cwd="/",
                env=self.shell,
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                preexec_fn=tied_to_parent(signal.SIGTERM),
            )
        return self

    def _command(self, name: str, *options: str) -> list[str]:
        return [sys.executable, str(ROOT / "bin" / name), "--data", str(self.data), *options]

    @property
    def started(self) -> subprocess.Popen[bytes]:
        """The launcher."""
        assert self.process is not None
        return self.process

    @property
    def address(self) -> str:
        """The one it printed; empty until it is open."""
        found = OPEN.search(self.words.read_text())
        return found[1] if found else ""

    def wait_until_open(self, seconds: float = 240) -> "House":
        """Fail with all it said when it does not open."""
        wait_for(lambda: self.address or self.started.poll() is not None, seconds)
        assert self.address, self.all_it_said()
        return self

    def all_it_said(self) -> str:
        """Its words and its logs, for a failure's report."""
        logs = [self.words, *sorted(self.data.glob("log/*.log"))]
        return "\n".join(f"--- {log.name}\n{log.read_text()[-1500:]}" for log in logs)

    def answers(self) -> bool:
        """Whether the site answers."""
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=10) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def type_beside(self, name: str, *options: str) -> subprocess.CompletedProcess[str]:
        """Run another command on the same folder."""
        command = self._command(name, *options)
        return subprocess.run(
            command, env=self.shell, capture_output=True, text=True, check=False, cwd="/"
        )

    def send(self, number: signal.Signals) -> int:
        """Send a signal to the launcher alone; return its exit code."""
        self.started.send_signal(number)
        return self.started.wait(60)

    def end(self) -> None:
        """Whatever happened, let nothing live."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)

    def processes(self) -> list[str]:
        """All that this house started and that lives."""
        marks = (f"MARK={self.mark}".encode(), os.fsencode(self.data))
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                command = (entry / "cmdline").read_bytes()
                if any(mark in command + (entry / "environ").read_bytes() for mark in marks):
                    found.append(command.replace(b"\0", b" ").decode())
        return found
