"""The rules of an alliance's general assembly: read, cloned, changed. Journaled."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from alliance.governance.models import AssemblyRules
from alliance.journal.domain import record
from members.models import Chapter, User

FIELDS = ("notice_days", "quorum_percent", "proxies_each", "member_since_days")


def rules_of(chapter: Chapter) -> AssemblyRules:
    """Its rules; the usual ones, unsaved, for an alliance that has not said hers (one query)."""
    found = AssemblyRules.objects.filter(chapter=chapter).first()
    return found or AssemblyRules(chapter=chapter)


@transaction.atomic
def change(
    *, chapter: Chapter, actor: User, now: datetime | None = None, **fields: Any
) -> AssemblyRules:
    """Keep these rules; the old values are journaled. Unchanged, nothing is written."""
    Chapter.objects.select_for_update().get(pk=chapter.pk)
    rules = rules_of(chapter)
    is_new = rules.pk is None
    before = {name: getattr(rules, name) for name in fields}
    if not is_new and before == fields:
        return rules
    for name, value in fields.items():
        setattr(rules, name, value)
    rules.save()
    record(
        verb="assembly_rules.changed",
        actor=actor,
        subject=rules,
        chapter_id=chapter.pk,
        detail={"was": {} if is_new else before, "now": fields},
        now=now or timezone.now(),
    )
    return rules


def opening(
    *, chapter: Chapter, like: Chapter | None, typed: dict[str, int | None], actor: User
) -> AssemblyRules:
    """The rules of a new alliance: those typed, else those of the model, else the usual ones.

    The usual ones are not written down: nobody has read them in the statutes.
    """
    model = rules_of(like) if like else AssemblyRules(chapter=chapter)
    if model.pk is None and not any(value is not None for value in typed.values()):
        return rules_of(chapter)
    fields = {
        name: getattr(model, name) if typed.get(name) is None else typed[name] for name in FIELDS
    }
    return change(chapter=chapter, actor=actor, **fields)
