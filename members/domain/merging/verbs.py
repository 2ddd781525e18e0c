"""Make two pages one, and undo it within thirty days."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.journal.domain import record
from alliance.outbox.models import Message
from members.domain.merging.filling import fill
from members.domain.merging.moves import Moves, check_now, restore, undo
from members.domain.merging.walk import move_all
from members.models import DistinctPair, Merge, Person, User
from members.scoping import scope_of

UNDO_DAYS = 30

PAGES = """
WITH RECURSIVE pages (id) AS (
  SELECT %s::bigint
  UNION
  SELECT p.id FROM members_person p JOIN pages ON p.merged_into_id = pages.id
)
SELECT id FROM pages ORDER BY id
"""


class CannotMerge(Exception):
    """These two pages cannot be made one; the message says why, in French."""


class CannotUndo(Exception):
    """The merge cannot be undone (any more); the message says why, in French."""


@transaction.atomic
def merge(*, keep: Person, gone: Person, actor: User | None, now: datetime | None = None) -> Merge:
    """Make two pages one: every row that points to `gone` points to `keep` afterwards.

    The empty fields of the page kept are filled; no value of hers is replaced. Both histories
    follow each other; the page gone stays, empty, and leads to the other. Messages about to leave
    keep their address. Journaled on both. Raises CannotMerge for somebody with herself, a page
    merged already, two accounts, a kept page that is archived, or another chapter than those the
    actor organizes.
    """
    moment = now or timezone.now()
    _refuse_rights(keep, gone, actor)
    ids = sorted([keep.pk, gone.pk])
    both = Person.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    locked = {person.pk: person for person in both}
    _refuse_state(locked[keep.pk], locked[gone.pk])
    moves = Moves(locked[keep.pk], locked[gone.pk])
    move_all(moves)
    _move_messages(moves)
    filled = fill(kept=moves.kept, gone=moves.gone)
    Person.objects.filter(pk=gone.pk).update(merged_into=keep, version=F("version") + 1)
    done = Merge.objects.create(
        kept=moves.kept,
        gone=moves.gone,
        merged_by=actor,
        merged_at=moment,
        moves=moves.entries,
        before=filled,
    )
    _journal("person.merged", done, actor, moment)
    return done


def _refuse_rights(keep: Person, gone: Person, actor: User | None) -> None:
    if keep.pk == gone.pk:
        raise CannotMerge(_("C’est la même fiche : choisissez-en une autre."))
    if keep.chapter_id == gone.chapter_id and actor is None:
        return
    chapters = {keep.chapter_id, gone.chapter_id}
    if actor is None or not all(scope_of(actor).may_organize(pk) for pk in chapters):
        raise CannotMerge(
            _("Ces fiches sont dans deux alliances locales : il faut organiser dans les deux.")
            if len(chapters) > 1
            else _("Seule une personne qui organise dans cette alliance peut fusionner ses fiches.")
        )


def _refuse_state(kept: Person, gone: Person) -> None:
    if kept.merged_into_id or gone.merged_into_id:
        raise CannotMerge(_("Une de ces fiches est déjà fusionnée avec une autre."))
    if kept.archived_at and not gone.archived_at:
        raise CannotMerge(_("La fiche à garder est archivée : gardez plutôt l’autre."))
    if User.objects.filter(person__in=[kept, gone]).count() > 1:
        raise CannotMerge(
            _("Chacune de ces fiches a un compte : l’administration doit d’abord en détacher un.")
        )


def _move_messages(moves: Moves) -> None:
    """What was sent to her is in her timeline; the outbox knows her by a number only."""
    sent = Message.objects.filter(recipient_type="members.person", recipient_id=moves.gone.pk)
    ids = list(sent.values_list("pk", flat=True))
    moves.move(Message, "recipient_id", ids, moves.gone.pk, moves.kept.pk)


@transaction.atomic
def undo_merge(*, merge: Merge, actor: User | None, now: datetime | None = None) -> Merge:
    """Undo a merge: rows, fields and pages are as they were before; what came since is kept.

    The two are remembered as different people. Journaled on both. Done twice, the first time
    counts. Raises CannotUndo after 30 days, or while a later merge of these pages stands.
    """
    moment = now or timezone.now()
    locked = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if locked.undone_at:
        return locked
    ids = [locked.kept_id, locked.gone_id]
    list(Person.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    _refuse_undo(locked, moment)
    try:
        with transaction.atomic():
            undo(locked.moves)
            check_now()
    except IntegrityError as problem:
        raise CannotUndo(
            _("Les fiches ont trop changé depuis : rien n’a été défait. Parlez-en à un·e admin.")
        ) from problem
    before = {name: pair[0] for name, pair in locked.before.items()}
    after = {name: pair[1] for name, pair in locked.before.items()}
    restore(Person, locked.kept_id, before, after)
    Person.objects.filter(pk=locked.gone_id).update(merged_into=None)
    Person.objects.filter(pk__in=ids).update(version=F("version") + 1)
    locked.undone_at, locked.undone_by = moment, actor
    locked.save(update_fields=["undone_at", "undone_by"])
    first, second = sorted(ids)
    DistinctPair.objects.get_or_create(
        first_id=first, second_id=second, defaults={"decided_by": actor, "decided_at": moment}
    )
    _journal("person.unmerged", locked, actor, moment)
    return locked


def may_undo(merge: Merge, *, now: datetime | None = None) -> bool:
    """Whether it is recent enough, and not undone yet."""
    age = (now or timezone.now()) - merge.merged_at
    return merge.undone_at is None and age <= timedelta(days=UNDO_DAYS)


def _refuse_undo(merge: Merge, now: datetime) -> None:
    if not may_undo(merge, now=now):
        raise CannotUndo(_("Une fusion se défait pendant 30 jours : celle-ci est plus ancienne."))
    touched = [merge.kept_id, merge.gone_id]
    later = Merge.objects.filter(
        Q(kept__in=touched) | Q(gone__in=touched), undone_at=None, pk__gt=merge.pk
    ).select_related("gone", "kept")
    if (newer := later.order_by("-pk").first()) is not None:
        words = _("Défaites d’abord la fusion plus récente de « %(gone)s » avec « %(kept)s ».")
        raise CannotUndo(words % {"gone": newer.gone, "kept": newer.kept})


def recent_merges(person: Person, *, now: datetime | None = None) -> list[Merge]:
    """The merges into her page that can still be undone, the latest first (one query)."""
    since = (now or timezone.now()) - timedelta(days=UNDO_DAYS)
    found = Merge.objects.filter(kept=person, undone_at=None, merged_at__gte=since)
    return list(found.select_related("gone", "merged_by"))


def pages_of(person_id: int) -> list[int]:
    """Her page and those merged into it, step by step: the ids under which the journal knows her.

    One query.
    """
    with connection.cursor() as cursor:
        cursor.execute(PAGES, [person_id])
        return [row[0] for row in cursor.fetchall()]


def heir_of(model: type[models.Model], pk: int) -> int | None:
    """The row that took the place of one a merge deleted, for links that still name it.

    One query. Links to people follow `merged_into`; this is for what hung on them twice.
    """
    entry = {"op": "delete", "model": model._meta.label_lower, "pk": pk}
    done = Merge.objects.filter(undone_at=None, moves__contains=[entry]).first()
    moves: list[dict[str, Any]] = done.moves if done else []
    return next((move.get("heir") for move in moves if entry.items() <= move.items()), None)


def _journal(verb: str, merge: Merge, actor: User | None, now: datetime) -> None:
    for person, role in ((merge.kept, "kept"), (merge.gone, "gone")):
        record(
            verb=verb,
            actor=actor,
            subject=person,
            chapter_id=person.chapter_id,
            detail={"merge": merge.pk, "as": role},
            now=now,
        )
