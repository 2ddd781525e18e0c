"""The connections of one sender to its provider: one by one, in waves, or several at once.

What is handed over and not answered yet is what a death leaves in doubt: never more than
`MOST_AT_ONCE` messages a sender.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ALL_COMPLETED, FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from alliance.outbox.channels.base import Answer, Channel, Outcome, Unreachable
from alliance.outbox.domain.marking import Result
from alliance.outbox.models import Message

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 10
# A provider that answers so fast is served best by one connection, in waves; behind a slower one,
# connections decide.
QUICK = 0.003  # seconds a message


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
        self._idle = [build()]
        self._running: dict[Future[Report], Channel] = {}
        self._reports: list[Report] = []
        self._pool: ThreadPoolExecutor | None = None
        self._pace: float | None = None  # seconds a message took lately
        self._welcome = False  # whether the last answer was a yes

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come, or to be read."""
        return bool(self._running or self._reports)

    def open(self) -> None:
        """Connect before anything is claimed for nothing. Raises Unreachable."""
        if not self._running:
            self._idle[0].open()

    def room(self, *, many: bool) -> int:
        """How many messages may be handed over now; 0 means: wait for an answer first.

        One by one until the provider is known to take messages, and when there are few.
        """
        if not many or self._pace is None or not self._welcome:
            return 0 if self._running else 1
        if self._pace < QUICK:
            return 0 if self._running else MOST_AT_ONCE
        return self.most - len(self._running)

    def start(self, loads: Sequence[Load]) -> None:
        """Give messages to the lines: one to each, or all to one, which sends them at once."""
        if not self._running and (len(loads) == 1 or self.most == 1 or self._is_quick):
            self._reports.append(_carry(self._idle[0], loads, self.clock))
            return
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self.most)
        for load in loads:
            channel = self._idle.pop() if self._idle else self.build()
            self._running[self._pool.submit(_carry, channel, [load], self.clock)] = channel

    def answers(self, *, wait_for: str = "none") -> list[Report]:
        """What has ended; waits for `"one"` line at work, or for `"all"` of them."""
        timeout = 0 if wait_for == "none" or self._reports else None
        until = ALL_COMPLETED if wait_for == "all" else FIRST_COMPLETED
        if self._running:
            timeout = None if wait_for == "all" else timeout
            for future in wait(self._running, timeout, until).done:
                channel = self._running.pop(future)
                self._reports.append(self._kept(channel, future.result()))
        reports, self._reports = self._reports, []
        for report in reports:
            self._learn(report)
        return reports

    def close(self) -> None:
        """Say goodbye on every line; none is at work any more."""
        for channel in self._idle:
            channel.close()
        if self._pool:
            self._pool.shutdown()

    @property
    def _is_quick(self) -> bool:
        return self._pace is not None and self._pace < QUICK

    def _kept(self, channel: Channel, report: Report) -> Report:
        """A provider that takes fewer connections than allowed: go on with those it takes."""
        if isinstance(report.fault, Unreachable) and (self._idle or self._running):
            self.most = max(1, len(self._idle) + len(self._running))
            logger.warning("outbox: %s takes %s connections", channel.name, self.most)
            channel.close()
            report.fault = None
        else:
            self._idle.append(channel)
        return report

    def _learn(self, report: Report) -> None:
        if report.results:
            pace = report.seconds / len(report.results)
            self._pace = pace if self._pace is None else (self._pace * 3 + pace) / 4
            self._welcome = report.results[-1].outcome.answer is Answer.ACCEPTED


def _carry(channel: Channel, loads: Sequence[Load], clock: Callable[[], datetime]) -> Report:
    """Send these one after the other, until the provider is gone."""
    report, start = Report(), time.perf_counter()
    for place, load in enumerate(loads):
        try:
            outcome = channel.send(load.prepared)
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
