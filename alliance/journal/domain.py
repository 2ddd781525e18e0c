"""Write to the journal, in the transaction of the deed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.utils import timezone
from psycopg.types.json import Jsonb

from alliance.journal.models import Entry


def record(
    *,
    verb: str,
    actor: models.Model | None = None,
    actor_label: str = "",
    subject: models.Model | None = None,
    chapter_id: int | None = None,
    detail: Mapping[str, Any] | None = None,
    now: datetime | None = None,
) -> Entry:
    """Add an entry: `actor` did `verb` (`"action.moved"`) to `subject`, in a chapter.

    Runs in the caller's transaction: a deed that is rolled back leaves no entry. The actor is kept
    as an id and a label, so that the entry outlives the account; without an account, `actor_label`
    says who (a link, the house itself). `detail` is JSON: ids, states, counts; no names, no texts.
    Raises ValueError without a verb, or for a subject that has no id yet.
    """
    return Entry.objects.create(
        **_entry(verb, actor, actor_label, subject, chapter_id, detail, now)
    )


# A deed that is one statement is noted by the same one (docs/decisions/0240): where it changed
# nothing, it notes nothing.
DEED = """
WITH deed AS ({deed}), noted AS (
  INSERT INTO journal_entry
    (at, actor_id, actor_label, verb, subject_type, subject_id, chapter_id, detail)
  SELECT %(at)s, %(actor_id)s, %(actor_label)s, %(verb)s, %(subject_type)s, deed.id,
    %(chapter_id)s, %(detail)s FROM deed
)
SELECT * FROM deed
"""


def record_deed(
    deed: str,
    values: Mapping[str, Any],
    *,
    on: type[models.Model],
    verb: str,
    actor: models.Model | None = None,
    actor_label: str = "",
    chapter_id: int | None = None,
    detail: Mapping[str, Any] | None = None,
    now: datetime | None = None,
) -> list[tuple[Any, ...]]:
    """Change rows `on` a table and add an entry for each, in one statement; what `deed` returned.

    `deed` is an UPDATE, INSERT or DELETE with its `values` by name, that returns the id of each
    row it changed, first. The statement is a transaction of its own when there is none.
    """
    entry = _entry(verb, actor, actor_label, None, chapter_id, detail, now)
    entry |= {"subject_type": on._meta.label_lower, "detail": Jsonb(entry["detail"])}
    with connection.cursor() as cursor:
        cursor.execute(DEED.format(deed=deed), {**entry, **values})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _entry(
    verb: str,
    actor: models.Model | None,
    actor_label: str,
    subject: models.Model | None,
    chapter_id: int | None,
    detail: Mapping[str, Any] | None,
    now: datetime | None,
) -> dict[str, Any]:
    if not verb:
        raise ValueError("An entry needs a verb.")
    if subject is not None and subject.pk is None:
        raise ValueError("The subject of an entry must be saved before it.")
    known = actor if actor is not None and actor.pk else None
    return {
        "at": now or timezone.now(),
        "actor_id": known.pk if known else None,
        "actor_label": (actor_label or (str(known) if known else ""))[:200],
        "verb": verb,
        "subject_type": subject._meta.label_lower if subject else "",
        "subject_id": subject.pk if subject else None,
        "chapter_id": chapter_id,
        "detail": dict(detail or {}),
    }
