"""Write to the journal, in the transaction of the deed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

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
    if not verb:
        raise ValueError("An entry needs a verb.")
    if subject is not None and subject.pk is None:
        raise ValueError("The subject of an entry must be saved before it.")
    known = actor if actor is not None and actor.pk else None
    return Entry.objects.create(
        at=now or timezone.now(),
        actor_id=known.pk if known else None,
        actor_label=(actor_label or (str(known) if known else ""))[:200],
        verb=verb,
        subject_type=subject._meta.label_lower if subject else "",
        subject_id=subject.pk if subject else None,
        chapter_id=chapter_id,
        detail=dict(detail or {}),
    )
