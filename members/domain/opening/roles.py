"""Rights in a chapter: given and taken back, journaled."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance.journal.domain import record
from members.models import Chapter, Role, User


def holds(user: User, chapter: Chapter | None, kind: str) -> bool:
    """Whether this account holds that role there today."""
    return Role.objects.current().filter(user=user, chapter=chapter, kind=kind).exists()


@transaction.atomic
def give(
    *,
    user: User,
    chapter: Chapter | None,
    kind: str,
    actor: User | None,
    now: datetime | None = None,
) -> bool:
    """Give a role from today on; whether this call did (held already, it stays). Journaled."""
    moment = now or timezone.now()
    if holds(user, chapter, kind):
        return False
    try:
        with transaction.atomic():
            Role.objects.create(
                user=user, chapter=chapter, kind=kind, starts_on=timezone.localdate(moment)
            )
    except IntegrityError:  # somebody else gave it meanwhile, or it opens on a later day
        return False
    _record("role.given", user, chapter, kind, actor, moment)
    return True


@transaction.atomic
def take_back(
    *,
    user: User,
    chapter: Chapter | None,
    kind: str,
    actor: User | None,
    now: datetime | None = None,
) -> bool:
    """Forget a role that was never used; whether there was one. Journaled."""
    gone, _rows = Role.objects.filter(user=user, chapter=chapter, kind=kind, ends_on=None).delete()
    if gone:
        _record("role.taken_back", user, chapter, kind, actor, now or timezone.now())
    return bool(gone)


def _record(
    verb: str, user: User, chapter: Chapter | None, kind: str, actor: User | None, now: datetime
) -> None:
    detail: dict[str, Any] = {"kind": kind}
    where = chapter.pk if chapter else None
    record(verb=verb, actor=actor, subject=user, chapter_id=where, detail=detail, now=now)
