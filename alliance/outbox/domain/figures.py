"""How many messages are where."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime

from django.db.models import Count, Q

from alliance.outbox.domain.writing import Reference, reference_of
from alliance.outbox.models import ChannelStatus, Message


@dataclass(frozen=True)
class Figures:
    """Messages by state, at this instant.

    `queued`: will leave when their hour comes. `sending`: in a sender's hands, for seconds.
    `sent`: the relay answered that it took them, or a human knows they arrived. `failed`: refused
    for good. `uncertain`: may have left; a human decides. `cancelled`: called back or given up.
    `expired`: their window closed before they could leave.
    """

    queued: int = 0
    sending: int = 0
    sent: int = 0
    failed: int = 0
    uncertain: int = 0
    cancelled: int = 0
    expired: int = 0

    @property
    def for_a_human(self) -> int:
        """How many wait for somebody's decision."""
        return self.failed + self.uncertain

    @property
    def total(self) -> int:
        """All of them."""
        return sum(getattr(self, each.name) for each in fields(self))


def figures(
    chapter_ids: Collection[int] | None = None,
    *,
    batch: Reference = None,
    since: datetime | None = None,
) -> Figures:
    """Count the messages of these chapters (all, for None), of a batch, written since a date."""
    chosen = Q() if chapter_ids is None else Q(chapter_id__in=chapter_ids)
    if batch is not None:
        chosen &= Q(batch=reference_of(batch))
    if since is not None:
        chosen &= Q(created_at__gte=since)
    rows = Message.objects.filter(chosen).values_list("state").annotate(count=Count("id"))
    return Figures(**dict(rows))


def troubles() -> list[ChannelStatus]:
    """The channels whose provider could not be reached at the last try."""
    return list(ChannelStatus.objects.exclude(trouble=""))
