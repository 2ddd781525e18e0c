"""The processes of bin/run: started, shown, started again when they die, ended gently.

One thread and one loop. Only main processes get the signals: a signal to the whole group
would kill the tasks that a Celery worker is finishing.
"""

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from launcher.console import complain, say
from launcher.places import ROOT, open_log
from launcher.processes import Command, cause_of_death, kill_group, launch

MOST_FALLS = 5
WITHIN = 300  # seconds
FIRST_WAIT = 1.0  # seconds, doubled at each fall
LONGEST_WAIT = 30  # seconds
GRACE = 20  # seconds given to running tasks and requests


@dataclass
class Child:
    """A program of the house."""

    name: str
    argv: Command
    pass_fds: tuple[int, ...] = ()
    waits: bool = False  # for the site to answer: the first page needs the processors more
    last_to_leave: bool = False
    process: subprocess.Popen[bytes] | None = None
    restart_at: float | None = None
    falls: deque[float] = field(default_factory=deque)
    unfinished: bytes = b""

    @property
    def lives(self) -> bool:
        """Whether its main process runs."""
        return self.process is not None and self.process.poll() is None


class Supervisor:
    """See the module."""

    def __init__(self, children: list[Child], *, env: dict[str, str], log: Path) -> None:
        self.children, self.env, self.log = children, env, log
        self.stop_asked = False
        self.failed = False
        self._selector = selectors.DefaultSelector()
        self._files = {child.name: open_log(log / f"{child.name}.log") for child in children}

    def run(self, watch: Callable[[], bool]) -> int:
        """Run until a signal, or until a child falls too often.

        `watch` is called all along and tells whether the site answers.
        """
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._ask_to_stop)
        try:
            latest = time.monotonic() + LONGEST_WAIT
            ready = False
            while not self.stop_asked and not self.failed:
                for child in self.children:
                    if child.process is not None:
                        self._revive(child)
                    elif ready or not child.waits or time.monotonic() > latest:
                        self._start(child)
                self._show(0.2)
                ready = watch()
        finally:
            self._stop()
        return 1 if self.failed else 0

    def _ask_to_stop(self, *_: object) -> None:
        if self.stop_asked:  # a second Ctrl-C: no more patience
            for child in self.children:
                if child.process is not None:
                    kill_group(child.process)
        self.stop_asked = True

    # --- life and death ----------------------------------------------------------------------

    def _start(self, child: Child) -> None:
        child.restart_at = None
        reader, writer = os.pipe()
        os.set_blocking(reader, False)
        child.process = launch(
            child.argv, cwd=ROOT, env=self.env, output=writer, pass_fds=child.pass_fds
        )
        os.close(writer)
        self._selector.register(reader, selectors.EVENT_READ, child)

    def _revive(self, child: Child) -> None:
        now = time.monotonic()
        if child.restart_at is not None:
            if now >= child.restart_at:
                self._start(child)
            return
        if child.lives:
            return
        assert child.process is not None
        kill_group(child.process)  # the pool of a killed worker goes with it
        cause = cause_of_death(child.process.returncode)
        child.falls.append(now)
        while child.falls[0] < now - WITHIN:
            child.falls.popleft()
        if len(child.falls) > MOST_FALLS:
            complain(
                f"{child.name} s’arrête sans cesse ({cause}) : voir {self.log}/{child.name}.log."
            )
            self.failed = True
            return
        wait = FIRST_WAIT * 2 ** (len(child.falls) - 1)
        complain(f"{child.name} s’est arrêté ({cause}) ; il redémarre dans {wait:.0f} s.")
        child.restart_at = now + wait

    def _stop(self) -> None:
        say("Arrêt : les tâches en cours se terminent…")
        deadline = time.monotonic() + GRACE
        for last in (False, True):
            wave = [child for child in self.children if child.last_to_leave is last]
            for child in reversed(wave):
                if child.process is not None and child.lives:
                    child.process.terminate()
            while time.monotonic() < deadline and any(child.lives for child in wave):
                self._show(0.1)
        for child in self.children:
            if child.process is not None:
                if child.lives:
                    complain(f"{child.name} ne s’arrête pas : il est tué.")
                kill_group(child.process)
                child.process.wait()
        self._show(0)
        for file in self._files.values():
            file.close()

    # --- what they say -----------------------------------------------------------------------

    def _show(self, wait: float) -> None:
        for key, _events in self._selector.select(wait):
            child: Child = key.data
            try:
                chunk = os.read(key.fd, 65536)
            except BlockingIOError:
                continue
            if not chunk:
                self._selector.unregister(key.fd)
                os.close(key.fd)
            *lines, child.unfinished = (child.unfinished + chunk).split(b"\n")
            if lines:
                self._write(child.name, lines)

    def _write(self, name: str, lines: list[bytes]) -> None:
        text = "".join(f"{name:>8} | {line.decode(errors='replace')}\n" for line in lines)
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.write(text)
            sys.stdout.flush()
        with contextlib.suppress(OSError):  # a full disk must not stop the house
            self._files[name].write(b"".join(line + b"\n" for line in lines))
            self._files[name].flush()


class Tail:
    """What a growing file says from now on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.position = path.stat().st_size if path.exists() else 0

    def lines(self) -> list[str]:
        """The lines added since the last call."""
        try:
            with self.path.open("rb") as file:
                file.seek(self.position)
                added = file.read()
        except OSError:
            return []
        whole = added[: added.rfind(b"\n") + 1]
        self.position += len(whole)
        return whole.decode(errors="replace").splitlines()
