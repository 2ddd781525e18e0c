"""What a human decides about messages that are uncertain or refused. Each decision is an event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.outbox.domain.waking import wake_after_commit
from alliance.outbox.enums import State
from alliance.outbox.models import Message, MessageEvent


class NothingToDecide(ValueError):
    """This message is neither uncertain nor refused: it went through, or somebody decided."""


@transaction.atomic
def resend(*, message: Message, actor: Any, now: datetime | None = None) -> Message:
    """Send a message again although it may have been received; `actor` answers for it.

    It returns to the queue with its attempts forgotten, under the same Message-ID, so that a mail
    program that has it already may show it once. A window that has closed no longer binds it.
    Raises NothingToDecide.
    """
    now = now or timezone.now()
    _decide(
        message,
        actor,
        now,
        State.QUEUED,
        _("renvoyé"),
        send_after=now,
        send_before=message.send_before if _is_open(message, now) else None,
        claimed_by="",
        claimed_at=None,
        handed_over_at=None,
        attempts=0,
        crashes=0,
        error="",
    )
    wake_after_commit()
    return message


@transaction.atomic
def give_up(
    *, message: Message, actor: Any, detail: str = "", now: datetime | None = None
) -> Message:
    """Leave a message as it is, for good: it will not be sent, and its key will not reopen.

    `detail` says what takes its place. Raises NothingToDecide."""
    now = now or timezone.now()
    handed_over = Coalesce("handed_over_at", "claimed_at", "created_at")
    detail = detail or _("abandonné")
    _decide(message, actor, now, State.CANCELLED, detail, handed_over_at=handed_over, claimed_by="")
    return message


@transaction.atomic
def mark_sent(*, message: Message, actor: Any, now: datetime | None = None) -> Message:
    """Note that a message did arrive (she says so, the relay's journal says so).

    Raises NothingToDecide."""
    now = now or timezone.now()
    arrived = Coalesce("handed_over_at", "claimed_at", "created_at")
    _decide(
        message,
        actor,
        now,
        State.SENT,
        _("noté comme reçu"),
        handed_over_at=arrived,
        sent_at=arrived,
        claimed_by="",
        error="",
    )
    return message


def _decide(
    message: Message, actor: Any, now: datetime, state: State, detail: str, **fields: object
) -> None:
    moved = Message.objects.filter(
        Q(state=State.UNCERTAIN) | Q(state=State.FAILED), pk=message.pk
    ).update(state=state, changed_at=now, **fields)
    if not moved:
        raise NothingToDecide(f"Message {message.pk} is not waiting for a decision.")
    MessageEvent.objects.create(
        message=message,
        at=now,
        state=state,
        detail=detail,
        actor_id=getattr(actor, "pk", None),
        actor_label=str(actor or "")[:200],
    )
    message.refresh_from_db()


def _is_open(message: Message, now: datetime) -> bool:
    return message.send_before is not None and message.send_before > now
