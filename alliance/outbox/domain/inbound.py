"""What comes back: receipts of SMS, answers (SMS, letters), messages that were not delivered.

The house above learns of it by registered handlers: the outbox knows addresses, not people.
"""

from __future__ import annotations

import enum
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance.outbox.domain.kinds import kind_of
from alliance.outbox.enums import ChannelName, State
from alliance.outbox.models import InboundMessage, Message, MessageEvent

logger = logging.getLogger(__name__)

# An answer is about the last thing we sent to that number, if it is not too old.
ANSWERED_WITHIN = timedelta(days=14)


class Trouble(enum.Enum):
    """What is wrong with an address."""

    BOUNCED = "bounced"  # it takes no message, and never will
    COMPLAINED = "complained"  # its reader called our message junk


@dataclass(frozen=True)
class AddressTrouble:
    """An address that must not be written to any more, and why."""

    channel: str
    address: str
    trouble: Trouble
    detail: str
    message: Message | None = None


OnTrouble = Callable[[AddressTrouble], None]
OnInbound = Callable[[InboundMessage], str]
_on_trouble: list[OnTrouble] = []
_on_inbound: list[OnInbound] = []


def register_address_handler(handler: OnTrouble) -> None:
    """Say who keeps the state of addresses; called in `AppConfig.ready`."""
    if handler not in _on_trouble:
        _on_trouble.append(handler)


def register_inbound_handler(handler: OnInbound) -> None:
    """Say who understands answers: asked in turn, the first that returns a word has understood."""
    if handler not in _on_inbound:
        _on_inbound.append(handler)


def report_trouble(trouble: AddressTrouble) -> None:
    """Tell the house that an address must not be written to any more."""
    for handler in _on_trouble:
        handler(trouble)


@transaction.atomic
def receive(
    *,
    channel: str,
    provider_id: str,
    from_address: str,
    text: str,
    answers: str = "",
    ours: Message | None = None,
    now: datetime | None = None,
) -> InboundMessage | None:
    """Take in what somebody sent us, once for its provider's id; None for a replay.

    `ours`: the message that it answers; or `answers`, the provider's name of it; without either,
    the last that we sent to that number in two weeks. What it means is the rooms' business: their
    word is kept.
    """
    moment = now or timezone.now()
    try:
        with transaction.atomic():
            inbound = InboundMessage.objects.create(
                channel=channel,
                provider_id=provider_id[:200],
                from_address=from_address[:320],
                text=text.replace("\x00", "")[:2_000],
                received_at=moment,
                answers=ours or _answered(channel, from_address, answers, moment),
            )
    except IntegrityError:
        return None
    if inbound.answers is not None and inbound.answers.state == State.UNCERTAIN:
        _arrived(inbound.answers, moment)  # who answers has received
    for handler in _on_inbound:
        inbound.understood = handler(inbound)[:40]
        if inbound.understood:
            inbound.save(update_fields=["understood"])
            break
    return inbound


@transaction.atomic
def note_delivery(*, provider_id: str, now: datetime | None = None) -> bool:
    """The operator says that it arrived: a doubt ends here. Returns whether anything changed."""
    moment = now or timezone.now()
    message = _locked(provider_id)
    if message is None or message.delivered_at is not None:
        return False
    _arrived(message, moment)
    return True


@transaction.atomic
def note_refusal(
    *,
    provider_id: str,
    detail: str,
    trouble: Trouble | None = None,
    now: datetime | None = None,
) -> bool:
    """It did not arrive after all: the message is refused, for a human to see.

    With a `trouble` the address itself is at fault, and the house is told. Said twice, the first
    time counts; returns whether anything changed.
    """
    moment = now or timezone.now()
    message = _locked(provider_id)
    if message is None or message.state not in {State.SENT, State.UNCERTAIN}:
        return False
    message.state, message.sent_at = State.FAILED, None
    message.error, message.changed_at = detail[:500], moment
    message.save(update_fields=["state", "sent_at", "error", "changed_at"])
    MessageEvent.objects.create(message=message, at=moment, state=State.FAILED, detail=detail[:500])
    if trouble is not None:
        report_trouble(
            AddressTrouble(message.channel, message.to_address, trouble, detail, message)
        )
    on_result = kind_of(message.kind).on_result
    if on_result is not None:
        on_result(message)
    return True


@transaction.atomic
def note_complaint(*, provider_id: str, address: str, detail: str) -> None:
    """Its reader called it junk: she gets nothing more. The message stays sent: it arrived."""
    message = _locked(provider_id) if provider_id else None
    where = message.to_address if message else address
    if where:
        report_trouble(
            AddressTrouble(ChannelName.EMAIL, where, Trouble.COMPLAINED, detail, message)
        )


def _arrived(message: Message, now: datetime) -> None:
    message.delivered_at = now
    names = ["delivered_at"]
    if message.state == State.UNCERTAIN:
        message.state, message.sent_at = State.SENT, message.handed_over_at or now
        message.changed_at, message.error = now, ""
        names += ["state", "sent_at", "changed_at", "error"]
    message.save(update_fields=names)


def _locked(provider_id: str) -> Message | None:
    if not provider_id:
        return None
    return Message.objects.select_for_update().filter(provider_id=provider_id).first()


def _answered(channel: str, address: str, provider_id: str, now: datetime) -> Message | None:
    if provider_id:
        named = Message.objects.filter(provider_id=provider_id, to_address=address).first()
        if named is not None:
            return named
    ours = Message.objects.filter(
        channel=channel,
        to_address=address,
        handed_over_at__gt=now - ANSWERED_WITHIN,
        state__in=[State.SENT, State.UNCERTAIN, State.SENDING],
    )
    return ours.order_by("-handed_over_at", "-id").first()
