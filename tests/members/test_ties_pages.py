"""Ties on the person page and on their own: added, ended, taken back."""

import pytest

from members.models import Household, Person, Relationship
from tests.factories.members import PersonFactory, PhoneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina(client_of, cast):
    return client_of(cast.amina)


@pytest.fixture
def pair(cast):
    return PersonFactory.create_batch(2, chapter=cast.grenoble)


def page_of(client, person):
    """The page of a person, with the piece of her ties that it loads."""
    page = client.get(f"/personnes/{person.pk}/").content.decode()
    piece = client.get(f"/personnes/{person.pk}/liens/", headers={"HX-Request": "true"})
    return page + piece.content.decode() if f'"/personnes/{person.pk}/liens/"' in page else page


def test_a_tie_is_added_and_reads_from_both_pages(amina, pair):
    url = f"/personnes/{pair[0].pk}/liens/"
    answer = amina.post(f"{url}ajouter/", {"kind": "influences", "other": pair[1].pk}, follow=True)
    tie = Relationship.objects.get()
    assert f"undo=/liens/{tie.pk}" not in answer.content.decode()
    assert f'action="/liens/{tie.pk}/oublier/"' in answer.content.decode()
    assert "Entraîne</dt>" in page_of(amina, pair[0])
    assert "Entraîné·e par</dt>" in page_of(amina, pair[1])


def test_a_name_typed_without_scripts_is_understood(amina, pair):
    data = {"kind": "family", "other_text": str(pair[1])}
    amina.post(f"/personnes/{pair[0].pk}/liens/ajouter/", data)
    assert Relationship.objects.get().other == pair[1]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"kind": "family", "other_text": "Zzzz"}, "Choisissez la personne"),
        ({"kind": "enemy", "other": "self"}, "Sélectionnez"),
        ({"kind": "family", "other": "self"}, "la même personne"),
        ({"kind": "family", "other": "other", "started_on": "2999-01-01"}, "futur"),
    ],
)
def test_what_is_refused_says_why(amina, pair, data, said):
    who = {"self": pair[0].pk, "other": pair[1].pk}
    data = data | ({"other": who[data["other"]]} if "other" in data else {})
    answer = amina.post(f"/personnes/{pair[0].pk}/liens/ajouter/", data)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert data.get("other_text", "") in answer.content.decode()
    assert not Relationship.objects.exists()


def test_somebody_of_another_chapter_does_not_exist(amina, cast, pair):
    foreign = PersonFactory(chapter=cast.rennes)
    data = {"kind": "family", "other": foreign.pk}
    assert amina.post(f"/personnes/{pair[0].pk}/liens/ajouter/", data).status_code == 404


def test_a_tie_ends_reopens_and_is_forgotten(amina, pair):
    tie = Relationship.objects.create(person=pair[0], other=pair[1], kind="friend")
    for step, ended in (("fin", True), ("rouvrir", False)):
        amina.post(f"/liens/{tie.pk}/{step}/")
        tie.refresh_from_db()
        assert (tie.ended_on is not None) == ended
    amina.post(f"/liens/{tie.pk}/oublier/")
    assert not Relationship.objects.exists()


def test_who_brought_her_is_said_and_unsaid_without_circles(amina, pair):
    url = f"/personnes/{pair[0].pk}/amenee-par/"
    amina.post(url, {"by": pair[1].pk})
    assert Person.objects.get(pk=pair[0].pk).brought_by == pair[1]
    assert "A amené</dt>" in page_of(amina, pair[1])
    circle = amina.post(f"/personnes/{pair[1].pk}/amenee-par/", {"by": pair[0].pk})
    assert circle.status_code == 422
    assert "pas l’inverse" in circle.content.decode()
    assert amina.post(url, {"by_text": "Zzzz"}).status_code == 422
    amina.post(url, {})
    assert Person.objects.get(pk=pair[0].pk).brought_by is None


def test_the_same_phone_suggests_a_household(amina, pair):
    for person in pair:
        PhoneFactory(person=person, number="+33476112233")
    assert "a le même téléphone" in page_of(amina, pair[0])
    amina.post(f"/personnes/{pair[0].pk}/foyer/", {"mate": pair[1].pk})
    assert "Même foyer</dt>" in page_of(amina, pair[0])
    amina.post(f"/personnes/{pair[0].pk}/foyer/depart/", {"mate": pair[1].pk})
    assert not Household.objects.exists()


def test_ties_are_for_organizers(client_of, cast):
    for who, status in ((cast.leader, 403), (cast.board, 403), (cast.yann, 404)):
        url = f"/personnes/{cast.leader_person.pk}/liens/"
        assert client_of(who).get(url).status_code == status
    assert "Ses liens" not in page_of(client_of(cast.leader), cast.leader_person)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_ties_asks_the_same_number_of_queries(
    amina, cast, pair, django_assert_num_queries, rows
):
    for _each in range(rows):
        other = PersonFactory(chapter=cast.grenoble, brought_by=pair[0])
        PhoneFactory(person=other)
        Relationship.objects.create(person=pair[0], other=other, kind="family")
    amina.get(f"/personnes/{pair[0].pk}/liens/")
    with django_assert_num_queries(7):
        amina.get(f"/personnes/{pair[0].pk}/liens/")
