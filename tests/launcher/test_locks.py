"""Locks that the kernel frees."""

import subprocess
import sys
from pathlib import Path

from launcher.locks import FileLock
from launcher.places import ROOT

HOLD = """
import sys; from pathlib import Path; from launcher.locks import FileLock
lock = FileLock(Path(sys.argv[1])); lock.acquire(); print("held", flush=True); sys.stdin.read()
"""


def test_an_exclusive_lock_excludes(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    holder, other = FileLock(path), FileLock(path)
    assert holder.acquire()
    assert not other.acquire(wait=False)
    assert not other.acquire(shared=True, wait=False)
    holder.release()
    assert other.acquire(wait=False)


def test_shared_locks_are_shared(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    first, second = FileLock(path), FileLock(path)
    assert first.acquire(shared=True)
    assert second.acquire(shared=True, wait=False)
    assert not FileLock(path).is_free()
    assert FileLock(path).is_free(shared=True)


def test_a_killed_holder_frees_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert not FileLock(path).is_free()
        holder.kill()
    assert FileLock(path).is_free()
