"""The mail engine from the queue to the relay's answer, beside smtplib and beside other queues."""

import smtplib
import statistics
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from launcher.console import Refusal
from tests.bench import queues
from tests.bench.ground import Ground
from tests.bench.letters import Invitations
from tests.bench.processes import Helper
from tests.bench.registry import Figure, figure, not_measured

MESSAGES = 5_000
SLOW, SLOW_MESSAGES = 0.02, 1_000  # a relay that works 20 ms on each message
PEER_MESSAGES = 2_000
RAW_MESSAGES = 200  # what one connection sends of them
PROCESSES = 2
CONNECTIONS = 8  # a process
SENDER = "bonjour@alliance.test"


@figure("mail.written")
def written(ground: Ground) -> Figure:
    """Planned, rendered in each person's language and written, beside sending with smtplib."""
    with ExitStack() as stack:
        letters = _invitations(ground)
        relay = stack.enter_context(Relay(0))
        rates = [_raw(relay, letters, MESSAGES)]
    rate = letters.count / letters.seconds
    return _figure(ground, "mail.written", [rate], rates, goal=0.1, of=letters.count)


@figure("mail.engine")
def engine(ground: Ground) -> Figure:
    """Two processes on loopback, beside raw smtplib on one connection (goal: 0.9)."""
    return _engine(ground, "mail.engine", delay=0, count=MESSAGES, raw=MESSAGES, goal=0.9)


@figure("mail.slow_relay")
def slow_relay(ground: Ground) -> Figure:
    """Behind a relay of 20 ms a message (goal: 0.8 × the connections)."""
    goal = 0.8 * PROCESSES * CONNECTIONS
    counts = {"count": SLOW_MESSAGES, "raw": RAW_MESSAGES}
    return _engine(ground, "mail.slow_relay", delay=SLOW, goal=goal, **counts)


@figure("mail.peers")
def peers(ground: Ground) -> Figure:
    """On loopback again, beside the quicker of two known mail queues, as they come (goal: 4)."""
    return _peers(ground, "mail.peers", ("post_office", "mailer"))


@figure("mail.peers_tuned")
def peers_tuned(ground: Ground) -> Figure:
    """Beside the quickest of them, set for speed: larger batches, no log of what went well."""
    return _peers(ground, "mail.peers_tuned", ("post_office_tuned",))


def _peers(ground: Ground, name: str, names: Sequence[str]) -> Figure:
    """The same letters, rendered for each person and queued before the clock starts."""
    letters = _invitations(ground)
    python = queues.environment()
    ours: list[float] = []
    theirs: list[float] = []
    with ExitStack() as stack:
        relay = stack.enter_context(Relay(0))
        senders = Senders(stack, relay)
        lent = letters.lend(Path(stack.enter_context(TemporaryDirectory())) / "letters.json")
        found = queues.open_all(stack, names, python, relay.port, lent) if python else []
        for _round in range(min(3, ground.rounds)):
            letters.queue(MESSAGES)
            ours.append(senders.rate(relay, MESSAGES))
            theirs += [max(_rate(one, relay) for one in found)] if found else []
    beside = " · ".join(names).replace("post_office", "django-post_office")
    if not theirs:
        return not_measured(name, "msg/s", beside, goal=4.0, size=f"{MESSAGES}")
    return _figure(ground, name, ours, theirs, goal=4.0, of=MESSAGES, beside=beside)


def _rate(queue: queues.Queue, relay: "Relay") -> float:
    rate = queue.rate(PEER_MESSAGES)
    if relay.taken() != (PEER_MESSAGES, PEER_MESSAGES):
        raise Refusal(f"{queue.name} : tous les messages ne sont pas arrivés une fois.")
    return rate


class Relay(Helper):
    """A relay in a process of its own."""

    def __init__(self, delay: float) -> None:
        super().__init__("-m", "tests.bench.relay", str(delay))
        self.port = int(self.hear())

    def taken(self) -> tuple[int, int]:
        """How many messages it took, and how many different ones; it forgets them."""
        total, different, _connections = map(int, self.ask("?").split())
        return total, different


class Senders:
    """The engine's processes, ready before the clock starts."""

    def __init__(self, stack: ExitStack, relay: Relay) -> None:
        more = {
            "EMAIL_URL": f"smtp://127.0.0.1:{relay.port}",
            "OUTBOX_CONNECTIONS": str(CONNECTIONS),
            "OUTBOX_SENDERS": str(PROCESSES),
        }
        self.all = [Helper("-m", "tests.bench.sender", **more) for _process in range(PROCESSES)]
        for one in self.all:
            stack.enter_context(one)
            one.hear()

    def rate(self, relay: Relay, count: int) -> float:
        """Messages a second; Refusal unless each arrived once."""
        start = time.perf_counter()
        for one in self.all:
            one.say("go")
        for one in self.all:
            one.hear()
        seconds = time.perf_counter() - start
        if relay.taken() != (count, count):
            raise Refusal("mail : tous les messages ne sont pas arrivés une fois.")
        return count / seconds


def _engine(
    ground: Ground, name: str, *, delay: float, count: int, raw: int, goal: float
) -> Figure:
    letters = _invitations(ground)
    ours, theirs = [], []
    with ExitStack() as stack:
        relay = stack.enter_context(Relay(delay))
        senders = Senders(stack, relay)
        for _round in range(ground.rounds):
            theirs.append(_raw(relay, letters, raw))
            letters.queue(count)
            ours.append(senders.rate(relay, count))
    return _figure(ground, name, ours, theirs, goal=goal, of=count)


def _raw(relay: Relay, letters: Invitations, count: int) -> float:
    """The limit: bytes ready, one connection, nothing remembered."""
    prepared = letters.letters(count)
    line = smtplib.SMTP("127.0.0.1", relay.port)
    start = time.perf_counter()
    for address, content in prepared:
        line.sendmail(SENDER, [address], content)
    seconds = time.perf_counter() - start
    line.quit()
    relay.taken()
    return len(prepared) / seconds


def _invitations(ground: Ground) -> Invitations:
    """Written once in a run, and forgotten at its end."""
    made = ground.kept.get("letters")
    if not isinstance(made, Invitations):
        made = ground.kept["letters"] = Invitations(MESSAGES)
        ground.stops.append(made.forget)
    return made


def _figure(
    ground: Ground,
    name: str,
    ours: Sequence[float],
    theirs: Sequence[float],
    *,
    goal: float,
    of: int,
    beside: str = "smtplib on one connection",
) -> Figure:
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    return Figure(
        name=name,
        value=round(statistics.median(ours)),
        unit="msg/s",
        beside=beside,
        ratio=round(ratio, 2),
        goal=goal,
        ok=ratio >= goal,
        size=f"{of}",
        rounds=len(ours),
    )
