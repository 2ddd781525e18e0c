"""bin/run: everything up, until Ctrl-C."""

import contextlib
import http.client
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket

from launcher import environment
from launcher.console import Refusal, complain, say
from launcher.locks import FileLock
from launcher.options import Options, port
from launcher.places import ROOT, Places, data_places
from launcher.ports import HOST, listen, port_of
from launcher.preparation import prepare
from launcher.project import gunicorn, local_defaults, project_variables, services_for
from launcher.services import Services
from launcher.supervisor import Child, Supervisor, Tail
from launcher.variables import given

WEB_PORT, SMTP_PORT, MAIL_PORT = 8000, 1025, 8025
DEMO_LOGIN = "amina@demo.alliance.test / alliance-demo"
STATE = "running.json"
SHARED = (
    *("ALLIANCE_MODE", "DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "CACHE_URL", "SITE_URL"),
    *("EMAIL_URL", "MAILBOX_URL", "SECRET_KEY", "REQUIRE_SECOND_FACTOR"),
)


def main(arguments: list[str]) -> int:
    """Install, start the services, prepare the database, run the house."""
    options = _options().read(arguments)
    places = data_places(options.data).prepare()
    with _alone(places):
        python = environment.ensure("local")
        with services_for(places, python, given()) as services, contextlib.ExitStack() as stack:
            for line in services.notes:
                say(f"{line[:1].upper()}{line[1:]}.")
            doors = Doors.open(stack, options.port)
            variables = _variables(places, services, doors)
            demo = prepare(python, places, variables, demo=not options.no_demo)
            house = House(places, services, doors, variables, demo)
            code = house.run(python)
        say("Tout est arrêté.")
    return code


def _options() -> Options:
    options = Options("run", "Installe ce qui manque et lance Alliance jusqu’à Ctrl-C.")
    options.add_argument("--port", type=port, metavar="N", help="port du site (8000 par défaut)")
    options.add_argument("--data", metavar="DOSSIER", help="dossier des données (var/ par défaut)")
    options.add_argument(
        "--no-demo", action="store_true", help="ne pas charger l’association de démonstration"
    )
    return options


@contextlib.contextmanager
def _alone(places: Places) -> Iterator[None]:
    """Hold the data folder; Refusal with the address when it is already running."""
    lock = FileLock(places.state / "run.lock")
    state = places.state / STATE
    if not _acquired(lock):
        raise Refusal(f"Alliance est déjà en cours sur {places.data}{_address_in(state)}.")
    state.unlink(missing_ok=True)
    try:
        yield
    finally:
        state.unlink(missing_ok=True)
        lock.release()


def _acquired(lock: FileLock) -> bool:
    """Whether the lock could be had; somebody may just be asking whether it is free."""
    for _attempt in range(5):
        if lock.acquire(wait=False):
            return True
        time.sleep(0.05)
    return False


def _address_in(state: Path) -> str:
    try:
        return f" : {json.loads(state.read_text(encoding='utf-8'))['address']}"
    except (OSError, ValueError, KeyError):
        return " (démarrage)"


@dataclass(frozen=True)
class Doors:
    """The listening sockets: the site, the mailbox's SMTP and its page."""

    web: socket
    smtp: socket
    mail: socket

    @classmethod
    def open(cls, stack: contextlib.ExitStack, asked: int | None) -> "Doors":
        """Take the first free ports, and say when the asked one was not."""
        web = stack.enter_context(listen(asked or WEB_PORT, avoid={MAIL_PORT}))
        if asked and port_of(web) != asked:
            say(f"Le port {asked} est déjà pris : le site prend le {port_of(web)}.")
        smtp = stack.enter_context(listen(SMTP_PORT))
        return cls(web, smtp, stack.enter_context(listen(MAIL_PORT)))

    @property
    def address(self) -> str:
        """Of the site."""
        return f"http://localhost:{port_of(self.web)}"

    @property
    def mailbox(self) -> str:
        """Of the mailbox's page."""
        return f"http://localhost:{port_of(self.mail)}"


def _variables(places: Places, services: Services, doors: Doors) -> dict[str, str]:
    return project_variables(
        places,
        services,
        given(),
        **local_defaults(given()),
        SITE_URL=doors.address,
        EMAIL_URL=f"smtp://{HOST}:{port_of(doors.smtp)}",
        MAILBOX_URL=doors.mailbox,
        # Celery's advice to production: not root, and what Celery 6 will do.
        PYTHONWARNINGS="ignore:You're running the worker,ignore::PendingDeprecationWarning",
    )


@dataclass
class House:
    """The running processes and what is watched around them."""

    places: Places
    services: Services
    doors: Doors
    variables: dict[str, str]
    demo: bool
    open: bool = False
    _look_again: float = 0.0
    _tail: Tail = field(init=False)

    def __post_init__(self) -> None:
        self._tail = Tail(self.places.log / "services.log")

    def run(self, python: environment.Environment) -> int:
        """Run until Ctrl-C, or until a process falls too often."""
        children = self._children(python.python)
        supervisor = Supervisor(children, env=self.variables, log=self.places.log)
        return supervisor.run(self._watch)

    def _children(self, python: Path) -> list[Child]:
        web, smtp, mail = (d.fileno() for d in (self.doors.web, self.doors.smtp, self.doors.mail))
        celery: list[str | Path] = [python, "-m", "celery", "--quiet", "-A", "alliance"]
        schedule = self.places.data / "celerybeat-schedule"
        mailbox: list[str | Path] = [
            python,
            ROOT / "manage.py",
            "mailbox",
            "--folder",
            self.places.mail,
        ]
        return [
            Child(
                "courrier",
                [*mailbox, "--smtp-fd", str(smtp), "--http-fd", str(mail)],
                pass_fds=(smtp, mail),
                last_to_leave=True,
            ),
            Child("web", gunicorn(python, web), pass_fds=(web,)),
            Child("worker", [*celery, "worker", "-c", "2", *_WORKER], waits=True),
            Child("beat", [*celery, "beat", *_BEAT, str(schedule)], waits=True),
        ]

    def _watch(self) -> bool:
        """Look around; return whether the site answers."""
        for line in self._tail.lines():
            say(line)
        if not self.services.keeper_lives():
            complain("Les services se sont arrêtés ; ils redémarrent.")
            self.services.join()
        if not self.open and time.monotonic() > self._look_again:
            self._look_again = time.monotonic() + 0.5
            self._announce_once_it_answers()
        return self.open

    def _announce_once_it_answers(self) -> None:
        if not _answers(port_of(self.doors.web)):
            return
        self.open = True
        state = {"address": self.doors.address, "pid": os.getpid(), "variables": self._shared()}
        path = self.places.state / STATE
        path.touch(mode=0o600)
        path.write_text(json.dumps(state), encoding="utf-8")
        say(f"Alliance est ouverte : {self.doors.address}")
        say(f"Courrier envoyé par l’application : {self.doors.mailbox}")
        if self.demo:
            say(f"Pour entrer : {DEMO_LOGIN} (un compte par rôle : voir README.md)")
        else:
            say("Pour créer un premier compte : bin/manage createsuperuser")
        say("Ctrl-C arrête tout ; les données restent.")

    def _shared(self) -> dict[str, str]:
        """What bin/manage needs to act on the same copy, besides the services themselves."""
        own = {name: self.variables[name] for name in SHARED if name in self.variables}
        return {name: own[name] for name in own.keys() - self.services.variables.keys()}


_BEAT = ("-l", "WARNING", "--pidfile=", "-s")
_WORKER = ("-l", "WARNING", "--without-gossip", "--without-mingle", "-n", "alliance@%h")


def _answers(web: int) -> bool:
    line = http.client.HTTPConnection(HOST, web, timeout=1)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()
