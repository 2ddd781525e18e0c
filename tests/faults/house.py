"""A whole house of real processes, private to the fault tests: they may kill any of them."""

from __future__ import annotations

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

from launcher.console import Refusal
from launcher.places import ROOT, Places, socket_folder
from launcher.postgres import Postgres, find_binaries
from launcher.processes import launch
from launcher.redis import Redis, find_server
from tests.sinks import Sink

PACKAGES = Path(sysconfig.get_path("purelib"))
CELERY = [sys.executable, "-m", "celery", "-A", "alliance"]


@dataclass
class Worker:
    """A Celery worker or beat, with its log."""

    process: subprocess.Popen[bytes]
    log: Path

    def wait_until_ready(self, words: str = "ready.", *, seconds: float = 40) -> None:
        """Return once the log says that it works."""
        wait_until(lambda: words in self.log.read_text(errors="replace"), seconds=seconds)

    def kill(self) -> None:
        """kill -9, the whole group: parent and pool at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def kill_parent(self) -> None:
        """kill -9 of the parent alone: its pool is orphaned."""
        self.process.kill()
        self.process.wait(10)

    def pool(self) -> list[int]:
        """The processes of the pool, those that run tasks."""
        pid = self.process.pid
        return [int(child) for child in _read(f"/proc/{pid}/task/{pid}/children").split()]

    def stop(self) -> None:
        """End whatever is left of it."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.process.wait(10)


@dataclass
class House:
    """PostgreSQL and Redis of its own, and as many workers as a test wants."""

    places: Places
    postgres: Postgres
    redis: Redis
    env: dict[str, str] = field(default_factory=dict)
    workers: list[Worker] = field(default_factory=list)

    @classmethod
    def build(cls, folder: Path) -> House:
        """Start the services and migrate."""
        server = find_server(PACKAGES)
        assert server, "no Redis here"
        places = Places(folder).prepare()
        house = cls(places, Postgres(places, find_binaries(PACKAGES)), Redis(places, server))
        house.env = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("OUTBOX_", "EMAIL_"))},
            **house.postgres.variables,
            **house.redis.variables,
            "CACHE_URL": house.redis.variables["REDIS_URL"],
            "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "tests.settings"),
            "OUTBOX_RETRY_SECONDS": "1",
            "OUTBOX_SENDERS": "8",
            "OUTBOX_ANSWER_TIMEOUT": "5",
        }
        try:
            house.postgres.start()
            house.redis.start()
            house.run("manage.py", "migrate", "-v0", "--skip-checks")
        except BaseException:
            house.close()
            raise
        return house

    def close(self) -> None:
        """Stop everything and leave nothing on the disk."""
        self.stop_workers()
        self.redis.stop()
        self.postgres.stop()
        for folder in (self.postgres.home, socket_folder(self.places), self.places.data):
            shutil.rmtree(folder, ignore_errors=True)

    def fresh(self, sink: Sink, **settings: str) -> None:
        """Empty tables and queues, and a relay for the processes to come."""
        self.stop_workers()
        self.query("TRUNCATE outbox_message, outbox_channelstatus CASCADE")
        self.redis._ask(b"FLUSHALL\r\n")
        self.env |= {"EMAIL_URL": f"smtp://127.0.0.1:{sink.port}", **settings}

    # --- Processes -------------------------------------------------------------------------------

    def run(self, *arguments: str) -> None:
        """Run Python to its end, in the project."""
        subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.env, check=True, timeout=120
        )

    def write(self, count: int, prefix: str = "m") -> None:
        """Write messages, in one transaction of another process."""
        self.run("-m", "tests.faults.write", str(count), prefix)

    def start(self, *arguments: str) -> Worker:
        """Start a Celery program without waiting for it."""
        log = self.places.log / f"celery-{time.monotonic_ns()}.log"
        with log.open("wb") as output:
            process = launch([*CELERY, *arguments], cwd=ROOT, env=self.env, output=output.fileno())
        worker = Worker(process, log)
        self.workers.append(worker)
        return worker

    def start_worker(self, *, processes: int = 2) -> Worker:
        """A worker, as bin/run starts it."""
        return self.start(
            "worker", "-c", str(processes), "-l", "INFO", "--without-gossip", "--without-mingle",
            "-n", f"w{time.monotonic_ns()}@%h",
        )  # fmt: skip

    def start_beat(self) -> Worker:
        """A beat with a schedule file of its own."""
        schedule = self.places.data / f"beat-{time.monotonic_ns()}"
        return self.start("beat", "-l", "INFO", "--pidfile=", "-s", str(schedule))

    def stop_workers(self) -> None:
        """End all of them."""
        for worker in self.workers:
            worker.stop()
        self.workers.clear()

    def kill_postgres(self) -> None:
        """kill -9 of the postmaster: its children notice and leave, nothing is written down."""
        assert self.postgres.process
        self.postgres.process.kill()
        self.postgres.process.wait(10)

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

    # --- What the database says ------------------------------------------------------------------

    def query(self, sql: str) -> list[tuple]:
        """Ask the private database."""
        where = {"host": str(self.postgres.sockets), "user": "alliance", "dbname": "alliance"}
        with psycopg.connect(**where, autocommit=True) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def states(self) -> dict[str, str]:
        """State by recipient."""
        return dict(self.query("SELECT to_address, state FROM outbox_message"))

    def is_settled(self) -> bool:
        """Whether no message waits or travels any more."""
        return not {"queued", "sending"} & set(self.states().values())

    def wait_until_settled(self, *, seconds: float = 30) -> None:
        """Return once every message has ended, one way or another."""
        wait_until(self.is_settled, seconds=seconds)


def wait_until(happened: Callable[[], bool], *, seconds: float) -> None:
    """Return once it happened; AssertionError if it does not."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, f"{happened} did not happen in {seconds} s"
        time.sleep(0.02)


def assert_all_accounted_for(house: House, sink: Sink) -> dict[str, str]:
    """Nothing lost, nothing twice, and every doubt listed; returns the states by recipient."""
    states = house.states()
    taken = set(sink.recipients)
    twice = [name for name, count in sink.counts.items() if count > 1]
    assert not twice, f"silent doubles: {twice}"
    sent = {address for address, state in states.items() if state == "sent"}
    doubtful = {address for address, state in states.items() if state == "uncertain"}
    assert sent <= taken, f"marked sent but never taken: {sent - taken}"
    assert taken - sent <= doubtful, f"taken but not listed: {taken - sent - doubtful}"
    assert set(states) - taken <= doubtful, f"lost: {set(states) - taken - doubtful}"
    return states


def _read(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""
