"""Households: people who share a door or a phone; a hint, never one identity."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from alliance.journal.domain import record
from members.domain.knowing.ties import InvalidTie, refuse_strangers
from members.models import Household, Person, PersonPhone, User

SUGGESTED = 3
MOST = 100  # a home for the elderly answers one phone


@dataclass(frozen=True)
class Near:
    """Those who share a household, and those who may: they answer the same phone."""

    mates: list[Person]
    suggested: list[Person]


def near(person: Person) -> Near:
    """Who lives with her, who may; each with `first_phone` (one query)."""
    hers = PersonPhone.objects.filter(person=person).values("number")
    same_phone = PersonPhone.objects.filter(number__in=hers).values("person")
    close = Q(chapter=person.chapter_id, pk__in=same_phone)
    if person.household_id:
        close |= Q(household=person.household_id)
    phones = PersonPhone.objects.filter(person=OuterRef("pk")).order_by("-is_primary", "id")
    people = Person.objects.active().filter(close).exclude(pk=person.pk).in_list_order()
    found = list(people.annotate(first_phone=Subquery(phones.values("number")[:1]))[:MOST])
    mates = [one for one in found if _live_together(one, person)]
    return Near(mates, [one for one in found if one not in mates][:SUGGESTED])


def _live_together(one: Person, other: Person) -> bool:
    return one.household_id is not None and one.household_id == other.household_id


@transaction.atomic
def share(*, person: Person, other: Person, actor: User | None = None) -> Household:
    """Put two people in one household: hers, the other's, or a new one. Journaled.

    Nothing of their pages is copied or merged. Raises InvalidTie when each has a household of
    her own already, or across two chapters.
    """
    refuse_strangers(person, other)
    both = Person.objects.select_for_update(of=("self",)).filter(pk__in=[person.pk, other.pk])
    locked = {one.pk: one for one in both.order_by("pk")}
    mine, theirs = locked[person.pk], locked[other.pk]
    if mine.household_id and theirs.household_id and mine.household_id != theirs.household_id:
        words = _("%(name)s a déjà un autre foyer : retirez-l’en d’abord.")
        raise InvalidTie(words % {"name": theirs})
    home = mine.household or theirs.household
    if home is None:
        name = mine.last_name if mine.last_name == theirs.last_name else ""
        home = Household.objects.create(chapter_id=mine.chapter_id, name=name)
    for one in (mine, theirs):
        if one.household_id != home.pk:
            Person.objects.filter(pk=one.pk).update(household=home, version=F("version") + 1)
            _journal("household.joined", one, home, actor)
    return home


@transaction.atomic
def leave(*, person: Person, actor: User | None = None) -> bool:
    """Take her out of her household; a household of one is forgotten. Journaled."""
    locked = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    home = locked.household
    if home is None:
        return False
    Person.objects.filter(pk=person.pk).update(household=None, version=F("version") + 1)
    _journal("household.left", locked, home, actor)
    if home.people.count() < 2:
        home.delete()
    return True


def _journal(verb: str, person: Person, home: Household, actor: User | None) -> None:
    record(
        verb=verb,
        actor=actor,
        subject=person,
        chapter_id=person.chapter_id,
        detail={"household": home.pk},
    )
