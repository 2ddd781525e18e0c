"""Processes are shown, started again when they die, and ended gently."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from launcher import supervisor
from launcher.supervisor import Child, Supervisor, Tail

pytestmark = pytest.mark.usefixtures("signals_kept")


def shell_child(name: str, script: str, **options: bool) -> Child:
    return Child(name, ["/bin/sh", "-c", script], **options)


def supervise(tmp_path: Path, *children: Child) -> Supervisor:
    return Supervisor(list(children), env=dict(os.environ), log=tmp_path)


def stop_when(house: Supervisor, condition: Callable[[], bool]) -> Callable[[], bool]:
    deadline = time.monotonic() + 10

    def watch() -> bool:
        house.stop_asked = condition() or time.monotonic() > deadline
        return True

    return watch


def test_shows_each_line_under_its_name_and_keeps_it(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    house = supervise(tmp_path, shell_child("web", "echo bonjour; sleep 9"))
    log = tmp_path / "web.log"
    assert house.run(stop_when(house, lambda: log.stat().st_size > 0)) == 0
    assert "     web | bonjour\n" in capfd.readouterr().out
    assert log.read_text() == "bonjour\n"


def test_a_process_that_dies_is_started_again(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "FIRST_WAIT", 0.1)
    once = f"test -e {tmp_path}/once && sleep 9; touch {tmp_path}/once; exit 3"
    child = shell_child("beat", once)
    house = supervise(tmp_path, child)
    assert house.run(stop_when(house, lambda: bool(child.falls) and child.lives)) == 0
    assert "beat s’est arrêté (code 3)" in capfd.readouterr().err


def test_gives_up_on_a_process_that_always_dies(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "FIRST_WAIT", 0.01)
    house = supervise(tmp_path, shell_child("web", "exit 1"))
    assert house.run(stop_when(house, lambda: False)) == 1
    assert "s’arrête sans cesse" in capfd.readouterr().err


def test_a_task_in_progress_is_finished(tmp_path: Path) -> None:
    script = f"trap 'sleep 0.5; touch {tmp_path}/finished; exit 0' TERM; echo up; sleep 9 & wait"
    house = supervise(tmp_path, shell_child("worker", script))
    log = tmp_path / "worker.log"
    house.run(stop_when(house, lambda: log.stat().st_size > 0))
    assert (tmp_path / "finished").exists()


def test_a_process_that_will_not_leave_is_killed_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "GRACE", 0.3)
    script = f"trap '' TERM; sleep 60 & echo $! > {tmp_path}/pid; echo up; wait; sleep 60"
    house = supervise(tmp_path, shell_child("worker", script))
    log = tmp_path / "worker.log"
    house.run(stop_when(house, lambda: log.stat().st_size > 0))
    pid = int((tmp_path / "pid").read_text())
    deadline = time.monotonic() + 5
    while Path(f"/proc/{pid}/cmdline").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_mailbox_leaves_last(tmp_path: Path) -> None:
    leave = f"trap 'echo $NAME >> {tmp_path}/order; exit 0' TERM; echo up; sleep 9 & wait"
    mailbox = shell_child("courrier", f"NAME=courrier; {leave}", last_to_leave=True)
    house = supervise(tmp_path, mailbox, shell_child("worker", f"NAME=worker; {leave}"))
    logs = [tmp_path / "courrier.log", tmp_path / "worker.log"]
    house.run(stop_when(house, lambda: all(log.stat().st_size for log in logs)))
    assert (tmp_path / "order").read_text().split() == ["worker", "courrier"]


def test_a_process_may_wait_for_the_site(tmp_path: Path) -> None:
    waiting = shell_child("worker", "sleep 9", waits=True)
    house = supervise(tmp_path, shell_child("web", "sleep 9"), waiting)
    seen: list[bool] = []

    def watch() -> bool:
        seen.append(waiting.process is not None)
        house.stop_asked = len(seen) == 3
        return len(seen) == 2

    house.run(watch)
    assert seen == [False, False, True]


def test_a_growing_file_is_read_by_whole_lines(tmp_path: Path) -> None:
    path = tmp_path / "services.log"
    path.write_text("before\n")
    tail = Tail(path)
    with path.open("a") as file:
        file.write("one\ntw")
        file.flush()
        assert tail.lines() == ["one"]
        file.write("o\n")
    assert tail.lines() == ["two"]
