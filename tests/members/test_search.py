"""Search forgives accents, case, order, particles, typos and ways to write a phone."""

import pytest

from members.domain import people
from members.models import Person
from tests.factories.members import EmailFactory, PersonFactory, PhoneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def nacera(cast):
    person = PersonFactory(
        chapter=cast.rennes,
        first_name="Nacéra",
        last_name="Benali",
        street="12 rue de l’Yser",
        city="Échirolles",
    )
    PhoneFactory(person=person, number="+33639980142")
    EmailFactory(person=person, address="nacera.b@example.org")
    PersonFactory(chapter=cast.rennes, first_name="Paul", last_name="Martin", city="Fontaine")
    return person


@pytest.mark.parametrize(
    "typed",
    [
        "nacera",
        "NACÉRA",
        "benali nacera",
        "Nac Ben",
        "échirolles",
        "echirolles",
        "benalli",
        "nasera",
        "nasera benali",
        "echirole",
        "l'yser",
        "06 39 98 01 42",
        "+33 6 39 98 01 42",
        "98.01.42",
        "nacera.b@",
    ],
)
def test_she_is_found(nacera, typed):
    assert list(people.search(Person.objects.filter(chapter=nacera.chapter), typed)) == [nacera]


@pytest.mark.parametrize("typed", ["zzzzzz", "06 39 98 99 99", "'; drop table", "%", "\\ & | ! ("])
def test_hostile_or_unknown_words_find_nobody_and_break_nothing(nacera, typed):
    found = people.search(Person.objects.filter(chapter=nacera.chapter), typed)
    assert nacera not in found


def test_particles_and_apostrophes_are_forgiven(cast):
    person = PersonFactory(chapter=cast.rennes, first_name="Awa", last_name="N’Diaye d’Hères")
    for typed in ("ndiaye", "n'diaye", "d'heres", "heres awa"):
        assert person in people.search(Person.objects.filter(chapter=cast.rennes), typed), typed


def test_an_empty_search_lists_by_last_name_without_accents(cast):
    names = ["Zola", "Émile", "Abadie", "éluard"]
    for name in names:
        PersonFactory(chapter=cast.rennes, last_name=name)
    listed = people.search(Person.objects.filter(chapter=cast.rennes), "")
    assert [p.last_name for p in listed] == ["Abadie", "éluard", "Émile", "Zola"]
