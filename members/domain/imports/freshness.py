"""Whether anybody touched the people of a chapter since a batch was matched with them.

PostgreSQL knows: each row carries the transaction that wrote it. A transaction that was over when
the matching began is older than every one that was not: a row of that age was seen as it is.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from members.models import ImportBatch

# Longer ago, the answer is not asked: a restored database counts its transactions anew.
TRUSTED: Final = timedelta(hours=1)
HORIZON: Final = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
TOUCHED: Final = """
WITH seen AS (SELECT age(xid(%(horizon)s::text::xid8)) AS age)
SELECT %(horizon)s > pg_snapshot_xmax(pg_current_snapshot())::text::bigint  -- another server's
  OR EXISTS (
    SELECT FROM members_person p, seen WHERE p.chapter_id = %(chapter)s AND age(p.xmin) <= seen.age
  ) OR EXISTS (
    SELECT FROM seen, members_personphone t JOIN members_person p ON p.id = t.person_id
    WHERE age(t.xmin) <= seen.age AND p.chapter_id = %(chapter)s
  ) OR EXISTS (
    SELECT FROM seen, members_personemail t JOIN members_person p ON p.id = t.person_id
    WHERE age(t.xmin) <= seen.age AND p.chapter_id = %(chapter)s
  ) OR EXISTS (
    SELECT FROM members_externalid e, seen
    WHERE e.chapter_id = %(chapter)s AND age(e.xmin) <= seen.age
  ) OR EXISTS (  -- who was found is not in the file any more, or in another chapter's
    SELECT FROM members_importrow r LEFT JOIN members_person p ON p.id = r.match_id
    WHERE r.batch_id = %(batch)s AND r.verdict = 'same'
      AND p.chapter_id IS DISTINCT FROM %(chapter)s
  )
"""


def horizon() -> int:
    """The oldest transaction that is not over: what is written from now on is no older."""
    with connection.cursor() as cursor:
        cursor.execute(HORIZON)
        return int(cursor.fetchone()[0])


def is_fresh(batch: ImportBatch, *, now: datetime) -> bool:
    """Whether matching once more would say the same: nobody touched these people since."""
    if batch.matched_at is None or batch.matched_from is None:
        return False
    if not timedelta() <= now - batch.matched_at < TRUSTED:
        return False
    wanted = {
        "horizon": batch.matched_from,
        "chapter": batch.chapter_id,
        "batch": batch.pk,
    }
    with connection.cursor() as cursor:
        cursor.execute(TOUCHED, wanted)
        return not cursor.fetchone()[0]
