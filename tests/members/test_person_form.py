"""The form of a person: what it refuses says so in French, beside the field."""

import pytest

from members.domain.knowing.person_page import hello
from members.models import CustomField, Person
from tests.factories.members import PersonFactory

pytestmark = pytest.mark.django_db
NEW = "/personnes/nouvelle/"
USUAL = {"language": "fr", "source": "door"}


@pytest.fixture
def amina(cast, client_of):
    return client_of(cast.amina)


@pytest.mark.parametrize("name", ["", "   ", "\u200b"])
def test_nobody_has_no_name_and_the_page_says_it_in_french(amina, name):
    answer = amina.post(NEW, USUAL | {"first_name": name})
    assert answer.status_code == 422
    assert "un nom d’usage suffit" in str(answer.context["form"].errors["first_name"])
    assert "person_has_a_name" not in answer.content.decode()


def test_a_name_cannot_be_emptied_in_its_place(amina, cast):
    person = PersonFactory(chapter=cast.grenoble, first_name="Awa", last_name="")
    names = {"first_name": "", "last_name": "", "usual_name": ""}
    answer = amina.post(f"/personnes/{person.pk}/faits/nom/", names | {"expected_version": "1"})
    assert answer.status_code == 422
    assert "person_has_a_name" not in answer.content.decode()


@pytest.mark.parametrize("language", ["ar", "tr"])
def test_she_reads_our_messages_in_any_language_they_are_written_in(amina, language):
    amina.post(NEW, USUAL | {"first_name": "Awa", "language": language})
    assert Person.objects.get(first_name="Awa").language == language


def test_a_language_we_do_not_write_is_kept_when_her_page_is_changed(amina, cast):
    person = PersonFactory(chapter=cast.grenoble, first_name="Awa", language="so")
    page = amina.get(f"/personnes/{person.pk}/modifier/").content.decode()
    assert '<option value="so" selected' in page


@pytest.mark.parametrize(
    ("name", "said"),
    [("Alliance de Grenoble", "de l’Alliance de Grenoble"), ("Justice Ensemble", "de Justice")],
)
def test_the_first_words_of_a_text_message_are_french(cast, name, said):
    cast.grenoble.name = name
    person = PersonFactory(chapter=cast.grenoble, first_name="Awa")
    assert f"Bonjour Awa, c’est Amina, {said}" in hello(person, cast.amina)


def test_every_number_and_address_that_cannot_be_read_is_named(amina):
    typed = {"first_name": "Awa", "phones": "123\n06 39 98 01 02\n06 12", "emails": "pas@\nnon"}
    errors = amina.post(NEW, USUAL | typed).context["form"].errors
    assert errors["phones"] == ["« 123 » et « 06 12 » ne sont pas des numéros de téléphone."]
    assert errors["emails"] == ["« pas@ » et « non » ne sont pas des adresses e-mail."]


def test_her_history_says_what_was_changed(amina, cast):
    person = PersonFactory(chapter=cast.grenoble, first_name="Awa", last_name="")
    for fact, typed in (("note", {"note": "Le soir"}), ("joindre", {"phones": "06 39 98 01 02"})):
        person.refresh_from_db()
        opened = {"expected_version": str(person.version)}
        amina.post(f"/personnes/{person.pk}/faits/{fact}/", typed | opened)
    shown = amina.get(f"/personnes/{person.pk}/histoire/").content.decode()
    assert "Fiche modifiée : note" in shown
    assert "Fiche modifiée : téléphones" in shown


def test_the_first_answer_to_a_field_is_given_in_its_place(amina, cast):
    person = PersonFactory(chapter=cast.grenoble, first_name="Awa")
    link = f"/personnes/{person.pk}/faits/champs/"
    assert link not in amina.get(f"/personnes/{person.pk}/").content.decode()
    field = CustomField.objects.create(chapter=cast.grenoble, name="Métier", kind="text")
    assert link in amina.get(f"/personnes/{person.pk}/").content.decode()
    typed = {f"custom_{field.pk}": "couturière", "expected_version": str(person.version)}
    amina.post(link, typed)
    assert "couturière" in amina.get(f"/personnes/{person.pk}/").content.decode()
