"""What all senders of a channel share: its rate, and the trouble it is in."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import connection

from alliance.outbox.enums import ChannelName
from alliance.outbox.models import ChannelStatus

# A token bucket in one row (GCRA): each message reserves the next slot, in the database's time.
# An unused second of slots may be caught up, no more.
_RESERVE = """
INSERT INTO outbox_channelstatus AS status (channel, next_slot_at, trouble)
VALUES (%(channel)s, clock_timestamp() + %(gap)s * interval '1 second', '')
ON CONFLICT (channel) DO UPDATE SET next_slot_at =
    greatest(coalesce(status.next_slot_at, '-infinity'), clock_timestamp() - interval '1 second')
    + %(gap)s * interval '1 second'
RETURNING extract(epoch FROM next_slot_at - clock_timestamp()) - %(gap)s
"""


def seconds_to_wait(channel: str) -> float:
    """Reserve a slot of the channel's rate; how long to wait for it. 0 without a rate."""
    rates = {
        ChannelName.EMAIL: settings.OUTBOX_EMAIL_PER_SECOND,
        ChannelName.SMS: settings.SMS_PER_SECOND,
    }
    rate = rates[ChannelName(channel)]
    if not rate:
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute(_RESERVE, {"channel": channel, "gap": 1 / rate})
        return max(0.0, float(cursor.fetchone()[0]))


def note_trouble(channel: str, detail: str, *, now: datetime) -> None:
    """The provider cannot be reached: since when, and its last words."""
    status, _created = ChannelStatus.objects.get_or_create(channel=channel)
    status.trouble, status.trouble_since = detail or "?", status.trouble_since or now
    status.save(update_fields=["trouble", "trouble_since"])


def note_recovery(channel: str) -> None:
    """The provider takes messages again."""
    ChannelStatus.objects.filter(channel=channel).exclude(trouble="").update(
        trouble="", trouble_since=None
    )
