"""What imports leave behind: the cells of a file are personal data, kept no longer than useful.

They serve to preview, then to undo for 30 days. After that a batch only remembers who dropped
which file, and which person each line became (GDPR art. 5.1.e).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from members.domain.imports.undo import DAYS
from members.enums import BatchState
from members.models import ImportBatch

DONE: Final = (BatchState.APPLIED, BatchState.UNDONE)
FORGET: Final = """
UPDATE members_importrow SET cells = '[]', values = '{}', warnings = '[]', reason = '',
  before = CASE WHEN before ? 'did' THEN jsonb_build_object('did', before->'did') ELSE '{}' END
WHERE batch_id = ANY(%s) AND cells <> '[]'
"""


@transaction.atomic
def purge(*, now: datetime | None = None) -> tuple[int, int]:
    """Delete files never imported after 30 days, and empty the lines of those that were.

    Returns how many batches were deleted and how many lines emptied; done twice, it does nothing
    the second time.
    """
    limit = (now or timezone.now()) - timedelta(days=DAYS)
    stale = ImportBatch.objects.filter(created_at__lt=limit).exclude(state__in=DONE)
    deleted = stale.exclude(state=BatchState.APPLYING).delete()[1]
    old = ImportBatch.objects.filter(state__in=DONE, applied_at__lt=limit)
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [list(old.values_list("pk", flat=True))])
        return deleted.get("members.ImportBatch", 0), cursor.rowcount
