"""The connections of one sender to its provider: one by one, in waves, or several at once.

What is handed over and not answered yet is what a death leaves in doubt: never more than
`MOST_AT_ONCE` messages a sender.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from queue import Empty, SimpleQueue
from typing import Any

from alliance.outbox.channels.base import Answer, Channel, Outcome, Unreachable
from alliance.outbox.domain.marking import Result
from alliance.outbox.models import Message

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 10
# A provider that answers so fast is served best by one connection, in waves; behind a slower one,
# connections decide.
QUICK = 0.003  # seconds a message
# A line that has its answer must not wait for the sender's own work, by default 5 ms.
_TURN = 0.0005  # seconds


@dataclass(frozen=True)
class Load:
    """A message and what its channel prepared."""

    message: Message
    prepared: Any


@dataclass
class Report:
    """What became of what a line was given; `fault` stopped it before `unsent`."""

    results: list[Result] = field(default_factory=list)
    unsent: list[Load] = field(default_factory=list)
    seconds: float = 0.0
    fault: Exception | None = None


class Lines:
    """The lines of one sender. Only `Channel.send` runs in threads, and never twice on one line."""

    def __init__(
        self, build: Callable[[], Channel], clock: Callable[[], datetime], *, most: int
    ) -> None:
        self.build, self.clock, self.most = build, clock, min(most, MOST_AT_ONCE)
        self._first = build()
        self._crew: _Crew | None = None
        self._reports: list[Report] = []
        self._pace: float | None = None  # seconds a message took lately
        self._welcome = False  # whether the last answer was a yes

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come, or to be read."""
        return bool(self._reports or self._at_work)

    def open(self) -> None:
        """Connect before anything is claimed for nothing. Raises Unreachable."""
        if not self._at_work:
            self._first.open()

    def room(self, *, many: bool) -> int:
        """How many messages may be handed over now; 0 means: wait for an answer first.

        One by one until the provider is known to take messages, and when there are few. With
        several lines, some letters more than lines: who is free finds the next one ready, and
        those that take their place are handed over together.
        """
        if not many or self._pace is None or not self._welcome:
            return 0 if self._at_work else 1
        if self.most == 1 or self._is_quick:
            return 0 if self._at_work else MOST_AT_ONCE
        room, ready = MOST_AT_ONCE - self._at_work, MOST_AT_ONCE - self.most
        return room if room >= min(ready, 1 + ready // 2) else 0

    def leaving_within(self, seconds: float, *, least: int) -> int:
        """How many messages leave in this time, `least` at least; 0 while nobody knows."""
        if self._pace is None:
            return 0
        width = 1 if self._is_quick else self.most
        return max(least, int(seconds * width / max(self._pace, 1e-6)))

    def start(self, loads: Sequence[Load]) -> None:
        """Give messages to the lines: each to the first that is free, or all to one at once."""
        if not self._at_work and (len(loads) == 1 or self.most == 1 or self._is_quick):
            self._reports.append(_carry(self._first, loads, self.clock))
            return
        if self._crew is None:
            self._crew = _Crew(self._first, self.build, self.clock, self.most)
        self._crew.take(loads)

    def answers(self, *, wait_for: str = "none") -> list[Report]:
        """What has ended; waits for `"one"` line at work, or for `"all"` of them."""
        reports, self._reports = self._reports, []
        if self._crew:
            patient = wait_for == "all" or (wait_for == "one" and not reports)
            reports += self._crew.reports(patient=patient, until_all=wait_for == "all")
        for report in reports:
            self._learn(report)
        return reports

    def close(self) -> None:
        """Say goodbye on every line; none is at work any more."""
        if self._crew:
            self._crew.dismiss()
        self._first.close()

    @property
    def _at_work(self) -> int:
        return self._crew.under_way if self._crew else 0

    @property
    def _is_quick(self) -> bool:
        return self._pace is not None and self._pace < QUICK

    def _learn(self, report: Report) -> None:
        if report.results:
            pace = report.seconds / len(report.results)
            self._pace = pace if self._pace is None else (self._pace * 3 + pace) / 4
            self._welcome = report.results[-1].outcome.answer is Answer.ACCEPTED


class _Crew:
    """Threads, each with its line: who is free takes the next letter."""

    def __init__(
        self,
        first: Channel,
        build: Callable[[], Channel],
        clock: Callable[[], datetime],
        most: int,
    ) -> None:
        self.first, self.build, self.clock, self.most = first, build, clock, most
        self.under_way = 0  # given, and not reported yet
        self._todo: SimpleQueue[Load | None] = SimpleQueue()
        self._done: SimpleQueue[Report] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._lines = 0  # those that have not lost their provider
        self._usual_turn = sys.getswitchinterval()
        sys.setswitchinterval(_TURN)

    def take(self, loads: Sequence[Load]) -> None:
        """Send these, with as many lines as there are letters under way."""
        for load in loads:
            self.under_way += 1
            self._todo.put(load)
        while self._lines < min(self.most, self.under_way):
            channel = self.build() if self._threads else self.first
            self._threads.append(threading.Thread(target=self._serve, args=[channel], daemon=True))
            self._lines += 1
            self._threads[-1].start()

    def reports(self, *, patient: bool, until_all: bool) -> list[Report]:
        """What has ended; waits for one, or until all has."""
        found: list[Report] = []
        while self.under_way:
            try:
                report = self._done.get(block=until_all or (patient and not found))
            except Empty:
                break
            self.under_way -= 1
            found.append(self._kept(report))
        return found

    def dismiss(self) -> None:
        """Let the threads end; returns once they have."""
        for _thread in self._threads:
            self._todo.put(None)
        for thread in self._threads:
            thread.join()
        sys.setswitchinterval(self._usual_turn)

    def _serve(self, channel: Channel) -> None:
        while (load := self._todo.get()) is not None:
            report = _carry(channel, [load], self.clock)
            self._done.put(report)
            if isinstance(report.fault, Unreachable):
                break
        if channel is not self.first:
            channel.close()

    def _kept(self, report: Report) -> Report:
        """A provider that takes fewer connections than allowed: go on with those it takes."""
        if not isinstance(report.fault, Unreachable):
            return report
        self._lines -= 1
        self.most = max(1, self._lines)
        if self._lines:
            logger.warning("outbox: %s takes %s connections", self.first.name, self.most)
            report.fault = None
        else:  # what nobody took has not left
            while not self._todo.empty():
                if load := self._todo.get():
                    report.unsent.append(load)
                    self.under_way -= 1
        return report


def _carry(channel: Channel, loads: Sequence[Load], clock: Callable[[], datetime]) -> Report:
    """Send these one after the other, until the provider is gone."""
    report, start = Report(), time.perf_counter()
    for place, load in enumerate(loads):
        then = loads[place + 1].prepared if place + 1 < len(loads) else None
        try:
            outcome = channel.send(load.prepared, then)
        except Unreachable as fault:
            report.fault, report.unsent = fault, list(loads[place:])
            break
        except Exception as fault:  # nobody knows how far it went
            logger.exception("outbox: %s failed on message %s", channel.name, load.message.pk)
            report.fault, report.unsent = fault, list(loads[place + 1 :])
            report.results.append(Result(load.message, _doubt(fault), clock()))
            break
        report.results.append(Result(load.message, outcome, clock()))
    report.seconds = time.perf_counter() - start
    return report


def _doubt(fault: Exception) -> Outcome:
    return Outcome(Answer.UNKNOWN, repr(fault)[:300])
