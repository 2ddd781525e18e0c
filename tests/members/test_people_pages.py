"""The pages of people: what an organizer does with them in the browser."""

import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import Consent, Contact, FollowUp, Person
from tests.factories.members import (
    EmailFactory,
    FollowUpFactory,
    GroupFactory,
    GroupMembershipFactory,
    MembershipFactory,
    PersonFactory,
    PhoneFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/personnes/"


def known(chapter, **fields):
    """A person with everything a row of the list shows."""
    person = PersonFactory(chapter=chapter, **fields)
    PhoneFactory(person=person)
    EmailFactory(person=person)
    MembershipFactory(person=person)
    GroupMembershipFactory(person=person, group=GroupFactory(chapter=chapter))
    return person


@pytest.fixture
def amina(cast, client_of):
    return client_of(cast.amina)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_queries(cast, amina, rows, django_assert_max_num_queries):
    for _row in range(rows):
        known(cast.grenoble)
    with django_assert_max_num_queries(8):
        assert amina.get(LIST).status_code == 200


def test_pages_follow_each_other_and_come_back(cast, amina):
    for n in range(120):
        PersonFactory(chapter=cast.grenoble, last_name=f"Nom {n:03d}")
    first = amina.get(LIST).context["page"]
    second = amina.get(LIST + first.next_url).context["page"]
    again = amina.get(LIST + second.previous_url).context["page"]
    assert [p.pk for p in again.rows] == [p.pk for p in first.rows]
    assert not {p.pk for p in first.rows} & {p.pk for p in second.rows}


def test_a_tampered_place_shows_the_first_page(cast, amina):
    for place in ("zzz", "W10=", "bnVsbA=="):
        assert amina.get(LIST, {"apres": place}).status_code == 200


def test_typing_answers_with_the_rows_alone(cast, amina):
    answer = amina.get(LIST, {"q": "nacera"}, headers={"HX-Request": "true"})
    assert "Nacéra" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_a_wrong_phone_keeps_what_was_typed(amina, cast):
    data = {"first_name": "Awa", "phones": "pas un numéro", "language": "fr", "source": "door"}
    answer = amina.post(f"{LIST}nouvelle/", data)
    assert answer.status_code == 422
    assert "pas un numéro" in answer.content.decode()
    assert not Person.objects.filter(first_name="Awa").exists()


def test_a_new_person_is_one_form_away(amina, cast):
    data = {"first_name": "Awa", "phones": "06 39 98 01 02", "language": "fr", "source": "door"}
    answer = amina.post(f"{LIST}nouvelle/", data, follow=True)
    person = Person.objects.get(first_name="Awa")
    assert answer.redirect_chain[-1][0] == f"{LIST}{person.pk}/"
    assert "06\u00a039" in answer.content.decode() or "06 39" in answer.content.decode()


def test_an_edit_made_meanwhile_shows_both_and_loses_nothing(amina, cast):
    person = PersonFactory(chapter=cast.grenoble, first_name="Awa", city="Grenoble")
    Person.objects.filter(pk=person.pk).update(city="Fontaine", version=2)
    data = {"first_name": "Awa", "city": "Échirolles", "language": "fr", "source": "door"}
    page = amina.post(f"{LIST}{person.pk}/modifier/", data | {"expected_version": "1"})
    assert page.status_code == 422
    assert "Fontaine" in page.content.decode()
    assert "Échirolles" in page.content.decode()
    amina.post(f"{LIST}{person.pk}/modifier/", data | {"expected_version": "2"})
    person.refresh_from_db()
    assert person.city == "Échirolles"


def test_noting_from_the_phone_takes_a_name_and_a_few_words(amina, cast):
    form = {"client_id": uuid.uuid4(), "kind": "one_to_one", "person_text": "nacera", "note": "Vue"}
    answer = amina.post("/noter/", form)
    assert answer.status_code == 302
    assert Contact.objects.get().person == cast.leader_person


def test_noting_without_somebody_keeps_the_words(amina, cast):
    form = {"client_id": uuid.uuid4(), "kind": "call", "note": "Elle rappellera lundi"}
    answer = amina.post("/noter/", form)
    assert answer.status_code == 422
    assert "Elle rappellera lundi" in answer.content.decode()


def test_a_spoken_yes_is_recorded_with_its_words(amina, cast):
    url = reverse("members:consent-record", args=[cast.leader_person.pk])
    amina.post(url, {"channel": "email", "given": "1", "source": "spoken"})
    consent = Consent.objects.get()
    assert consent.given
    assert consent.recorded_by == cast.amina
    assert consent.wording == cast.grenoble.consent_wording


def test_a_follow_up_is_ticked_and_the_tick_undone(amina, cast):
    follow_up = FollowUpFactory(person=cast.leader_person, owner=cast.amina)
    page = amina.post(f"/relances/{follow_up.pk}/faite/", follow=True).content.decode()
    assert f"/relances/{follow_up.pk}/rouvrir/" in page
    amina.post(f"/relances/{follow_up.pk}/rouvrir/")
    assert FollowUp.objects.open().exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_follow_up_and_group_lists_ask_the_same_number_of_queries(
    cast, amina, rows, django_assert_max_num_queries
):
    for _row in range(rows):
        person = known(cast.grenoble)
        FollowUpFactory(person=person, owner=cast.amina)
        GroupMembershipFactory(person=person, group=cast.led_group)
    for url in ("/relances/", "/groupes/", f"/groupes/{cast.led_group.pk}/"):
        with django_assert_max_num_queries(8):
            assert amina.get(url).status_code == 200


def test_a_group_of_hundreds_is_read_by_pages_those_who_hold_a_role_first(cast, amina):
    group = GroupFactory(chapter=cast.grenoble)
    for rank in range(51):
        person = PersonFactory(chapter=cast.grenoble, last_name=f"Nom{rank:02d}")
        GroupMembershipFactory(person=person, group=group)
    referent = PersonFactory(chapter=cast.grenoble, last_name="Zzz")
    GroupMembershipFactory(person=referent, group=group, role="referent")
    for rank in range(21):
        person = PersonFactory(chapter=cast.grenoble, last_name=f"Ancien{rank:02d}")
        GroupMembershipFactory(person=person, group=group, left_on=timezone.localdate())
    page = amina.get(f"/groupes/{group.pk}/").content.decode()
    assert "52\xa0personnes" in page or "52 personnes" in page
    assert page.index(f"/personnes/{referent.pk}/") < page.index("Nom00")
    assert "Nom49" in page
    assert "Nom50" not in page
    assert f"/personnes/?group={group.pk}" in page
    assert "Les 20 dernières personnes parties" in page
    following = re.search(r'rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&")
    second = amina.get(f"/groupes/{group.pk}/{following}").content.decode()
    assert "Nom50" in second
    assert f"/personnes/{referent.pk}/" not in second


def test_hostile_words_are_shown_as_words(amina, cast):
    person = PersonFactory(chapter=cast.grenoble, first_name="<script>alert(1)</script>")
    page = amina.get(f"{LIST}{person.pk}/").content.decode()
    assert "<script>alert(1)" not in page


def test_board_members_do_not_open_people(client_of, cast):
    board = client_of(cast.board)
    assert board.get(LIST).status_code == 403
    assert board.get(f"{LIST}{cast.leader_person.pk}/").status_code == 403


def test_a_leader_notes_for_her_group_but_does_not_edit(client_of, cast):
    leader = client_of(cast.leader)
    assert leader.get(f"{LIST}{cast.leader_person.pk}/").status_code == 200
    assert leader.get(f"{LIST}{cast.leader_person.pk}/modifier/").status_code == 403
