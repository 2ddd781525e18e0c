"""Who sends: claimants, their sign of life, and what they take from the queue.

A claimant holds a session-level advisory lock on its own database connection. PostgreSQL frees it
the moment that session ends, by whatever death: no lock file, no lease to wait for.
"""

from __future__ import annotations

import os
import socket
import uuid
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from operator import attrgetter

from django.conf import settings
from django.db import Error, connection

from alliance.outbox.models import Message

# Only what was handed over can be in doubt, so the size of a claim costs no certainty. The first is
# of fifty, then they follow the provider: a claim costs some milliseconds, whatever its size.
BATCH = 50
SMALLEST_BATCH = 20
LARGEST_BATCH = 200
# Messages that were claimed by senders that died are claimed alone: if one of them is the killer,
# it takes no other with it.
SUSPECT_CRASHES = 2

_CLAIM = """
WITH due AS MATERIALIZED (
    SELECT id, send_after, crashes >= %(suspect)s AS is_suspect FROM outbox_message
    WHERE state = 'queued' AND channel = %(channel)s AND send_after <= %(now)s
      AND (send_before IS NULL OR send_before > %(now)s)
    ORDER BY send_after, id LIMIT %(most)s FOR UPDATE SKIP LOCKED
), ranked AS (
    SELECT id, is_suspect, row_number() OVER hour AS place,
      first_value(is_suspect) OVER hour AS suspect_first
    FROM due WINDOW hour AS (ORDER BY send_after, id)
)
UPDATE outbox_message AS message SET
    state = 'sending', claimed_by = %(by)s, claimed_at = %(now)s, changed_at = %(now)s
FROM ranked
WHERE message.id = ranked.id
  AND CASE WHEN suspect_first THEN place = 1 ELSE NOT is_suspect END
RETURNING message.*
"""

_CLAIMANTS = 0x6F757462  # « outb »: first half of the advisory locks' keys
_SLOTS = 0x6F757473  # « outs »


@contextmanager
def claimant() -> Iterator[str | None]:
    """A new claimant, alive for the length of the block; None when all places are taken.

    At most OUTBOX_SENDERS are alive at once in the whole house, so that mass mailing leaves
    workers free for other tasks.
    """
    name = f"{socket.gethostname()[:60]}:{os.getpid()}:{uuid.uuid4().hex[:12]}"
    slot = _take_slot()
    if slot is None:
        yield None
        return
    try:
        _lock(_CLAIMANTS, _signed(lock_number(name)))
        try:
            yield name
        finally:
            _unlock(_CLAIMANTS, _signed(lock_number(name)))
    finally:
        _unlock(_SLOTS, slot)


def lock_number(name: str) -> int:
    """The second half of a claimant's lock key."""
    return zlib.crc32(name.encode())


def living(names: list[str]) -> set[str]:
    """Those of these claimants whose session exists."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND classid = %s "
            "AND objsubid = 2 AND granted AND database = "
            "(SELECT oid FROM pg_database WHERE datname = current_database())",
            [_CLAIMANTS],
        )
        held = {row[0] for row in cursor.fetchall()}
    return {name for name in names if lock_number(name) in held}


def claim(*, channel: str, by: str, now: datetime, most: int = BATCH) -> list[Message]:
    """Take the next due messages of a channel; other senders pass over them meanwhile.

    Short and durable: the messages are `sending` on the disk before any of them is looked at.
    """
    values = {
        "channel": channel,
        "by": by,
        "now": now,
        "most": most,
        "suspect": SUSPECT_CRASHES,
    }
    return sorted(Message.objects.raw(_CLAIM, values), key=attrgetter("send_after", "pk"))


def _take_slot() -> int | None:
    with connection.cursor() as cursor:
        # A machine that vanishes sends no goodbye: its session must end in half a minute, not in
        # two hours.
        cursor.execute(
            "SELECT set_config('tcp_keepalives_idle', '15', false), "
            "set_config('tcp_keepalives_interval', '5', false), "
            "set_config('tcp_keepalives_count', '3', false)"
        )
        for slot in range(settings.OUTBOX_SENDERS):
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_SLOTS, slot])
            if cursor.fetchone()[0]:
                return slot
    return None


def _lock(first: int, second: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [first, second])


def _unlock(first: int, second: int) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [first, second])
    except Error:  # the session is gone, and the lock with it
        connection.close()


def _signed(number: int) -> int:
    return number - 2**32 if number >= 2**31 else number
