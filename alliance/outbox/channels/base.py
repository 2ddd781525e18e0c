"""What a sender asks of a channel, and what it may be told."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from alliance.outbox.models import Message


class Answer(enum.Enum):
    """How a handing over ended. Only `UNKNOWN` leaves a doubt; the others are proofs."""

    ACCEPTED = "accepted"
    DELAYED = "delayed"  # refused for now, or never reached the provider: may be tried again
    REFUSED = "refused"  # refused for good
    UNKNOWN = "unknown"  # the provider may have it: never tried again by itself


@dataclass(frozen=True)
class Outcome:
    """An answer, the provider's words, its name for the message, and the wait it asks for."""

    answer: Answer
    detail: str = ""
    provider_id: str = ""
    wait: int = 0  # seconds, when delayed


class Unreachable(Exception):
    """The provider cannot be reached, or wants none of our messages: nothing was handed over."""


class Unsendable(Exception):
    """This message can never be sent as it is; the sentence is for the organizer."""


class Channel(Protocol):
    """One persistent connection to a provider, used by one sender."""

    name: str

    def open(self) -> None:
        """Connect if needed. Raises Unreachable."""

    def prepare(self, message: Message, now: datetime) -> Any:
        """Everything `send` needs, so that a spoilt message is found before it leaves.

        Raises Unsendable."""

    def send(self, prepared: Any, then: Any | None = None) -> Outcome:
        """Hand one message over. Raises Unreachable only if it was provably not taken.

        `then` is what will be given next, if it is known: it may be announced, not handed over.
        """

    def close(self) -> None:
        """Say goodbye; never raises."""
