"""Follow-ups: what was promised to somebody, and by when."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from alliance.journal.domain import record
from members.enums import FollowUpKind
from members.models import Contact, FollowUp, Person, User


@transaction.atomic
def plan(
    *,
    person: Person,
    owner: User | None,
    what: str,
    due_on: date,
    kind: str = FollowUpKind.CALL,
    key: str | None = None,
    contact: Contact | None = None,
    actor: User | None = None,
) -> FollowUp:
    """Promise something to a person; with a `key`, planning it twice makes one.

    A cancelled follow-up of the same key is opened again, with the new date and words.
    """
    fields = {
        "person": person,
        "owner": owner,
        "what": what,
        "due_on": due_on,
        "kind": kind,
        "contact": contact,
        "created_by": actor,
    }
    if key is None:
        return FollowUp.objects.create(**fields)
    follow_up, created = FollowUp.objects.select_for_update().get_or_create(
        key=key, defaults=fields
    )
    if not created and follow_up.cancelled_at is not None:
        follow_up.cancelled_at = None
        follow_up.due_on, follow_up.what, follow_up.owner = due_on, what, owner
        follow_up.save(update_fields=["cancelled_at", "due_on", "what", "owner"])
    return follow_up


def known_keys(keys: Iterable[str]) -> set[str]:
    """Which of these keys were planned already, whatever became of them."""
    rows = FollowUp.objects.filter(key__in=list(keys)).values_list("key", flat=True)
    return {key for key in rows if key}


def complete(*, follow_up: FollowUp, actor: User | None, now: datetime | None = None) -> bool:
    """Tick it off. Ticked twice, the first time counts; returns whether this was the one."""
    changed = FollowUp.objects.filter(pk=follow_up.pk, done_at=None, cancelled_at=None).update(
        done_at=now or timezone.now(), done_by=actor
    )
    return bool(changed)


def reopen(*, follow_up: FollowUp) -> bool:
    """Undo the tick."""
    return bool(
        FollowUp.objects.filter(pk=follow_up.pk)
        .exclude(done_at=None)
        .update(done_at=None, done_by=None)
    )


def snooze(*, follow_up: FollowUp, until: date) -> bool:
    """Put it off to another day; a follow-up already done stays done."""
    return bool(
        FollowUp.objects.filter(pk=follow_up.pk, done_at=None, cancelled_at=None).update(
            due_on=until
        )
    )


@transaction.atomic
def reassign(*, follow_ups: Collection[FollowUp], to: User, actor: User) -> int:
    """Hand open follow-ups to another organizer; returns how many changed hands. Journaled.

    Only those of chapters where the new owner organizes: the others stay (people of one alliance
    are not told to another). Done or hers already, they stay too.
    """
    chapters = to.scope.organizes
    mine = FollowUp.objects.filter(pk__in=[one.pk for one in follow_ups]).open()
    if not to.scope.everywhere:
        mine = mine.filter(person__chapter__in=chapters)
    moved = list(mine.exclude(owner=to).values_list("pk", "person__chapter_id", "owner_id"))
    FollowUp.objects.filter(pk__in=[pk for pk, _chapter, _owner in moved]).update(owner=to)
    for pk, chapter_id, owner_id in moved:
        record(
            verb="follow_up.reassigned",
            actor=actor,
            chapter_id=chapter_id,
            detail={"follow_up": pk, "from": owner_id, "to": to.pk},
        )
    return len(moved)


def cancel_by_key(*, prefix: str, now: datetime | None = None) -> int:
    """Withdraw the open automatic follow-ups whose key starts so; returns how many."""
    return (
        FollowUp.objects.filter(key__startswith=prefix)
        .open()
        .update(cancelled_at=now or timezone.now())
    )
