"""Two people on one page: facts apart are both kept, the same fact shows both and is chosen."""

import json

import pytest

from members.domain import people
from members.domain.knowing import editing
from members.models import CustomValue, Person
from tests.factories.lists import CustomFieldFactory, TagFactory
from tests.factories.members import PersonFactory, PhoneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(cast):
    return PersonFactory(chapter=cast.grenoble, first_name="Awa", city="Grenoble", street="Quai 1")


def change(person, cast, base, **wanted):
    return editing.change(person=person, wanted=wanted, base=base, actor=cast.amina)


def test_only_what_was_changed_is_written(person, cast):
    base = editing.snapshot(person)
    assert change(person, cast, base, city="Échirolles", street="Quai 1") == {"city"}
    assert Person.objects.get(pk=person.pk).version == 2


def test_two_different_facts_are_both_kept(person, cast):
    base = editing.snapshot(person)
    change(person, cast, base, city="Fontaine")
    change(person, cast, base, city="Grenoble", street="Quai 2")
    person.refresh_from_db()
    assert (person.city, person.street) == ("Fontaine", "Quai 2")


def test_the_same_fact_is_never_overwritten_in_silence(person, cast):
    base = editing.snapshot(person)
    change(person, cast, base, city="Fontaine")
    with pytest.raises(editing.Contradiction) as refused:
        change(person, cast, base, city="Échirolles", street="Quai 2")
    assert refused.value.fields == {"city"}
    person.refresh_from_db()
    assert (person.city, person.street) == ("Fontaine", "Quai 1")


def test_the_same_value_twice_contradicts_nobody(person, cast):
    base = editing.snapshot(person)
    change(person, cast, base, city="Fontaine")
    assert change(person, cast, base, city="Fontaine") == frozenset()


def test_phones_tags_and_own_fields_are_guarded_too(person, cast):
    PhoneFactory(person=person, number="+33639980010")
    field, tag = CustomFieldFactory(chapter=cast.grenoble), TagFactory(chapter=cast.grenoble)
    base, own = editing.snapshot(person), f"custom_{field.pk}"
    new = {"phones": ["06 39 98 00 11"], "tags": [tag], own: "CM1"}
    assert change(person, cast, base, **new) == {"phones", "tags", own}
    for name, value in ({"phones": [], "tags": [], own: "CM2"}).items():
        with pytest.raises(editing.Contradiction):
            change(person, cast, base | {name: ["?"]}, **{name: value})
    assert CustomValue.objects.get().text == "CM1"


def test_an_impossible_phone_is_refused_and_nothing_is_written(person, cast):
    with pytest.raises(people.InvalidPerson):
        change(person, cast, editing.snapshot(person), phones=["12"], city="Fontaine")
    person.refresh_from_db()
    assert person.city == "Grenoble"


# The pages


@pytest.fixture
def amina(cast, client_of):
    return client_of(cast.amina)


def fact_url(person, fact):
    return f"/personnes/{person.pk}/faits/{fact}/"


def post(client, person, fact, base, **data):
    sent = data | {"base": json.dumps(base)}
    return client.post(fact_url(person, fact), sent, headers={"HX-Request": "true"})


def test_a_fact_is_changed_in_its_place(amina, person):
    form = amina.get(fact_url(person, "note"), headers={"HX-Request": "true"})
    assert "<form" in form.content.decode()
    assert "</html>" not in form.content.decode()
    card = post(amina, person, "note", {"note": ""}, note="Sourde d’une oreille")
    assert "Sourde d’une oreille" in card.content.decode()
    assert 'id="qui"' in card.content.decode()


def test_a_fact_has_a_page_without_script(amina, person):
    page = amina.get(fact_url(person, "adresse"))
    assert "</html>" in page.content.decode()
    answer = amina.post(
        fact_url(person, "adresse"),
        {"street": "Quai 2", "city": "Grenoble", "expected_version": "1"},
    )
    assert answer["Location"] == f"/personnes/{person.pk}/"


def test_both_values_are_shown_side_by_side_and_one_is_chosen(amina, person, cast):
    base = {"note": ""}
    change(person, cast, editing.snapshot(person), note="Ne pas appeler le matin")
    both = post(amina, person, "note", base, note="Appeler le soir")
    page = both.content.decode()
    assert both.status_code == 422
    assert both["HX-Retarget"] == "#fait-note"
    assert "Ne pas appeler le matin" in page
    assert "Appeler le soir" in page
    assert "Amina" in page
    now = {"note": "Ne pas appeler le matin"}
    post(amina, person, "note", now, note="Appeler le soir", choix_note="theirs")
    assert Person.objects.get(pk=person.pk).note == "Ne pas appeler le matin"
    post(amina, person, "note", now, note="Appeler le soir", choix_note="mine")
    assert Person.objects.get(pk=person.pk).note == "Appeler le soir"


@pytest.mark.parametrize("base", ["", "nonsense", "[]", "3", '"x"'])
def test_a_base_that_cannot_be_read_never_overwrites(amina, person, base):
    Person.objects.filter(pk=person.pk).update(note="Autre", version=2)
    sent = {"note": "Moi", "base": base, "expected_version": "1"}
    assert amina.post(fact_url(person, "note"), sent).status_code == 422
    assert Person.objects.get(pk=person.pk).note == "Autre"


def test_a_date_in_the_future_is_refused_beside_its_field(amina, person):
    answer = amina.post(
        fact_url(person, "rencontre"),
        {"first_met_on": "2999-01-01", "source": "door", "expected_version": "1"},
    )
    assert answer.status_code == 422
    assert "Cette date est dans le futur." in answer.content.decode()
    assert "2999-01-01" in answer.content.decode()


def test_tags_are_ticked_in_their_place(amina, person, cast):
    tag = TagFactory(chapter=cast.grenoble, name="cantine")
    card = post(amina, person, "etiquettes", {"tags": []}, tags=tag.pk)
    assert "cantine" in card.content.decode()
    assert list(person.tags.all()) == [tag]


def test_an_unknown_fact_does_not_exist(amina, person):
    assert amina.get(fact_url(person, "mystere")).status_code == 404


def test_the_words_of_a_message_are_ready(amina, person):
    PhoneFactory(person=person, number="+33639980012")
    page = amina.get(f"/personnes/{person.pk}/").content.decode()
    assert "sms:+33639980012?&amp;body=Bonjour%20Awa" in page
    assert "https://wa.me/33639980012?text=Bonjour%20Awa" in page
