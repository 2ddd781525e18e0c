"""Where figures are measured: a database of a size, the site on it, one keep-alive client."""

import os
import signal
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from http.client import HTTPConnection, RemoteDisconnected
from pathlib import Path
from subprocess import Popen

from launcher.console import Refusal
from launcher.places import ROOT
from launcher.ports import HOST, listen, port_of
from launcher.processes import launch
from launcher.project import gunicorn

SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000}
WARM_UP = 30
REQUESTS = 40  # in each round
PATIENCE = 60  # seconds


@dataclass
class Ground:
    """Shared by the figures of a run; the site starts at the first that asks for it."""

    size: str
    rounds: int
    log: Path
    cookie: str = ""
    stops: list[Callable[[], None]] = field(default_factory=list)
    kept: dict[str, object] = field(default_factory=dict)  # what several figures share

    @property
    def people(self) -> int:
        """How many people the size means."""
        return SIZES[self.size]

    @cached_property
    def client(self) -> "Client":
        """A logged-in organizer on a site that answers."""
        listener = listen(18800)
        with self.log.open("ab") as log:
            process = launch(
                gunicorn(Path(sys.executable), listener.fileno()),
                cwd=ROOT,
                env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.bench.settings"},
                output=log.fileno(),
                pass_fds=(listener.fileno(),),
            )
        port = port_of(listener)
        listener.close()
        self.stops.append(lambda: _end(process))
        return Client(port, self.cookie)

    def close(self) -> None:
        """Stop what was started."""
        while self.stops:
            self.stops.pop()()

    def median_ms(self, *paths: str) -> list[list[float]]:
        """For each round, the median milliseconds of each path.

        The paths take turns, request by request: what else the machine does meets them all.
        """
        for path in paths:
            for _ in range(WARM_UP):
                self.client.get(path)
        return [self._round(paths) for _ in range(self.rounds)]

    def _round(self, paths: Sequence[str]) -> list[float]:
        times: dict[str, list[float]] = {path: [] for path in paths}
        for _ in range(REQUESTS):
            for path in paths:
                start = time.perf_counter()
                self.client.get(path)
                times[path].append(time.perf_counter() - start)
        return [statistics.median(times[path]) * 1000 for path in paths]


class Client:
    """One keep-alive connection, logged in."""

    def __init__(self, port: int, cookie: str) -> None:
        self.line = HTTPConnection(HOST, port, timeout=PATIENCE)
        self.headers = {"Cookie": cookie, "Host": "localhost"}

    def get(self, path: str) -> bytes:
        """The page; anything but 200 would measure something else."""
        try:
            status, body = self._ask(path)
        except (RemoteDisconnected, BrokenPipeError):  # idle for longer than the site keeps it
            self.line.close()
            status, body = self._ask(path)
        if status != 200:
            raise Refusal(f"{path} : {status}")
        return body

    def _ask(self, path: str) -> tuple[int, bytes]:
        self.line.request("GET", path, headers=self.headers)
        answer = self.line.getresponse()
        return answer.status, answer.read()


def _end(process: "Popen[bytes]") -> None:
    process.send_signal(signal.SIGTERM)
    process.wait(30)
