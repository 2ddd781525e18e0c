"""Search forgives accents, case, order, particles, typos and ways to write a phone."""

import pytest

from members.domain import people
from members.domain.finding import answers, places, search, spelling
from members.models import Person, SearchWord
from tests.factories.members import (
    EmailFactory,
    GroupFactory,
    GroupMembershipFactory,
    NeighbourhoodFactory,
    PersonFactory,
    PhoneFactory,
)

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


def found(chapter, typed):
    return [p.first_name for p in people.search(Person.objects.filter(chapter=chapter), typed)]


def test_the_very_name_comes_before_a_beginning_an_address_and_a_close_spelling(cast):
    for first, last, street in (
        ("Rue", "Sow", "2 rue Benali"),
        ("Début", "Benalilou", ""),
        ("Elle", "Benali", ""),
    ):
        PersonFactory(chapter=cast.rennes, first_name=first, last_name=last, street=street)
    assert found(cast.rennes, "benali") == ["Elle", "Début", "Rue"]


def test_a_group_or_a_quartier_finds_its_people(cast):
    awa = PersonFactory(chapter=cast.rennes, first_name="Awa", last_name="Sow")
    zoe = PersonFactory(chapter=cast.rennes, first_name="Zoé", last_name="Sow")
    group = GroupFactory(chapter=cast.rennes, name="Amicale de la Poterie")
    left = GroupMembershipFactory(group=group, person=zoe)
    GroupMembershipFactory(group=group, person=awa)
    assert found(cast.rennes, "poterie") == ["Awa", "Zoé"]
    left.left_on = left.joined_on
    left.save()
    assert found(cast.rennes, "amicale poterie") == ["Awa"]
    zoe.neighbourhood = NeighbourhoodFactory(chapter=cast.rennes, name="Maurepas")
    zoe.save()
    assert found(cast.rennes, "sow maurepas") == ["Zoé"]


def test_a_piece_of_word_or_of_e_mail_is_enough(cast):
    awa = PersonFactory(chapter=cast.rennes, first_name="Awa", last_name="Coulibaly")
    EmailFactory(person=awa, address="lionne.du.38@example.org")
    for typed in ("libaly", "lionne.du", "38@exa"):
        assert found(cast.rennes, typed) == ["Awa"], typed


def test_a_name_beside_a_piece_of_phone(nacera):
    PhoneFactory(person=PersonFactory(chapter=nacera.chapter), number="+33639980143")
    assert found(nacera.chapter, "benali 0639") == ["Nacéra"]


def test_two_letters_swapped_in_a_short_name(cast):
    PersonFactory(chapter=cast.rennes, first_name="Jean", last_name="Ly")
    assert found(cast.rennes, "jaen") == ["Jean"]


def test_known_words_that_find_nobody_together_are_doubted(cast):
    PersonFactory(chapter=cast.rennes, first_name="Mohamed", last_name="Kaci")
    PersonFactory(chapter=cast.grenoble, first_name="Mohammed", last_name="Ba")
    assert found(cast.rennes, "mohammed kaci") == ["Mohamed"]


def test_a_renamed_person_is_found_by_a_typo_of_her_new_name(cast):
    awa = PersonFactory(chapter=cast.rennes, first_name="Awa", last_name="Sow")
    Person.objects.filter(pk=awa.pk).update(last_name="Kouyaté")
    assert found(cast.rennes, "kouiaté") == ["Awa"]


def test_the_vocabulary_forgets_names_nobody_bears_and_twins(cast):
    PersonFactory(chapter=cast.rennes, last_name="Rarissime").delete()
    SearchWord.objects.create(word="benali")
    assert spelling.forget_unused_words() >= 2
    words = list(SearchWord.objects.values_list("word", flat=True))
    assert "rarissime" not in words
    assert words.count("benali") == 1


@pytest.mark.parametrize(
    ("one", "other", "letters"),
    [("nasera", "nacera", 1), ("jaen", "jean", 1), ("", "abc", 3), ("benali", "benali", 0)],
)
def test_distance_counts_letters(one, other, letters):
    assert spelling.distance(one, other) == letters


def test_answers_are_counted_to_a_thousand_and_then_read_by_name(cast):
    Person.objects.bulk_create(
        PersonFactory.build(chapter=cast.rennes, last_name=f"N{n:04d}") for n in range(1_001)
    )
    answer = search.find(Person.objects.filter(chapter=cast.rennes), "fatoumata")
    assert (answer.whole, answer.count) == (False, 1_001)
    first = people.search(Person.objects.filter(chapter=cast.rennes), "fatoumata")[0]
    assert first.last_name == "N0000"


def test_nobody_is_found_outside_the_queryset(nacera, cast):
    for typed in ("nacera", "nasera", "nacera.b@", "98 01 42", "échirolles"):
        assert nacera not in people.search(Person.objects.visible_to(cast.amina), typed)


@pytest.fixture
def zaouis(cast, monkeypatch):
    """Four people of one surname, somebody whose first name it is, two counted at most."""
    monkeypatch.setattr(search, "COUNTED", 2)
    monkeypatch.setattr(answers, "COUNTED", 2)
    hers = {"chapter": cast.grenoble, "last_name": "Zaoui"}
    for name in ("Zoé", "Awa", "Marie", "Lila"):
        PersonFactory(first_name=name, **hers)
    PersonFactory(chapter=cast.grenoble, last_name="Ailleurs", first_name="Zaoui")
    PersonFactory(chapter=cast.grenoble, last_name="Ailleurs")
    PersonFactory(chapter=cast.rennes, last_name="Zaoui")
    return Person.objects.filter(chapter=cast.grenoble)


def names_read(keys):
    return [name for _rank, name, _pk in keys]


SURNAMES_FIRST = ["zaoui awa", "zaoui lila", "zaoui marie", "zaoui zoe", "ailleurs zaoui"]


@pytest.mark.parametrize("everybody", [True, False])
@pytest.mark.parametrize("typed", ["zaoui", "zaouii"])
def test_above_what_is_counted_surnames_come_first_page_after_page(zaouis, typed, everybody):
    found = search.find(zaouis, typed, everybody=everybody)
    assert (found.whole, found.count) == (False, 3)
    read = found.read(2)
    while more := found.read(2, after=read[-1]):
        read += more
    assert names_read(read) == SURNAMES_FIRST
    assert names_read(found.read(3, before=read[-1])) == SURNAMES_FIRST[1:4]
    assert found.read(2, before=read[0]) == []


def test_a_leader_finds_the_people_of_her_groups_once_each(cast, zaouis):
    for person in zaouis.filter(last_name="Zaoui"):
        GroupMembershipFactory(person=person, group=cast.led_group)
        GroupMembershipFactory(person=person, group=GroupFactory(chapter=cast.grenoble))
    hers = Person.objects.visible_to(cast.leader).active()
    found = search.find(hers, "zaoui", everybody=True)
    assert found.count == 3
    assert names_read(found.read(9)) == SURNAMES_FIRST[:4]
    assert [p.sort_key for p in search.likeliest(cast.leader, "zaoui", 2)] == SURNAMES_FIRST[:2]


@pytest.mark.parametrize(("narrow", "by_ids"), [(4, False), (5, True)])
def test_above_what_is_counted_a_restricted_list_is_read_by_ids(
    zaouis, monkeypatch, narrow, by_ids
):
    monkeypatch.setattr(search, "NARROW", narrow)
    found = search.find(zaouis, "zaoui")
    assert (" IN (" in str(found.queryset.query)) is by_ids
    assert sorted(p.sort_key for p in search.search(zaouis, "zaoui")) == sorted(SURNAMES_FIRST)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("12 yser", ["Elle"]),
        ("yser 12", ["Elle", "Autre"]),
        ("rue yser", ["Elle", "Autre"]),
        ("elle b", ["Elle"]),
        ("ben el", ["Elle"]),
        ("e b", ["Elle"]),
        ("autre groupe", []),
    ],
)
def test_a_number_that_something_follows_is_whole_and_a_short_word_is_of_a_name(
    cast, typed, expected
):
    hers = {"chapter": cast.rennes, "city": ""}
    PersonFactory(first_name="Elle", last_name="Ben Salem", street="12 rue de l’Yser", **hers)
    PersonFactory(first_name="Autre", last_name="Zed", street="128 rue de l’Yser", **hers)
    assert found(cast.rennes, typed) == expected


def test_a_word_that_no_longer_one_begins_with_is_looked_for_whole(cast):
    PersonFactory(chapter=cast.rennes, first_name="Marie", last_name="Sow")
    PersonFactory(chapter=cast.rennes, first_name="Mariette", last_name="Sow")
    assert spelling.complete_words(["marie", "mariette", "inconnue", "12", "ab"]) == {
        *("mariette", "inconnue"),
    }
    assert found(cast.rennes, "sow marie") == ["Marie", "Mariette"]


def test_when_many_places_bear_the_word_none_is_meant(cast, monkeypatch):
    for name in ("Poterie", "Brouette"):
        group = GroupFactory(chapter=cast.rennes, name=f"Amicale de la {name}")
        GroupMembershipFactory(group=group, person=PersonFactory(chapter=cast.rennes))
    assert len(found(cast.rennes, "amicale")) == 2
    monkeypatch.setattr(places, "PLACES_MEANT", 1)
    assert found(cast.rennes, "amicale") == []
    assert len(found(cast.rennes, "amicale poterie")) == 1


def test_the_longest_names_in_any_alphabet_fit_in_the_index(cast):
    words = [" ".join(chr(start + n) * 2 for n in range(60)) for start in (0x4E00, 0x400, 0x1F600)]
    for text in words:
        PersonFactory(
            chapter=cast.rennes,
            first_name=text[:100],
            last_name=text[::-1][:100],
            usual_name=text[20:120],
            street=f"{text}{text[::-1]}"[:200],
            city=text[:120],
        )
