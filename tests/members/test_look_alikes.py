"""Somebody written down twice is asked about at once; a family is not."""

import pytest

from members.domain.finding.look_alikes import look_alike
from members.models import Person
from tests.factories.members import EmailFactory, PersonFactory, PhoneFactory

pytestmark = pytest.mark.django_db
NEW = "/personnes/nouvelle/"
USUAL = {"language": "fr", "source": "door"}


@pytest.fixture
def known(cast):
    person = PersonFactory(chapter=cast.grenoble, first_name="Awa", last_name="Diallo")
    PhoneFactory(person=person, number="+33639980102")
    EmailFactory(person=person, address="diallo@example.org")
    return person


@pytest.mark.parametrize(
    "typed",
    [
        {"first_name": "awa", "last_name": "diallo"},
        {"first_name": "Awwa", "last_name": "Diallo", "phones": "06 39 98 01 02"},
        {"first_name": "Awa", "phones": "0639980102"},
        {"first_name": "Awa", "last_name": "Dialo", "emails": "diallo@example.org"},
    ],
)
def test_written_down_twice_both_stand_side_by_side(cast, client_of, known, typed):
    answer = client_of(cast.amina).post(NEW, USUAL | typed)
    fresh = Person.objects.exclude(pk__in=[known.pk, cast.leader_person.pk]).get()
    assert answer["Location"] == f"/personnes/{fresh.pk}/doublon/?avec={known.pk}"
    assert client_of(cast.amina).get(answer["Location"]).context["pair"]


def test_a_family_is_not_asked_about(cast, client_of, known):
    typed = {"first_name": "Moussa", "last_name": "Diallo", "phones": "06 39 98 01 02"}
    answer = client_of(cast.amina).post(NEW, USUAL | typed)
    fresh = Person.objects.get(first_name="Moussa")
    assert answer["Location"] == f"/personnes/{fresh.pk}/"


def test_another_chapter_is_never_shown(cast, known):
    abroad = PersonFactory(chapter=cast.rennes, first_name="Awa", last_name="Diallo")
    assert look_alike(abroad) is None


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same(cast, known, django_assert_max_num_queries, rows):
    for _row in range(rows):
        PersonFactory(chapter=cast.grenoble, first_name="Awa", last_name="Diallo")
    with django_assert_max_num_queries(3):
        assert look_alike(known)
