"""Ties between people: who influences whom, family, neighbours; who brought whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.core.text.names import clean_text
from alliance.journal.domain import record
from members.enums import RelationshipKind
from members.models import Chapter, Person, Relationship, User

# Read from the other end; the kinds that are not here read the same from both.
BACKWARDS = {RelationshipKind.INFLUENCES: gettext_lazy("entraîné·e par")}
REVERSED = "-"

CHAIN = """
WITH RECURSIVE chain (id) AS (
  SELECT %(by)s::bigint
  UNION
  SELECT p.brought_by_id FROM members_person p JOIN chain ON p.id = chain.id
  WHERE p.brought_by_id IS NOT NULL
)
SELECT EXISTS (SELECT 1 FROM chain WHERE id = %(person)s)
"""


class InvalidTie(Exception):
    """The tie cannot be; the message says why, in French."""


@dataclass(frozen=True)
class Bond:
    """A tie seen from one of its two ends: « entraîne Karim », « entraîné·e par Nacéra »."""

    tie: Relationship
    other: Person
    words: str


def kinds() -> list[tuple[str, Any]]:
    """What a form offers: each kind, and its other direction when it reads otherwise."""
    found: list[tuple[str, Any]] = []
    for kind in RelationshipKind:
        found.append((kind.value, kind.label))
        if kind in BACKWARDS:
            found.append((f"{REVERSED}{kind.value}", BACKWARDS[kind]))
    return found


def bonds_of(person: Person) -> list[Bond]:
    """Her ties in both directions, those that hold first (one query)."""
    ties = Relationship.objects.filter(Q(person=person) | Q(other=person))
    found = []
    for tie in ties.select_related("person", "other").order_by("kind", "started_on", "id"):
        mine = tie.person_id == person.pk
        kind = RelationshipKind(tie.kind)
        words = kind.label if mine else BACKWARDS.get(kind, kind.label)
        found.append(Bond(tie, tie.other if mine else tie.person, str(words)))
    return sorted(found, key=lambda bond: bond.tie.ended_on is not None)


@transaction.atomic
def add(
    *,
    person: Person,
    other: Person,
    kind: str,
    started_on: date | None = None,
    note: str = "",
    actor: User | None = None,
) -> Relationship:
    """Tie two people; « -influences » reads from the other end.

    A tie that holds already, from whichever end when it reads the same from both, is given back
    unchanged. Journaled. Raises InvalidTie for somebody with herself, across two chapters, with
    a page merged into another, or from a day to come.
    """
    if kind.startswith(REVERSED):
        person, other, kind = other, person, kind.removeprefix(REVERSED)
    if kind not in RelationshipKind.values:
        raise InvalidTie(_("Choisissez le lien."))
    if started_on and started_on > timezone.localdate():
        raise InvalidTie(_("Cette date est dans le futur."))
    _lock_pair(person, other)
    ends = Q(person=person, other=other)
    if kind not in BACKWARDS:
        ends |= Q(person=other, other=person)
    known = Relationship.objects.current().filter(ends, kind=kind).first()
    if known is not None:
        return known
    tie = Relationship.objects.create(
        person=person,
        other=other,
        kind=kind,
        started_on=started_on,
        note=clean_text(note, 200),
        created_by=actor,
    )
    _journal("tie.added", tie, actor)
    return tie


def _lock_pair(person: Person, other: Person) -> None:
    """Hold both pages, in one order, so that the same tie is not made twice at once."""
    refuse_strangers(person, other)
    ids = [person.pk, other.pk]
    list(Person.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))


def refuse_strangers(person: Person, other: Person) -> None:
    """Raise InvalidTie for the same person, two chapters, or a page merged into another."""
    if person.pk == other.pk:
        raise InvalidTie(_("Choisissez quelqu’un d’autre : c’est la même personne."))
    if person.chapter_id != other.chapter_id:
        raise InvalidTie(_("Cette personne appartient à une autre alliance locale."))
    if person.merged_into_id or other.merged_into_id:
        raise InvalidTie(_("Cette fiche a été fusionnée avec une autre."))


@transaction.atomic
def end(*, tie: Relationship, on: date | None = None, actor: User | None = None) -> bool:
    """Say since when a tie no longer holds; journaled. Ended twice, the first day counts.

    Raises InvalidTie for a day to come, or before it started.
    """
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise InvalidTie(_("Cette date est dans le futur."))
    if tie.started_on and day < tie.started_on:
        raise InvalidTie(_("Un lien ne finit pas avant d’avoir commencé."))
    changed = Relationship.objects.filter(pk=tie.pk, ended_on=None).update(ended_on=day)
    if changed:
        _journal("tie.ended", tie, actor)
    return bool(changed)


@transaction.atomic
def reopen(*, tie: Relationship, actor: User | None = None) -> bool:
    """Take back the end of a tie, unless the same tie was made again since; journaled."""
    same = Relationship.objects.current().filter(
        person=tie.person_id, other=tie.other_id, kind=tie.kind
    )
    if same.exists() or tie.ended_on is None:
        return False
    Relationship.objects.filter(pk=tie.pk).update(ended_on=None)
    _journal("tie.reopened", tie, actor)
    return True


@transaction.atomic
def remove(*, tie: Relationship, actor: User | None = None) -> None:
    """Forget a tie that never was: a slip, taken back at once; journaled."""
    _journal("tie.removed", tie, actor)
    tie.delete()


@transaction.atomic
def set_brought_by(
    *, person: Person, by: Person | None, actor: User | None = None, now: datetime | None = None
) -> bool:
    """Say who brought her, or nobody; returns whether it changed. Journaled.

    Raises InvalidTie when `by` was, step by step, brought by her: nobody brings herself.
    """
    if by is not None:
        refuse_strangers(person, by)
        # One such change at a time in a chapter: two halves of a circle cannot pass each other.
        Chapter.objects.select_for_update(no_key=True).get(pk=person.chapter_id)
        if leads_to(by.pk, person.pk):
            words = _("%(by)s a été amené·e par %(person)s, directement ou non : pas l’inverse.")
            raise InvalidTie(words % {"by": by, "person": person})
    changed = (
        Person.objects.filter(pk=person.pk)
        .exclude(brought_by=by)
        .update(brought_by=by, version=F("version") + 1)
    )
    if changed:
        record(
            verb="person.brought_by",
            actor=actor,
            subject=person,
            chapter_id=person.chapter_id,
            detail={"by": by.pk if by else None},
            now=now,
        )
    return bool(changed)


def leads_to(start_id: int, person_id: int) -> bool:
    """Whether one goes from the first to the second by « was brought by » (one query)."""
    with connection.cursor() as cursor:
        cursor.execute(CHAIN, {"by": start_id, "person": person_id})
        return bool(cursor.fetchone()[0])


def _journal(verb: str, tie: Relationship, actor: User | None) -> None:
    record(
        verb=verb,
        actor=actor,
        subject=tie.person,
        chapter_id=tie.person.chapter_id,
        detail={"tie": tie.pk, "other": tie.other_id, "kind": tie.kind},
    )
