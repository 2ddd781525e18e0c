"""A whole house of real processes, private to the fault tests: they may kill any of them.

Starting a Python process with Django costs seconds of processor: what a test does not kill stays
for the next one.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from launcher.console import Refusal
from launcher.places import ROOT, Places, socket_folder
from launcher.postgres import Postgres, find_binaries
from launcher.processes import launch
from launcher.redis import Redis, find_server
from tests.sinks import Sink

PACKAGES = Path(sysconfig.get_path("purelib"))
# What another house's variables would lead astray.
FOREIGN = ("OUTBOX_", "EMAIL_", "BROKER_")
# Without Django's checks, which cost a second of processor a start and are tested elsewhere.
CELERY = [sys.executable, "-m", "celery", "--skip-checks", "-A", "alliance"]


@dataclass
class Program:
    """A Celery worker or beat, with its log."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def lives(self) -> bool:
        """Whether it runs."""
        return self.process.poll() is None

    def wait_until_ready(self, words: str = "ready.", *, seconds: float = 60) -> None:
        """Return once its log says that it works."""
        wait_until(lambda: words in self.log.read_text(errors="replace"), seconds=seconds)

    def kill(self) -> None:
        """kill -9, the whole group: parent and pool at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def kill_parent(self) -> None:
        """kill -9 of the parent alone: its pool is orphaned."""
        self.process.kill()
        self.process.wait(10)

    def pool(self) -> list[int]:
        """The processes of the pool, those that run tasks."""
        pid = self.process.pid
        with contextlib.suppress(OSError):
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
            return [int(child) for child in children.split()]
        return []


@dataclass
class House:
    """PostgreSQL and Redis of its own, a beat, a writer, and as many workers as a test wants."""

    places: Places
    postgres: Postgres
    redis: Redis
    env: dict[str, str] = field(default_factory=dict)
    beats: list[Program] = field(default_factory=list)
    workers: list[Program] = field(default_factory=list)
    writer: subprocess.Popen[str] | None = None
    eye: psycopg.Connection | None = None

    @classmethod
    def build(cls, folder: Path, *, relay_port: int) -> House:
        """Start the services, migrate, start beat and the writer."""
        server = find_server(PACKAGES)
        if server is None:
            pytest.skip("no Redis on this machine")
        places = Places(folder).prepare()
        house = cls(places, Postgres(places, find_binaries(PACKAGES)), Redis(places, server))
        house.env = {
            **{k: v for k, v in os.environ.items() if not k.startswith(FOREIGN)},
            **house.postgres.variables,
            **house.redis.variables,
            "CACHE_URL": house.redis.variables["REDIS_URL"],
            "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "tests.settings"),
            "EMAIL_URL": f"smtp://127.0.0.1:{relay_port}",
            "OUTBOX_RETRY_SECONDS": "1",
            "OUTBOX_SENDERS": "8",
            "OUTBOX_ANSWER_TIMEOUT": "5",
        }
        try:
            house.postgres.start()
            house.redis.start()
            house.run("manage.py", "migrate", "-v0", "--skip-checks")
            house.start_beat()
        except BaseException:
            house.close()
            raise
        return house

    def close(self) -> None:
        """Stop everything and leave nothing on the disk."""
        for program in [*self.beats, *self.workers]:
            program.kill()
        if self.writer:
            self.writer.kill()
            self.writer.wait(10)
        self.redis.stop()
        self.postgres.stop()
        for folder in (self.postgres.home, socket_folder(self.places), self.places.data):
            shutil.rmtree(folder, ignore_errors=True)

    def empty(self) -> None:
        """No message, one beat, one worker at most."""
        for crowd in (self.workers, self.beats):
            while len(crowd) > 1:
                crowd.pop().kill()
        self.query("TRUNCATE outbox_message, outbox_channelstatus CASCADE")

    # --- Processes -------------------------------------------------------------------------------

    def run(self, *arguments: str) -> None:
        """Run Python to its end, in the project."""
        subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.env, check=True, timeout=300
        )

    def write(self, count: int, prefix: str = "m") -> None:
        """Write messages, in one transaction of another process."""
        if self.writer is None:
            self.writer = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.write"],
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self.writer.stdin
        assert self.writer.stdout
        self.writer.stdin.write(f"{count} {prefix}\n")
        self.writer.stdin.flush()
        assert self.writer.stdout.readline() == "done\n"

    def worker(self) -> Program:
        """The standing worker, started if there is none."""
        living = [worker for worker in self.workers if worker.lives]
        return living[0] if living else self.start_worker()

    def start_worker(self) -> Program:
        """One more worker of two processes, as bin/run starts it; returns once it works."""
        worker = self._start(
            "worker", "-c", "2", "-l", "INFO", "--without-gossip", "--without-mingle",
            "-n", f"w{time.monotonic_ns()}@%h",
        )  # fmt: skip
        self.workers.append(worker)
        worker.wait_until_ready()
        return worker

    def start_beat(self) -> Program:
        """One more beat, with a schedule file of its own."""
        schedule = self.places.data / f"beat-{time.monotonic_ns()}"
        beat = self._start("beat", "-l", "INFO", "--pidfile=", "-s", str(schedule))
        self.beats.append(beat)
        return beat

    def _start(self, *arguments: str) -> Program:
        log = self.places.log / f"{arguments[0]}-{time.monotonic_ns()}.log"
        with log.open("wb") as output:
            process = launch([*CELERY, *arguments], cwd=ROOT, env=self.env, output=output.fileno())
        return Program(process, log)

    # --- Services --------------------------------------------------------------------------------

    def kill_postgres(self) -> None:
        """kill -9 of the postmaster: its children notice and leave, nothing is written down."""
        assert self.postgres.process
        self.postgres.process.kill()
        self.postgres.process.wait(10)
        self.eye = None

    def start_postgres(self) -> None:
        """Recover; the old server's children may still hold its memory for an instant."""
        for _try in range(40):
            try:
                return self.postgres.start()
            except Refusal:
                time.sleep(0.1)
        raise AssertionError("PostgreSQL does not come back")

    def kill_redis(self) -> None:
        """kill -9."""
        assert self.redis.process
        self.redis.process.kill()
        self.redis.process.wait(10)

    def forget_queues(self) -> None:
        """What a Redis without persistence loses."""
        self.redis._ask(b"FLUSHALL\r\n")

    # --- What the database says ------------------------------------------------------------------

    def query(self, sql: str) -> list[tuple]:
        """Ask the private database."""
        if self.eye is None or self.eye.broken:
            where = {"host": str(self.postgres.sockets), "user": "alliance", "dbname": "alliance"}
            self.eye = psycopg.connect(**where, autocommit=True)
        cursor = self.eye.execute(sql)
        return cursor.fetchall() if cursor.description else []

    def states(self) -> dict[str, str]:
        """State by recipient."""
        return dict(self.query("SELECT to_address, state FROM outbox_message"))

    def is_settled(self) -> bool:
        """Whether no message waits or travels any more."""
        return not {"queued", "sending"} & set(self.states().values())

    def wait_until_settled(self, *, seconds: float = 40) -> None:
        """Return once every message has ended, one way or another."""
        wait_until(self.is_settled, seconds=seconds)


def wait_until(happened: Callable[[], bool], *, seconds: float) -> None:
    """Return once it happened; AssertionError if it does not."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, f"{happened} did not happen in {seconds} s"
        time.sleep(0.05)


def wait_for_more(sink: Sink, count: int = 1, *, seconds: float) -> float:
    """Wait until the sink takes more messages; how long it took."""
    before, start = len(sink.received), time.monotonic()
    wait_until(lambda: len(sink.received) >= before + count, seconds=seconds)
    return time.monotonic() - start


def assert_all_accounted_for(house: House, sink: Sink) -> list[str]:
    """Nothing lost, nothing twice, and every doubt listed; returns the states."""
    states = house.states()
    taken = set(sink.recipients)
    twice = [name for name, count in sink.counts.items() if count > 1]
    assert not twice, f"silent doubles: {twice}"
    sent = {address for address, state in states.items() if state == "sent"}
    doubtful = {address for address, state in states.items() if state == "uncertain"}
    assert sent <= taken, f"marked sent but never taken: {sent - taken}"
    assert taken - sent <= doubtful, f"taken but not listed: {taken - sent - doubtful}"
    assert set(states) - taken <= doubtful, f"lost: {set(states) - taken - doubtful}"
    return list(states.values())
