"""Send what is due, each message at most once, and stop soon.

The order that makes it safe: claim (on the disk) → still wanted? → build → hand over (on the disk)
→ channel → mark. See docs/decisions/0002.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.outbox.channels import available_channels, build_channel, connections_of
from alliance.outbox.channels.base import Answer, Channel, Unreachable, Unsendable
from alliance.outbox.domain import marking
from alliance.outbox.domain.claiming import BATCH, LARGEST_BATCH, SMALLEST_BATCH, claim, claimant
from alliance.outbox.domain.kinds import kind_of
from alliance.outbox.domain.lines import Lines, Load, Report
from alliance.outbox.domain.marking import Result
from alliance.outbox.domain.pacing import note_recovery, note_trouble, seconds_to_wait
from alliance.outbox.domain.sweeping import sweep
from alliance.outbox.domain.waking import wake
from alliance.outbox.enums import State
from alliance.outbox.models import Message, enclose

logger = logging.getLogger(__name__)

# Shorter than the ten seconds that `docker stop` leaves, so that a deployment interrupts nothing.
RUN_SECONDS = 8.0
# A relay that defers everything is left alone until the next run.
MAX_DELAYED_IN_A_ROW = 5
DATABASE_PATIENCE = 20.0  # seconds: to write an answer down after the database went away
# A claim holds what leaves within this time: what a room said of it stays true, and when little is
# left several senders share it.
CLAIM_SECONDS = 0.1
# Letters written while the lines are busy, so that a claim keeps none of them waiting.
STOCK = 16


@dataclass
class Delivery:
    """What a run did; `more` when it stopped before everything due was sent."""

    sent: int = 0
    delayed: int = 0
    failed: int = 0
    uncertain: int = 0
    cancelled: int = 0
    more: bool = False


def deliver(*, now: datetime | None = None, seconds: float = RUN_SECONDS) -> Delivery:
    """Send the due messages of every channel for at most about `seconds`; returns the counts.

    First sweeps, so that what a dead sender held leaves at once. Any number may run together: each
    message is claimed by one. When the database goes away in the middle, what was answered is
    written as soon as it is back, and the run goes on.
    """
    done = Delivery()
    deadline = time.monotonic() + seconds

    def clock() -> datetime:
        return now or timezone.now()

    while True:
        try:
            with claimant() as name:
                if name is None:
                    return done
                sweep(now=clock())
                for channel in available_channels():
                    Sender(channel, name, clock, deadline, done).run()
            return done
        except (OperationalError, InterfaceError) as fault:
            if connection.in_atomic_block or time.monotonic() > deadline:
                raise
            logger.warning("outbox: the database went away (%s)", type(fault).__name__)
            connection.close()
            time.sleep(0.25)


@dataclass
class Sender:
    """One claimant at work on one channel."""

    channel: str
    name: str
    clock: Callable[[], datetime]
    deadline: float
    done: Delivery
    # Answers not written yet: the next handing over writes them in the same statement.
    results: list[Result] = field(default_factory=list)
    # Claimed, and not with the provider as far as is known.
    held: dict[int, Message] = field(default_factory=dict)
    # Handed over, but their line was lost before they left.
    again: list[Load] = field(default_factory=list)
    # Written, and still ours.
    stock: deque[Load] = field(default_factory=deque)
    many: bool = False  # enough is due to send several at once
    delayed_in_a_row: int = 0

    def __post_init__(self) -> None:
        def build() -> Channel:
            return build_channel(self.channel)

        self.lines = Lines(build, self.clock, most=connections_of(self.channel))
        # Its own, for what is prepared here: the lines' may be at work.
        self.desk = build()

    def run(self) -> None:
        """Claim and send until nothing is due, time is up, or the provider is in trouble."""
        try:
            self._work()
            if self.done.sent:
                note_recovery(self.channel)
            self.done.more |= self._is_anything_due() and not self._in_trouble()
        except Unreachable as trouble:
            logger.warning("outbox: %s cannot be reached", self.channel)
            note_trouble(self.channel, str(trouble), now=self.clock())
        except (OperationalError, InterfaceError):
            self._after_a_database_fault()
            raise
        finally:
            self.lines.close()

    def _work(self) -> None:
        letters = self._letters()
        try:
            while True:
                loads = self._next(letters)
                if loads:
                    self.lines.start(loads)
                elif not self.lines.busy:
                    break
                works = bool(loads) or self._write_ahead(letters)
                self._note(self.lines.answers(wait_for="none" if works else "one"))
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            self._finish()
            raise
        self._finish()

    def _letters(self) -> Iterator[Load | None]:
        """What is due and wanted, claimed some dozens at a time.

        None before each step of a claim: who holds letters already sends them first.
        """
        if self._is_anything_due():
            self.lines.open()
        while self._goes_on():
            yield None
            size = self.lines.leaving_within(CLAIM_SECONDS, least=SMALLEST_BATCH) or BATCH
            size = min(size, LARGEST_BATCH)
            batch = claim(channel=self.channel, by=self.name, now=self.clock(), most=size)
            if not batch:
                return  # others are on it
            self.held |= {message.pk: message for message in batch}
            if len(batch) == size:
                if not self.done.sent:
                    wake()  # much to do: let another sender join
                self.many = True
            yield None
            wanted = self._wanted(batch)
            yield None
            yield from self._prepared(wanted)

    def _write_ahead(self, letters: Iterator[Load | None]) -> bool:
        """Write one more letter while the lines are busy; False when there is no need."""
        return len(self.stock) < STOCK and self._goes_on() and self._step(letters)

    def _step(self, letters: Iterator[Load | None]) -> bool:
        """One letter more in stock, or one step of a claim; False at the end."""
        for load in letters:
            if load is not None:
                self.stock.append(load)
            return True
        return False

    def _next(self, letters: Iterator[Load | None]) -> list[Load]:
        """As many messages as there is room for, handed over on the disk."""
        room = self.lines.room(many=self.many)
        loads, self.again = self.again[:room], self.again[room:]
        while not loads and (coming := self._taken(letters, room)):
            leaving = {one.pk for one in self._hand_over([load.message for load in coming])}
            # The others were called back meanwhile, or locked for an instant: given back later.
            loads = [load for load in coming if load.message.pk in leaving]
        return loads

    def _taken(self, letters: Iterator[Load | None], room: int) -> list[Load]:
        taken: list[Load] = []
        while len(taken) < room and self._goes_on():
            while not self.stock and self._step(letters) and not taken:
                pass
            if not self.stock:
                break
            load = self.stock.popleft()
            wait = seconds_to_wait(self.channel)
            if wait > 0 and not self._slept(wait):
                break
            taken.append(load)
            if wait > 0:
                break
        return taken

    def _slept(self, seconds: float) -> bool:
        """Wait for a slot of the provider's rate; False when it would outlast this run."""
        self._write()
        if time.monotonic() + seconds > self.deadline:
            return False
        time.sleep(seconds)
        return True

    # --- Answers ---------------------------------------------------------------------------------

    def _note(self, reports: Sequence[Report]) -> None:
        """Remember what was answered; refusals and doubts are written at once."""
        for report in reports:
            self._remember(report)
            if report.fault is None:
                self.again += report.unsent
        if any(result.outcome.answer is not Answer.ACCEPTED for result in self.results):
            self._write()
        for report in reports:
            if report.fault is not None:
                raise report.fault

    def _remember(self, report: Report) -> None:
        for result in report.results:
            self.held.pop(result.message.pk, None)
            self.results.append(result)
            answer = result.outcome.answer
            self.done.sent += answer is Answer.ACCEPTED
            self.done.delayed += answer is Answer.DELAYED
            self.done.failed += answer is Answer.REFUSED
            self.done.uncertain += answer is Answer.UNKNOWN
            delayed = answer is Answer.DELAYED
            self.delayed_in_a_row = self.delayed_in_a_row + 1 if delayed else 0

    def _hand_over(self, coming: Sequence[Message]) -> list[Message]:
        accepted: list[Result] = []
        others: list[Result] = []
        for one in self.results:
            (accepted if one.outcome.answer is Answer.ACCEPTED else others).append(one)
        leaving = marking.hand_over(
            claimant=self.name, coming=coming, accepted=accepted, now=self.clock()
        )
        self.results = others
        return leaving

    def _write(self) -> None:
        """Write every answer down."""
        if any(one.outcome.answer is Answer.ACCEPTED for one in self.results):
            self._hand_over([])
        while self.results:
            marking.settle(claimant=self.name, result=self.results[0], now=self.clock())
            del self.results[0]

    def _finish(self) -> None:
        """Wait for the lines, write what they say, and give back what did not leave."""
        for report in self.lines.answers(wait_for="all"):
            self._remember(report)
        self._write()
        marking.give_back(list(self.held), claimant=self.name, now=self.clock())
        self.held = {}

    def _let_go(self, messages: Sequence[Message]) -> None:
        for message in messages:
            self.held.pop(message.pk, None)

    def _after_a_database_fault(self) -> None:
        """Write what is known as soon as the database is back; else a sweep calls it uncertain.

        The lock died with the session, so others may sweep meanwhile: marks are conditional, and
        what this sender knows outweighs their doubt.
        """
        until = time.monotonic() + DATABASE_PATIENCE
        while not connection.in_atomic_block and time.monotonic() < until:
            try:
                connection.close()
                self._finish()
                return
            except (OperationalError, InterfaceError):
                time.sleep(0.25)

    # --- Before it leaves ------------------------------------------------------------------------

    def _wanted(self, batch: Sequence[Message]) -> list[Message]:
        """The messages their rooms still want; the others are called off."""
        wanted: list[Message] = []
        for kind, group in groupby(sorted(batch, key=attrgetter("kind")), key=attrgetter("kind")):
            wanted += self._asked(kind, list(group))
        return sorted(wanted, key=attrgetter("send_after", "pk"))

    def _asked(self, kind: str, messages: list[Message]) -> list[Message]:
        """As `_wanted_of`; where the room fails on one of them, that one waits and no other."""
        try:
            return self._wanted_of(kind, messages)
        except (OperationalError, InterfaceError):
            raise
        except Exception as fault:
            if len(messages) > 1:
                logger.warning("outbox: still_wanted of %s failed, asking one by one", kind)
                return [one for message in messages for one in self._asked(kind, [message])]
            logger.exception("outbox: still_wanted of %s failed", kind)
            why = _("Impossible de vérifier qu’il est encore voulu (%s).") % repr(fault)[:300]
            marking.delay(messages[0], why, claimant=self.name, now=self.clock())
            self._let_go(messages)
            return []

    def _wanted_of(self, kind: str, messages: list[Message]) -> list[Message]:
        still_wanted = kind_of(kind).still_wanted
        reasons = still_wanted(messages) if still_wanted else {}
        refused = [message for message in messages if message.pk in reasons]
        marking.call_off(reasons, refused, claimant=self.name, now=self.clock())
        self._let_go(refused)
        self.done.cancelled += len(refused)
        return [message for message in messages if message.pk not in reasons]

    def _prepared(self, messages: list[Message]) -> Iterator[Load]:
        """Build each in its turn; a spoilt one is refused and stops nothing."""
        enclose(messages)
        for message in messages:
            try:
                prepared = self.desk.prepare(message, self.clock())
            except Unsendable as reason:
                self._refuse(message, str(reason))
            except Exception as fault:
                logger.exception("outbox: message %s cannot be built", message.pk)
                why = _("Le message n’a pas pu être composé : %s") % repr(fault)[:300]
                self._refuse(message, why)
            else:
                yield Load(message, prepared)

    def _refuse(self, message: Message, reason: str) -> None:
        marking.end(message, State.FAILED, reason, claimant=self.name, now=self.clock())
        self._let_go([message])
        self.done.failed += 1

    # --- When to stop ----------------------------------------------------------------------------

    def _goes_on(self) -> bool:
        return time.monotonic() < self.deadline and not self._in_trouble()

    def _in_trouble(self) -> bool:
        return self.delayed_in_a_row >= MAX_DELAYED_IN_A_ROW

    def _is_anything_due(self) -> bool:
        due = Message.objects.due(self.clock()).filter(channel=self.channel)
        return due.exists()
