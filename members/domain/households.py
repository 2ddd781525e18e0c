"""Households: people who share a door or a phone; a hint, never one identity."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from alliance.journal.domain import record
from members.domain.ties import InvalidTie, refuse_strangers
from members.models import Household, Person, User

SUGGESTED = 3


def others_of(person: Person) -> list[Person]:
    """Those who share her household, with their phones (at most two queries)."""
    if person.household_id is None:
        return []
    found = Person.objects.active().filter(household=person.household_id).exclude(pk=person.pk)
    return list(found.prefetch_related("phones").in_list_order())


def suggestions(person: Person) -> list[Person]:
    """Those who answer the same phone and are not in her household yet (one query)."""
    numbers = [phone.number for phone in person.phones.all()]
    if not numbers:
        return []
    found = (
        Person.objects.active()
        .filter(chapter=person.chapter_id, phones__number__in=numbers)
        .exclude(pk=person.pk)
        .distinct()
    )
    if person.household_id:
        found = found.exclude(household=person.household_id)
    return list(found.in_list_order()[:SUGGESTED])


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
