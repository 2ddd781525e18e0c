"""Put right what dead senders and closed windows left behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.outbox.domain.claiming import living
from alliance.outbox.domain.marking import tell
from alliance.outbox.enums import State
from alliance.outbox.models import Message, MessageEvent

# Beyond CELERY_TASK_TIME_LIMIT no sender can be at work on a claim, whatever its lock says.
OLDEST_CLAIM = timedelta(minutes=20)
MAX_CRASHES = 5
_AT_ONCE = 500


@dataclass(frozen=True)
class Swept:
    """What a sweep found: returned to the queue, uncertain, refused, expired."""

    returned: int = 0
    uncertain: int = 0
    failed: int = 0
    expired: int = 0


def sweep(*, now: datetime | None = None) -> Swept:
    """Expire what is too late, and take back what dead senders held.

    A message that was not handed over returns to the queue: it has provably not left. One that
    was is `uncertain`. One whose senders died five times before its handing over is `failed`.
    Living senders are left alone, unless a claim is older than any task may run.
    """
    now = now or timezone.now()
    expired = expire(now=now)
    abandoned = _abandoned(now)
    if not abandoned:
        return Swept(expired=expired)
    with transaction.atomic():
        # By id, like every statement that locks several rows: no deadlock among sweepers.
        rows = list(
            Message.objects.filter(pk__in=abandoned, state=State.SENDING)
            .order_by("id")
            .select_for_update()
        )
        left = [row for row in rows if row.handed_over_at]
        deadly = [row for row in rows if not row.handed_over_at and row.crashes + 1 >= MAX_CRASHES]
        others = [row.pk for row in rows if row not in left and row not in deadly]
        _end_all(left, State.UNCERTAIN, _("L’envoi a été interrompu : parti ou non ?"), now)
        _end_all(deadly, State.FAILED, _("Ce message a fait échouer cinq envois de suite."), now)
        Message.objects.filter(pk__in=others).update(
            state=State.QUEUED,
            claimed_by="",
            claimed_at=None,
            crashes=F("crashes") + 1,
            changed_at=now,
        )
    return Swept(len(others), len(left), len(deadly), expired)


def expire(*, now: datetime) -> int:
    """Close the messages whose window has closed; returns how many."""
    total = 0
    while True:
        with transaction.atomic():
            late = Message.objects.too_late(now).order_by("id")
            rows = list(late.select_for_update(skip_locked=True)[:_AT_ONCE])
            _move_all(rows, State.EXPIRED, _("La fenêtre d’envoi est passée."), now)
        total += len(rows)
        if len(rows) < _AT_ONCE:
            return total


def _abandoned(now: datetime) -> list[int]:
    """Ids claimed by the dead: read the claims first, then who lives, or a newcomer looks dead."""
    sending = Message.objects.filter(state=State.SENDING)
    names = list(sending.values_list("claimed_by", flat=True).distinct())
    if not names:
        return []
    dead = set(names) - living(names)
    too_old = Q(claimed_at__lt=now - OLDEST_CLAIM)
    return list(sending.filter(Q(claimed_by__in=dead) | too_old).values_list("pk", flat=True))


def _end_all(rows: list[Message], state: State, detail: str, now: datetime) -> None:
    _move_all(rows, state, detail, now)
    MessageEvent.objects.bulk_create(
        MessageEvent(message=row, at=now, state=state, detail=detail) for row in rows
    )


def _move_all(rows: list[Message], state: State, detail: str, now: datetime) -> None:
    # `claimed_by` stays: a sender that was only cut off may still say what really happened.
    Message.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=state, error=detail, changed_at=now
    )
    for row in rows:
        row.state, row.error, row.changed_at = state, detail, now
        tell(row)
