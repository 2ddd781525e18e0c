"""Write down what became of a message. Every mark is conditional on the claim.

A sender whose claim was taken back (swept, called back, decided by a human) moves no row: it
learns so from the count, before it hands anything over.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, F, PositiveSmallIntegerField, When
from django.utils.translation import gettext as _

from alliance.outbox.channels.base import Answer, Outcome
from alliance.outbox.domain import bounces
from alliance.outbox.domain.kinds import kind_of
from alliance.outbox.enums import State
from alliance.outbox.models import Message, MessageEvent

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 10

# One round trip and one durable commit: the messages before are marked sent by the statement that
# lets the next ones leave. A row that somebody is just calling back is skipped.
_HAND_OVER = """
WITH coming AS MATERIALIZED (
    SELECT id FROM outbox_message
    WHERE id = ANY (%(coming)s) AND claimed_by = %(claimant)s AND state = 'sending'
      AND handed_over_at IS NULL
    ORDER BY id FOR UPDATE SKIP LOCKED
), leaving AS (
    UPDATE outbox_message AS message SET handed_over_at = %(now)s, attempts = attempts + 1
    FROM coming WHERE message.id = coming.id
    RETURNING message.id
), sent AS (
    UPDATE outbox_message AS message SET
        state = 'sent', sent_at = answer.at, changed_at = answer.at,
        provider_id = answer.provider_id, error = ''
    FROM unnest(%(sent)s::bigint[], %(sent_at)s::timestamptz[], %(provider_ids)s::text[])
        AS answer (id, at, provider_id)
    -- Named once more: the planner would else read all that this sender holds.
    WHERE message.id = answer.id AND message.id = ANY (%(sent)s) AND claimed_by = %(claimant)s
      AND state IN ('sending', 'uncertain')
    RETURNING message.id
)
SELECT id FROM leaving UNION ALL SELECT id FROM sent
"""


@dataclass(frozen=True)
class Result:
    """What a channel answered for a message, and when: kept until it is written."""

    message: Message
    outcome: Outcome
    at: datetime


def hand_over(
    *,
    claimant: str,
    coming: Sequence[Message] = (),
    accepted: Sequence[Result] = (),
    now: datetime,
) -> list[Message]:
    """Mark `accepted` as sent and `coming` as handed over; those of `coming` that may leave.

    Durable when it returns: a handing over that is not on the disk could be done twice.
    """
    values: dict[str, Any] = {
        "claimant": claimant,
        "coming": [message.pk for message in coming],
        "now": now,
        "sent": [result.message.pk for result in accepted],
        "sent_at": [result.at for result in accepted],
        "provider_ids": [result.outcome.provider_id for result in accepted],
    }
    # A transaction costs two more round trips: only where a room listens.
    listens = any(kind_of(result.message.kind).hears(State.SENT) for result in accepted)
    with transaction.atomic() if listens else nullcontext():
        with connection.cursor() as cursor:
            cursor.execute(_HAND_OVER, values)
            moved = {row[0] for row in cursor.fetchall()}
        for result in accepted:
            if result.message.pk in moved:
                result.message.state, result.message.sent_at = State.SENT, result.at
                tell(result.message)
    leaving = [message for message in coming if message.pk in moved]
    for message in leaving:
        message.handed_over_at, message.attempts = now, message.attempts + 1
    return leaving


def settle(*, claimant: str, result: Result, now: datetime) -> None:
    """Write an answer down: sent, refused, uncertain, or waiting for another try.

    Also corrects a row that a sweep has meanwhile called uncertain: this is what really happened.
    """
    outcome, message = result.outcome, result.message
    if outcome.answer is Answer.ACCEPTED:
        hand_over(claimant=claimant, accepted=[result], now=now)
    elif outcome.answer is Answer.REFUSED:
        end(message, State.FAILED, outcome.detail, claimant=claimant, now=now)
    elif outcome.answer is Answer.UNKNOWN:
        message.provider_id = outcome.provider_id
        end(message, State.UNCERTAIN, outcome.detail, claimant=claimant, now=now)
    else:
        delay(message, outcome.detail, claimant=claimant, now=now, wait=outcome.wait)


def end(message: Message, state: State, detail: str, *, claimant: str, now: datetime) -> None:
    """Close a claimed message in a final state, with its reason and its event."""
    fields: dict[str, object] = {
        "state": state,
        "error": detail,
        "provider_id": message.provider_id,
    }
    if state in (State.EXPIRED, State.CANCELLED):  # it has not left, and its key may reopen
        fields["handed_over_at"] = None
    with transaction.atomic():
        if _move(message, claimant, now, **fields):
            MessageEvent.objects.create(message=message, at=now, state=state, detail=detail)
            tell(message)


def delay(message: Message, detail: str, *, claimant: str, now: datetime, wait: int = 0) -> None:
    """Back to the queue for a later try; refused after the last, expired if the window closes.

    `wait`: the seconds that the provider asks for, when they are more than ours.
    """
    waits = settings.OUTBOX_RETRY_SECONDS
    attempts = max(message.attempts, 1)
    again = now + timedelta(seconds=max(waits[min(attempts, len(waits)) - 1], wait))
    if attempts >= MAX_ATTEMPTS:
        end(message, State.FAILED, detail, claimant=claimant, now=now)
        return
    if message.send_before and again >= message.send_before:
        end(message, State.EXPIRED, detail, claimant=claimant, now=now)
        return
    freed = {"claimed_by": "", "claimed_at": None, "handed_over_at": None}
    with transaction.atomic():
        if _move(
            message, claimant, now, state=State.QUEUED, error=detail, send_after=again, **freed
        ):
            MessageEvent.objects.create(message=message, at=now, state=State.QUEUED, detail=detail)


def give_back(ids: Collection[int], *, claimant: str, now: datetime) -> None:
    """Back to the queue as if never claimed. Only the claimant knows that these did not leave."""
    if not ids:
        return
    tried = When(handed_over_at__isnull=False, then=F("attempts") - 1)
    Message.objects.filter(
        pk__in=ids, claimed_by=claimant, state__in=[State.SENDING, State.UNCERTAIN]
    ).update(
        state=State.QUEUED,
        claimed_by="",
        claimed_at=None,
        handed_over_at=None,
        attempts=Case(tried, default=F("attempts"), output_field=PositiveSmallIntegerField()),
        changed_at=now,
    )


def call_off(
    reasons: Mapping[int, str], messages: Collection[Message], *, claimant: str, now: datetime
) -> None:
    """Cancel claimed messages that their room no longer wants."""
    for message in messages:
        reason = reasons[message.pk] or _("plus d’actualité")
        end(message, State.CANCELLED, reason, claimant=claimant, now=now)


def tell(message: Message) -> None:
    """Let the message's room know of its end; a fault of the room changes nothing here."""
    kind = kind_of(message.kind)
    hears = kind.on_result is not None and kind.hears(message.state)
    if not hears and message.state != State.FAILED:
        return
    try:
        with transaction.atomic():
            if message.state == State.FAILED:
                bounces.refused(message)
            if hears and kind.on_result is not None:
                kind.on_result(message)
    except Exception:
        logger.exception("outbox: on_result of %s failed for message %s", message.kind, message.pk)


def _move(message: Message, claimant: str, now: datetime, **fields: object) -> bool:
    moved = Message.objects.filter(
        pk=message.pk, claimed_by=claimant, state__in=[State.SENDING, State.UNCERTAIN]
    ).update(**fields, changed_at=now)
    for name, value in fields.items():
        setattr(message, name, value)
    return bool(moved)
