"""Creating and changing people: a name is enough, nothing is overwritten silently."""

import pytest
from django.db import IntegrityError, transaction

from alliance.journal.models import Entry
from members.domain import people
from members.models import Person
from tests.factories.members import EmailFactory, PersonFactory, PhoneFactory

pytestmark = pytest.mark.django_db


def test_a_first_name_alone_makes_a_person(cast):
    person = people.create(chapter=cast.grenoble, first_name="Awa")
    assert str(person) == "Awa"


def test_names_are_tidied_and_phones_read_as_french_people_write_them(cast):
    person = people.create(
        chapter=cast.grenoble, first_name="nacéra", last_name="BENALI", phones=["06.39.98.01.02"]
    )
    assert str(person) == "Nacéra Benali"
    assert person.phones.get().number == "+33639980102"


def test_nobody_is_created_without_a_name(cast):
    with pytest.raises(people.InvalidPerson) as refused:
        people.create(chapter=cast.grenoble, phones=["06 39 98 01 02"])
    assert "first_name" in refused.value.messages
    assert not Person.objects.filter(phones__number="+33639980102").exists()


def test_an_unreadable_phone_is_refused_with_its_text(cast):
    with pytest.raises(people.InvalidPerson) as refused:
        people.create(chapter=cast.grenoble, first_name="Awa", phones=["zéro six"])
    assert "«\u00a0zéro six\u00a0»" in refused.value.messages["phones"]


def test_two_members_of_a_family_share_a_phone(cast):
    for name in ("Awa", "Moussa"):
        people.create(chapter=cast.grenoble, first_name=name, phones=["06 39 98 01 02"])
    assert Person.objects.filter(phones__number="+33639980102").count() == 2


def test_creating_is_journaled_with_its_author(cast):
    person = people.create(chapter=cast.grenoble, first_name="Awa", actor=cast.amina)
    entry = Entry.objects.get(verb="person.created")
    assert (entry.actor_id, entry.subject_id) == (cast.amina.pk, person.pk)


def test_a_change_made_meanwhile_is_not_overwritten(cast):
    person = PersonFactory(chapter=cast.grenoble, city="Grenoble")
    people.update(person=person, expected_version=1, changes={"city": "Échirolles"})
    with pytest.raises(people.EditedMeanwhile):
        people.update(person=person, expected_version=1, changes={"city": "Fontaine"})
    person.refresh_from_db()
    assert person.city == "Échirolles"


def test_changing_phones_keeps_the_first_as_primary(cast):
    person = PersonFactory(chapter=cast.grenoble)
    PhoneFactory(person=person, number="+33639980101")
    people.update(
        person=person, expected_version=1, changes={}, phones=["06 39 98 01 02", "06 39 98 01 01"]
    )
    assert [p.number for p in person.phones.all()] == ["+33639980102", "+33639980101"]


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("person_has_a_name", {"first_name": "", "last_name": ""}),
        ("person_birth_year_plausible", {"birth_year": 1830}),
    ],
)
def test_impossible_people_are_refused_by_the_database(cast, constraint, fields):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PersonFactory(chapter=cast.grenoble, **fields)


@pytest.mark.parametrize("field", ["brought_by", "merged_into"])
def test_nobody_points_to_herself(cast, field):
    person = PersonFactory(chapter=cast.grenoble)
    with pytest.raises(IntegrityError, match="herself"), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(**{field: person})


def test_phone_is_international():
    with pytest.raises(IntegrityError, match="phone_is_international"), transaction.atomic():
        PhoneFactory(number="0639980102")


def test_phone_once_per_person_and_one_primary():
    phone = PhoneFactory()
    with pytest.raises(IntegrityError, match="phone_once_per_person"), transaction.atomic():
        PhoneFactory(person=phone.person, number=phone.number, is_primary=False)
    with pytest.raises(IntegrityError, match="phone_one_primary"), transaction.atomic():
        PhoneFactory(person=phone.person)


def test_email_is_lower_case_once_and_one_primary():
    email = EmailFactory()
    with pytest.raises(IntegrityError, match="email_is_lower_case"), transaction.atomic():
        EmailFactory(address="Awa@example.org")
    with pytest.raises(IntegrityError, match="email_once_per_person"), transaction.atomic():
        EmailFactory(person=email.person, address=email.address, is_primary=False)
    with pytest.raises(IntegrityError, match="email_one_primary"), transaction.atomic():
        EmailFactory(person=email.person)
