"""Send what is due, each message at most once, and stop soon.

The order that makes it safe: claim (on the disk) → still wanted? → build → hand over (on the disk)
→ channel → mark. See docs/decisions/0002.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.outbox.channels import available_channels, build_channel
from alliance.outbox.channels.base import Answer, Channel, Unreachable, Unsendable
from alliance.outbox.domain import marking
from alliance.outbox.domain.claiming import BATCH, claim, claimant
from alliance.outbox.domain.kinds import kind_of
from alliance.outbox.domain.marking import Result
from alliance.outbox.domain.pacing import note_recovery, note_trouble, seconds_to_wait
from alliance.outbox.domain.sweeping import sweep
from alliance.outbox.domain.waking import wake
from alliance.outbox.enums import State
from alliance.outbox.models import Attachment, Message

logger = logging.getLogger(__name__)

# Shorter than the ten seconds that `docker stop` leaves, so that a deployment interrupts nothing.
RUN_SECONDS = 8.0
# A relay that defers everything is left alone until the next run.
MAX_DELAYED_IN_A_ROW = 5
DATABASE_PATIENCE = 20.0  # seconds: to write an answer down after the database went away


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
                    Sender(build_channel(channel), name, clock, deadline, done).run()
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

    channel: Channel
    name: str
    clock: Callable[[], datetime]
    deadline: float
    done: Delivery
    # The last answer, not written yet: the next handing over writes it in the same statement.
    answer: Result | None = None
    # Claimed and provably not with the provider.
    held: dict[int, Message] = field(default_factory=dict)
    delayed_in_a_row: int = 0

    def run(self) -> None:
        """Claim and send until nothing is due, time is up, or the provider is in trouble."""
        try:
            while self._goes_on() and self._is_anything_due():
                self.channel.open()
                batch = claim(channel=self.channel.name, by=self.name, now=self.clock())
                if not batch:
                    break  # others are on it
                if len(batch) == BATCH and not self.done.sent:
                    wake()  # much to do: let another sender join
                self._send(batch)
            if self.done.sent:
                note_recovery(self.channel.name)
            self.done.more |= self._is_anything_due() and not self._in_trouble()
        except Unreachable as trouble:
            logger.warning("outbox: %s cannot be reached", self.channel.name)
            note_trouble(self.channel.name, str(trouble), now=self.clock())
        except (OperationalError, InterfaceError):
            self._after_a_database_fault()
            raise
        finally:
            self.channel.close()

    def _send(self, batch: Sequence[Message]) -> None:
        self.held = {message.pk: message for message in batch}
        try:
            for message, prepared in self._prepared(self._wanted(batch)):
                if not self._goes_on() or not self._wait_for_a_slot():
                    break
                if self._hand_over(message):
                    self._send_one(message, prepared)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            self._finish_batch()
            raise
        self._finish_batch()

    def _finish_batch(self) -> None:
        self._write_answer()
        self._give_back()

    def _send_one(self, message: Message, prepared: Any) -> None:
        outcome = self.channel.send(prepared)
        del self.held[message.pk]
        self.answer = Result(message, outcome, self.clock())
        if outcome.answer is Answer.ACCEPTED:
            self.done.sent += 1
        else:
            self._write_answer()
        self.done.delayed += outcome.answer is Answer.DELAYED
        self.done.failed += outcome.answer is Answer.REFUSED
        self.done.uncertain += outcome.answer is Answer.UNKNOWN
        self.delayed_in_a_row = self.delayed_in_a_row + 1 if outcome.answer is Answer.DELAYED else 0

    # --- Before it leaves ------------------------------------------------------------------------

    def _wanted(self, batch: Sequence[Message]) -> list[Message]:
        """The messages their rooms still want; the others are called off."""
        wanted: list[Message] = []
        for kind, group in groupby(sorted(batch, key=attrgetter("kind")), key=attrgetter("kind")):
            messages = list(group)
            try:
                wanted += self._wanted_of(kind, messages)
            except (OperationalError, InterfaceError):
                raise
            except Exception as fault:  # a room's fault: its messages wait, the others leave
                logger.exception("outbox: still_wanted of %s failed", kind)
                for message in messages:
                    marking.delay(message, repr(fault)[:300], claimant=self.name, now=self.clock())
                self._let_go(messages)
        return sorted(wanted, key=attrgetter("send_after", "pk"))

    def _wanted_of(self, kind: str, messages: list[Message]) -> list[Message]:
        still_wanted = kind_of(kind).still_wanted
        reasons = still_wanted(messages) if still_wanted else {}
        refused = [message for message in messages if message.pk in reasons]
        marking.call_off(reasons, refused, claimant=self.name, now=self.clock())
        self._let_go(refused)
        self.done.cancelled += len(refused)
        return [message for message in messages if message.pk not in reasons]

    def _prepared(self, messages: list[Message]) -> Iterator[tuple[Message, Any]]:
        """Build each in its turn; a spoilt one is refused and stops nothing."""
        # Not select_related: a file that all of them carry is read once.
        files = Attachment.objects.prefetch_related("file")
        prefetch_related_objects(messages, Prefetch("attachments", queryset=files))
        for message in messages:
            try:
                prepared = self.channel.prepare(message, self.clock())
            except Unsendable as reason:
                self._refuse(message, str(reason))
            except Exception as fault:
                logger.exception("outbox: message %s cannot be built", message.pk)
                why = _("Le message n’a pas pu être composé : %s") % repr(fault)[:300]
                self._refuse(message, why)
            else:
                yield message, prepared

    def _refuse(self, message: Message, reason: str) -> None:
        marking.end(message, State.FAILED, reason, claimant=self.name, now=self.clock())
        self._let_go([message])
        self.done.failed += 1

    def _wait_for_a_slot(self) -> bool:
        """Respect the provider's rate; False when the wait would outlast this run."""
        wait = seconds_to_wait(self.channel.name)
        if wait <= 0:
            return True
        self._write_answer()
        if time.monotonic() + wait > self.deadline:
            return False
        time.sleep(wait)
        return True

    # --- Marks -----------------------------------------------------------------------------------

    def _hand_over(self, message: Message) -> bool:
        accepted = self.answer
        granted = marking.hand_over(
            claimant=self.name, coming=message, accepted=accepted, now=self.clock()
        )
        self.answer = None
        # If not: called back meanwhile, or locked for an instant. It is given back with the batch.
        return granted

    def _write_answer(self) -> None:
        if self.answer:
            marking.settle(claimant=self.name, result=self.answer, now=self.clock())
            self.answer = None

    def _give_back(self) -> None:
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
                self._finish_batch()
                return
            except (OperationalError, InterfaceError):
                time.sleep(0.25)

    # --- When to stop ----------------------------------------------------------------------------

    def _goes_on(self) -> bool:
        return time.monotonic() < self.deadline and not self._in_trouble()

    def _in_trouble(self) -> bool:
        return self.delayed_in_a_row >= MAX_DELAYED_IN_A_ROW

    def _is_anything_due(self) -> bool:
        due = Message.objects.due(self.clock()).filter(channel=self.channel.name)
        return due.exists()
