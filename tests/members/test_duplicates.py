"""Which pages are shown side by side: people met twice, never a family."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.journal.models import Entry
from members.domain import merging
from members.domain.finding import duplicates
from tests.factories.members import (
    ContactFactory,
    EmailFactory,
    PersonFactory,
    PhoneFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

PHONE, EMAIL, DOOR = "+33476112233", "famille@example.org", "12 rue des Alpes"


def someone(chapter, name, *, phone=False, email=False, door=False, **fields):
    first, _space, last = name.partition(" ")
    if door:
        fields |= {"street": DOOR, "city": "Grenoble"}
    person = PersonFactory(chapter=chapter, first_name=first, last_name=last, **fields)
    if phone:
        PhoneFactory(person=person, number=PHONE)
    if email:
        EmailFactory(person=person, address=EMAIL)
    return person


def found(chapter):
    return duplicates.candidates([chapter.pk])


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("Zahéra Meziane", "ZAHERA MEZIANE", {}),
        ("Zahéra Meziane", "Meziane Zahera", {}),
        ("Anne-Marie N’Diaye", "Anne Marie N'diaye", {}),
        ("Zahéra Meziane", "Zahera Mezziane", {"phone": True}),
        ("Zahéra Meziane", "Zahira Meziane", {"email": True}),
        ("Zahéra Meziane", "Zahera Me Ziane", {"door": True}),
        ("Zahéra Meziane", "Zahéra ", {"phone": True}),
        ("Zahéra Meziane", "Zahéra Haddad", {"phone": True}),
        ("Mohamed Cissé", "Mohammed Cisse", {"phone": True}),
    ],
)
def test_met_twice(cast, one, other, shared):
    pair = {someone(cast.grenoble, name, **shared) for name in (one, other)}
    assert [set(p.sides) for p in found(cast.grenoble)] == [pair]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zahéra Meziane", "Karim Meziane"),
        ("Zahéra Meziane", "Karim Haddad"),
        ("Karim Meziane", "Karima Meziane"),
        ("Michel Roux", "Michelle Roux"),
        ("Jean Petit", "Jeanne Petit"),
        ("Awa Diallo", "Fatoumata Diallo"),
    ],
)
def test_a_family_is_not_a_duplicate(cast, one, other):
    for name in (one, other):
        someone(cast.grenoble, name, phone=True, email=True, door=True)
    assert found(cast.grenoble) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("Zahéra Meziane", "Zahéra Haddad"), ("Zahéra Meziane", "Zahira Meziane"), ("Awa ", "Awa ")],
)
def test_close_names_alone_are_not_enough(cast, one, other):
    for name in (one, other):
        someone(cast.grenoble, name)
    assert found(cast.grenoble) == []


def test_a_father_and_son_of_one_name_are_told_apart_by_their_birth_years(cast):
    for year in (1955, 1985):
        someone(cast.grenoble, "Ali Haddad", birth_year=year)
    assert found(cast.grenoble) == []


def test_reasons_are_said_and_the_surest_come_first(cast):
    for name in ("Zahéra Meziane", "Zahera Meziane"):
        someone(cast.grenoble, name, phone=True, email=True, door=True, birth_year=1980)
    for name in ("Ali Haddad", "Haddad Ali"):
        someone(cast.grenoble, name)
    first, second = found(cast.grenoble)
    assert first.reasons == [
        "même nom", "même téléphone", "même e-mail", "même adresse", "même année de naissance",
    ]  # fmt: skip
    assert second.reasons == ["même nom"]


def test_merged_archived_and_foreign_pages_are_not_proposed(cast):
    someone(cast.grenoble, "Zahéra Meziane")
    someone(cast.grenoble, "Zahéra Meziane", archived_at=timezone.now())
    someone(cast.grenoble, "Zahéra Meziane", merged_into=cast.leader_person)
    someone(cast.rennes, "Zahéra Meziane")
    assert found(cast.grenoble) == []
    assert duplicates.candidates(None) == []


def test_told_apart_once_told_apart_for_good(cast):
    pair = [someone(cast.grenoble, "Ali Haddad") for _each in range(2)]
    for _twice in range(2):
        duplicates.mark_distinct(first=pair[1], second=pair[0], actor=cast.amina)
    assert found(cast.grenoble) == []
    assert Entry.objects.filter(verb="pair.distinct").count() == 1
    assert duplicates.forget_distinct(first=pair[0], second=pair[1], actor=cast.amina)
    assert len(found(cast.grenoble)) == 1


def test_everybody_is_compared_once_and_what_was_decided_is_left_out(cast, monkeypatch):
    pairs = [[someone(cast.grenoble, name) for _each in "ab"] for name in ("Ali Ba", "Awa Sy")]
    assert len(found(cast.grenoble)) == 2
    compared = []
    find = duplicates._judged
    monkeypatch.setattr(duplicates, "_judged", lambda ids: compared.append(ids) or find(ids))
    duplicates.mark_distinct(first=pairs[0][0], second=pairs[0][1], actor=cast.amina)
    assert [pair.first for pair in found(cast.grenoble)] == [pairs[1][0]]
    assert compared == []
    merging.merge(keep=pairs[1][0], gone=pairs[1][1], actor=cast.amina)
    assert found(cast.grenoble) == []
    assert len(compared) == 1  # nothing was left: everybody is compared again


def test_a_name_is_the_same_in_any_order(cast):
    for first, last in (("Ali", "Ben Salem"), ("Ben Salem", "Ali"), ("Ali", "Sow"), ("Sow", "Ali")):
        PersonFactory(chapter=cast.grenoble, first_name=first, last_name=last)
    assert len(found(cast.grenoble)) == 2


def test_somebody_is_not_told_apart_from_herself(cast):
    with pytest.raises(ValueError, match="herself"):
        duplicates.mark_distinct(
            first=cast.leader_person, second=cast.leader_person, actor=cast.amina
        )


def test_the_fuller_page_is_proposed_to_keep(cast):
    old, met, user = (someone(cast.grenoble, "Ali Haddad") for _each in range(3))
    ContactFactory(person=met, happened_at=timezone.now() - timedelta(days=1))
    assert duplicates.compare(old, met).keep == met
    UserFactory(person=user)
    assert duplicates.compare(met, user).keep == user


def test_a_phone_of_everybody_and_a_very_common_name_say_nothing(cast):
    for rank in range(14):
        someone(cast.grenoble, f"Awa Numéro{rank}", phone=True)
        someone(cast.rennes, "Marie Martin")
    assert found(cast.grenoble) == found(cast.rennes) == []


@pytest.mark.parametrize("pairs", [1, 3])
def test_the_number_of_queries_does_not_grow(cast, django_assert_num_queries, pairs):
    for rank in range(pairs):
        for _twice in range(2):
            someone(cast.grenoble, f"Ali Haddad{rank}", phone=rank == 0, email=True)
    with django_assert_num_queries(6):
        for pair in found(cast.grenoble):
            assert pair.reasons
