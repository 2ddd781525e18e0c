"""Starting processes that die with their parent, and ending them politely."""

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Command = Sequence[str | Path]

_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Account:
    """A system user under whose name a process may run."""

    name: str
    uid: int
    gid: int

    @classmethod
    def first_of(cls, *names: str) -> "Account | None":
        """The first of these users that the machine knows."""
        for name in names:
            with contextlib.suppress(KeyError):
                entry = pwd.getpwnam(name)
                return cls(name, entry.pw_uid, entry.pw_gid)
        return None


def as_account(account: Account | None) -> dict[str, Any]:
    """The arguments of `subprocess` that change user."""
    if account is None:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def tied_to_parent(signum: int) -> Callable[[], None] | None:
    """A `preexec_fn` by which the kernel sends `signum` when the parent dies, even of kill -9."""
    if _LIBC is None:
        return None
    parent = os.getpid()

    def tie() -> None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(signum))
        if os.getppid() != parent:  # it died before the tie was made
            os._exit(1)

    return tie


def launch(
    argv: Command,
    *,
    cwd: Path,
    env: dict[str, str],
    output: int,
    account: Account | None = None,
    death_signal: int = signal.SIGTERM,
    pass_fds: tuple[int, ...] = (),
) -> subprocess.Popen[bytes]:
    """Start a long process in its own session: Ctrl-C reaches it only through its parent."""
    return subprocess.Popen(
        [str(part) for part in argv],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=tied_to_parent(death_signal),
        pass_fds=pass_fds,
        **as_account(account),
    )


def foreground(argv: Command, *, cwd: Path, env: dict[str, str]) -> int:
    """Run a command that owns the terminal; return its code as a shell would.

    Ctrl-C reaches it directly; SIGTERM and SIGHUP sent to us are passed on.
    """
    process = subprocess.Popen(
        [str(part) for part in argv],
        cwd=cwd,
        env=env,
        preexec_fn=tied_to_parent(signal.SIGTERM),
    )
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    previous = {number: signal.getsignal(number) for number in numbers}
    signal.signal(signal.SIGINT, lambda *_: None)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: process.send_signal(received))
    try:
        code = process.wait()
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
    return code if code >= 0 else 128 - code


def quietly(argv: Command, *, cwd: Path, env: dict[str, str]) -> tuple[int, str]:
    """Run a short command to its end; return its code and all it said."""
    done = subprocess.run(
        [str(part) for part in argv],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        preexec_fn=tied_to_parent(signal.SIGTERM),
        check=False,
    )
    return done.returncode, done.stdout


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and whatever is left of its session."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def cause_of_death(code: int) -> str:
    """« code 3 » or « signal 9 (SIGKILL) »."""
    if code >= 0:
        return f"code {code}"
    try:
        return f"signal {-code} ({signal.Signals(-code).name})"
    except ValueError:
        return f"signal {-code}"
