"""Somebody just written down who may be in the file already: the question is asked at once."""

from __future__ import annotations

from django.db.models import Q

from members.domain.finding.duplicates import Shared, likeness
from members.domain.imports.likeness import Someone
from members.models import Person, PersonEmail, PersonPhone

MOST = 12  # beyond, a number is an association's, and a name very common


def look_alike(person: Person) -> Person | None:
    """The likeliest other page of this person in her chapter, if any (three queries).

    As on the page of duplicates: the same name, or a close one with the same phone or e-mail; a
    family that shares a number is not asked about.
    """
    others = Person.objects.active().filter(chapter=person.chapter_id).exclude(pk=person.pk)
    phones = PersonPhone.objects.filter(person=person).values("number")
    emails = PersonEmail.objects.filter(person=person).values("address")
    reached = Q(phones__number__in=phones) | Q(emails__address__in=emails)
    called = Q(first_name__iexact=person.first_name, last_name__iexact=person.last_name)
    near = others.filter(reached).distinct()[: MOST + 1], others.filter(called)[: MOST + 1]
    best: tuple[int, Person | None] = (0, None)
    for some, shared in zip(near, (True, False), strict=True):
        for other in list(some)[:MOST]:
            weight = likeness(_named(person), _named(other), Shared(phone=shared))
            best = max(best, (weight, other), key=lambda one: one[0])
    return best[1]


def _named(person: Person) -> Someone:
    return Someone(person.first_name, person.last_name, person.usual_name, person.birth_year)
