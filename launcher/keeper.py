"""The keeper: one process that owns PostgreSQL and Redis of a data folder.

Commands that need the services hold a shared lock; the keeper starts the services for the
first of them, starts again what dies, and stops everything when nobody holds the lock any
more, however the last one ended. So bin/run, bin/manage and bin/test can share them.
"""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from launcher.console import Refusal
from launcher.locks import FileLock
from launcher.places import Places
from launcher.postgres import Postgres, find_binaries
from launcher.processes import cause_of_death
from launcher.redis import NoRedis, Redis, find_server

STATE = "services.json"
WAIT_BEFORE_RESTART = (0, 1, 2, 5, 10)  # seconds; then the keeper gives up
STEADY = 60  # seconds without a fall after which the count starts again


class Service(Protocol):
    """PostgreSQL or Redis."""

    label: str

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        """The running server."""

    @property
    def variables(self) -> dict[str, str]:
        """Environment variables by which the project reaches it."""

    @property
    def description(self) -> str:
        """One line for the person at the keyboard."""

    def start(self) -> None:
        """Start, wait until it answers."""

    def stop(self) -> None:
        """Stop, wait for the end."""


@dataclass(frozen=True)
class Order:
    """What a command asks of the keeper it starts."""

    data: str
    packages: str
    postgres: bool = True
    redis: bool = True
    fast: bool = False


@dataclass
class Watch:
    """A service and its recent falls."""

    service: Service
    falls: int = 0
    up_since: float = field(default_factory=time.monotonic)


class Keeper:
    """See the module."""

    def __init__(self, order: Order) -> None:
        self.places = Places(Path(order.data))
        self.order = order
        self.users = FileLock(self.places.state / "users.lock")
        self.state = self.places.state / STATE
        self.watches: list[Watch] = []
        self.asked_to_stop = False

    def run(self) -> int:
        """Keep the services until nobody uses them; 1 when they cannot be had."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        try:
            self._start()
            while not self.asked_to_stop and not self.users.acquire(wait=False):
                for watch in self.watches:
                    self._revive(watch)
                time.sleep(0.1)
        except Refusal as refusal:
            note(str(refusal))
            self._publish({"error": str(refusal)})
            return 1
        finally:
            for watch in reversed(self.watches):
                watch.service.stop()
        self.state.unlink(missing_ok=True)
        return 0

    def _ask_to_stop(self, *_: object) -> None:
        self.asked_to_stop = True

    def _start(self) -> None:
        packages = Path(self.order.packages)
        variables: dict[str, str] = {}
        notes: list[str] = []
        path = ""
        if self.order.postgres:
            postgres = Postgres(self.places, find_binaries(packages), fast=self.order.fast)
            self._add(postgres)
            variables, notes = postgres.variables, [postgres.description]
            path = str(postgres.binaries.folder)
        if self.order.redis:
            server = find_server(packages)
            redis = Redis(self.places, server) if server else NoRedis(self.places)
            if isinstance(redis, Redis):
                self._add(redis)
            variables, notes = {**variables, **redis.variables}, [*notes, redis.description]
        self._publish({"variables": variables, "notes": notes, "path": path})

    def _add(self, service: Service) -> None:
        self.watches.append(Watch(service))
        service.start()

    def _revive(self, watch: Watch) -> None:
        process = watch.service.process
        code = process.poll() if process else None
        if code is None:
            if watch.falls and time.monotonic() - watch.up_since > STEADY:
                watch.falls = 0
            return
        label = watch.service.label
        note(f"{label} s’est arrêté ({cause_of_death(code)}) ; il redémarre.")
        while True:
            if watch.falls == len(WAIT_BEFORE_RESTART):
                raise Refusal(f"{label} s’arrête sans cesse : voir {self.places.log}.")
            time.sleep(WAIT_BEFORE_RESTART[watch.falls])
            watch.falls += 1
            try:
                watch.service.start()
            except Refusal as refusal:
                note(str(refusal))
                continue
            watch.up_since = time.monotonic()
            note(f"{label} répond de nouveau.")
            return

    def _publish(self, state: dict[str, object]) -> None:
        draft = self.state.with_suffix(".new")
        draft.write_text(json.dumps(state), encoding="utf-8")
        draft.replace(self.state)


def note(text: str) -> None:
    """A line of services.log, which bin/run shows as it comes."""
    print(time.strftime("%H:%M:%S"), text, flush=True)


def main() -> int:
    """`python -m launcher.keeper '{"data": …}'`; the lock tells that it lives."""
    os.umask(0o022)  # the server’s account must be able to read what is copied for it
    order = Order(**json.loads(sys.argv[1]))
    alive = FileLock(Path(order.data) / "run" / "keeper.lock")
    alive.acquire()
    return Keeper(order).run()


if __name__ == "__main__":
    sys.exit(main())
