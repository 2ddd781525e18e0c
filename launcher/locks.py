"""Locks between commands: the kernel frees them when a process dies, however it dies."""

import fcntl
import os
from pathlib import Path


class FileLock:
    """A `flock` on a file; shared or exclusive, never inherited by children."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    def acquire(self, *, shared: bool = False, wait: bool = True) -> bool:
        """Take the lock, or change its kind; False when `wait` is off and somebody has it."""
        if self._handle is None:
            self._handle = os.open(self.path, os.O_RDONLY | os.O_CREAT, 0o644)
        mode = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(self._handle, mode if wait else mode | fcntl.LOCK_NB)
        except BlockingIOError:
            self.release()
            return False
        return True

    def release(self) -> None:
        """Let go, if held."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def is_free(self, *, shared: bool = False) -> bool:
        """Whether nobody holds it (with `shared`: nobody holds it exclusively)."""
        probe = FileLock(self.path)
        free = probe.acquire(shared=shared, wait=False)
        probe.release()
        return free
