"""Joining the services of a data folder: the first starts them, the last to leave stops them."""

import json
import os
import subprocess
import sys
import time
from dataclasses import asdict
from types import TracebackType
from typing import Any

from launcher.console import Refusal, say
from launcher.keeper import STATE, Order
from launcher.locks import FileLock
from launcher.places import ROOT, Places, open_log

PATIENCE = 150  # seconds, longer than the keeper's own


class Services:
    """A place among the users of the services; a context manager."""

    def __init__(self, places: Places, order: Order) -> None:
        self.places, self.order = places, order
        self.keeper: subprocess.Popen[bytes] | None = None
        self.variables: dict[str, str] = {}
        self.notes: list[str] = []
        self.path = ""
        self._door = FileLock(places.state / "door.lock")
        self._place = FileLock(places.state / "users.lock")
        self._alive = FileLock(places.state / "keeper.lock")
        self._state = places.state / STATE

    @property
    def wanted(self) -> bool:
        """Whether anything at all is to be started here."""
        return self.order.postgres or self.order.redis

    def __enter__(self) -> "Services":
        if self.wanted:
            self.join()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.leave()

    def join(self) -> None:
        """Take a place, start the keeper when none lives, learn the addresses. Idempotent."""
        if not self._door.acquire(wait=False):
            say("Une autre commande démarre les services de ce dossier ; attente.")
            self._door.acquire()
        try:
            if not self._place.acquire(shared=True, wait=False):
                say("Les services de ce dossier finissent de s’arrêter ; attente.")
                self._place.acquire(shared=True)
            if not self.keeper_lives():
                self._state.unlink(missing_ok=True)
                self._start_keeper()
            self._read(self._wait_for_state())
        except BaseException:
            self.leave()
            raise
        finally:
            self._door.release()

    def leave(self) -> None:
        """Give the place back; the last one waits until the services have stopped."""
        self._place.release()
        deadline = time.monotonic() + 45
        while self.wanted and time.monotonic() < deadline:
            if not self.keeper_lives() or self._others_stay():
                break
            time.sleep(0.05)
        if self.keeper is not None:
            self.keeper.poll()

    def keeper_lives(self) -> bool:
        """Whether the process that owns the services is there."""
        # Asked with a shared lock: two who ask at once must not take each other for a keeper.
        return not self.wanted or not self._alive.is_free(shared=True)

    def _others_stay(self) -> bool:
        nobody = self._place.is_free()
        return not nobody and self._place.is_free(shared=True)

    def _start_keeper(self) -> None:
        order = json.dumps(asdict(self.order))
        with open_log(self.places.log / "services.log") as log:
            self.keeper = subprocess.Popen(
                [sys.executable, "-m", "launcher.keeper", order],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": ""},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _wait_for_state(self) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            # Asked before reading: a keeper that ended in between has left its last word.
            ended = self.keeper is not None and self.keeper.poll() is not None
            try:
                return dict(json.loads(self._state.read_text(encoding="utf-8")))
            except FileNotFoundError:
                if ended:
                    break
                time.sleep(0.03)
        raise Refusal(f"Les services n’ont pas démarré : voir {self.places.log}/services.log.")

    def _read(self, state: dict[str, Any]) -> None:
        if "error" in state:
            self._state.unlink(missing_ok=True)
            raise Refusal(state["error"])
        self.variables, self.notes, self.path = state["variables"], state["notes"], state["path"]
        missing = [
            name
            for name, wanted in (
                ("DATABASE_URL", self.order.postgres),
                ("CELERY_BROKER_URL", self.order.redis),
            )
            if wanted and name not in self.variables
        ]
        if missing:
            raise Refusal(
                f"Une autre commande utilise {self.places.data} avec son propre {missing[0]} : "
                "donnez la même variable, ou un autre dossier."
            )
