"""Where things are: the project, the data folder, the sockets."""

import hashlib
import os
import pwd
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from launcher.console import Refusal

ROOT = Path(__file__).resolve().parent.parent
# A Unix socket's address holds 107 bytes on Linux and 103 on macOS.
LONGEST_SOCKET_PATH = 100
# Socket paths travel inside URLs: anything that would need quoting there goes elsewhere.
PLAIN_PATH = re.compile(r"[A-Za-z0-9._/+-]+")
LARGEST_LOG = 10 * 1024 * 1024
ROOM_WANTED = 200 * 1024 * 1024


@dataclass(frozen=True)
class Places:
    """The data folder of one copy, and what lies in it."""

    data: Path

    @property
    def log(self) -> Path:
        """One log file a process."""
        return self.data / "log"

    @property
    def state(self) -> Path:
        """What running commands tell each other, and their locks."""
        return self.data / "run"

    @property
    def mail(self) -> Path:
        """Messages received by the local mailbox."""
        return self.data / "mail"

    def prepare(self) -> "Places":
        """Create the folders; Refusal when they cannot be written or the disk is full."""
        try:
            for folder in (self.data, self.log, self.state, self.mail):
                folder.mkdir(parents=True, exist_ok=True)
            probe = self.state / f".probe-{os.getpid()}"
            probe.write_bytes(b"x")
            probe.unlink()
        except OSError as fault:
            raise Refusal(
                f"Impossible d’écrire dans {self.data} ({fault.strerror}). "
                "Choisissez un autre dossier : --data DOSSIER."
            ) from fault
        owner = self.data.stat().st_uid
        if owner != os.geteuid():  # root would leave files that the owner cannot write any more
            raise Refusal(
                f"{self.data} appartient à « {account_name(owner)} » : "
                "lancez la commande sous ce compte, ou ailleurs par --data DOSSIER."
            )
        if shutil.disk_usage(self.data).free < ROOM_WANTED:
            raise Refusal(f"Le disque de {self.data} est presque plein : il faut 200 Mo libres.")
        return self


def data_places(given: str | None, *, default: str = "var") -> Places:
    """The data folder: the option, else ALLIANCE_DATA, else a folder of the project."""
    chosen = given or os.environ.get("ALLIANCE_DATA")
    folder = Path(chosen).expanduser() if chosen else ROOT / default
    return Places(Path(os.path.abspath(folder)))


def open_log(path: Path) -> BinaryIO:
    """A log to append to; a large one makes room for a new one first."""
    if path.exists() and path.stat().st_size > LARGEST_LOG:
        path.replace(path.with_name(path.name + ".1"))
    return path.open("ab")


def account_name(uid: int) -> str:
    """The name of a user, or its number when the machine has no name for it."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def digest(path: Path) -> str:
    """A short name for a path, the same at each run."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:10]


def socket_folder(places: Places) -> Path:
    """`run/` of the data folder, or a folder of /tmp when its path does not suit sockets."""
    folder = places.state
    longest = os.fsencode(folder / "postgres" / ".s.PGSQL.5432")
    if len(longest) <= LONGEST_SOCKET_PATH and PLAIN_PATH.fullmatch(str(folder)):
        return folder
    # As root, PostgreSQL runs under another name and must be able to pass.
    mode = 0o711 if os.geteuid() == 0 else 0o700
    return own_folder(Path("/tmp") / f"alliance-{os.getuid()}-{digest(places.data)}", mode=mode)


def own_folder(folder: Path, *, mode: int) -> Path:
    """Create a folder at a name others could guess; Refusal if somebody else was faster."""
    folder.mkdir(mode=mode, exist_ok=True)
    found = folder.lstat()
    if found.st_uid != os.getuid() or folder.is_symlink():
        raise Refusal(f"{folder} appartient à quelqu’un d’autre : effacez-le ou déplacez-le.")
    folder.chmod(mode)
    return folder
