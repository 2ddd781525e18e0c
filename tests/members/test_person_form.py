"""The form of a person: what it refuses says so in French, beside the field."""

import pytest

from members.models import Person
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
