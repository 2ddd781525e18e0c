"""The public page: whoever wants signs up once; nothing known is changed by a stranger."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from actions.domain.actions import WrongState, cancel
from actions.domain.planning import public_pages
from actions.models import Action, Attendance, Reply
from members.models import Consent, FollowUp, Person
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.members import PersonFactory, PhoneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quiet():
    cache.clear()


@pytest.fixture
def action(cast):
    made = ActionFactory(
        chapter=cast.grenoble, announced=True, soon=True, organizer=cast.amina, goal=3
    )
    return public_pages.open_page(action=made)


def address(action, name="public"):
    return reverse(f"actions:{name}", args=[action.public_slug])


def sign(client, action, **changes):
    """Fill in the form as somebody who takes her time."""
    with time_machine.travel(timezone.now() - timedelta(seconds=20)):
        form = client.get(address(action)).context["form"]
    data = {name: form[name].value() for name in ("client_id", "stamp")}
    data |= {"name": "Awa Traoré", "phone": "06 39 98 02 07", "consent": "on", **changes}
    return client.post(address(action), data), data


def test_signing_up_makes_a_person_who_comes_and_is_called(client, action, cast):
    answer, _data = sign(client, action, companions="2", children="1", ride="offre", seats="3")

    row = Attendance.objects.get()
    assert answer["Location"] == address(action, "public-thanks")
    assert (row.answer, row.companions, row.answer_source) == ("yes", 2, "page")
    assert (row.children, row.seats_offered) == (1, 3)
    assert (str(row.person), row.person.source) == ("Awa Traoré", "action")
    assert set(Consent.objects.values_list("channel", "given")) == {("phone", True), ("sms", True)}
    assert FollowUp.objects.get().owner == cast.amina


def test_sent_twice_it_counts_once(client, action):
    _answer, data = sign(client, action)
    client.post(address(action), data)
    assert (Person.objects.exclude(first_name="Nacéra").count(), Reply.objects.count()) == (1, 1)


def test_somebody_known_is_found_and_her_no_stays_a_no(client, action, cast):
    known = PersonFactory(chapter=cast.grenoble, first_name="Awa", last_name="Traoré")
    PhoneFactory(person=known, number="+33639980207")
    row = AttendanceFactory(action=action, person=known, no=True)

    sign(client, action)

    row.refresh_from_db()
    assert row.answer == "no"
    assert "Avait dit non" in FollowUp.objects.get().what


def test_without_consent_nothing_is_kept(client, action):
    answer, _data = sign(client, action, consent="")
    assert answer.status_code == 422
    assert not Attendance.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "obligatoire"),
        ({"phone": ""}, "Laissez un téléphone ou un e-mail"),
        ({"phone": "12"}, "ne semble pas complet"),
        ({"companions": "50"}, "Jusqu’à vingt"),
        ({"ride": "offre", "seats": ""}, "Combien de places avez-vous"),
        ({"site": "http://robot"}, "doit rester vide"),
    ],
)
def test_a_wrong_form_says_why_and_keeps_what_was_typed(client, action, wrong, said):
    answer, _data = sign(client, action, **({"email": ""} | wrong))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Attendance.objects.exists()


def full(action):
    """Three seats, two of them taken by somebody and her friend."""
    Action.objects.update(capacity=3)
    AttendanceFactory(action=action, yes=True, companions=1)


def test_when_it_is_full_one_waits_and_is_told_so(client, action):
    full(action)
    AttendanceFactory(action=action, yes=True)
    page = client.get(address(action)).content.decode()
    assert "C’est complet" in page
    assert "M’inscrire sur la liste d’attente" in page

    answer, data = sign(client, action)

    row = Attendance.objects.get(person__first_name="Awa")
    assert (row.answer, row.said, row.where_she_stands) == (
        "maybe",
        "yes",
        "sur la liste d’attente",
    )
    assert answer["Location"] == address(action, "public-thanks") + "?attente=1"
    assert "vous êtes sur la liste d’attente" in client.get(answer["Location"]).content.decode()
    assert "sur la liste d’attente" in FollowUp.objects.get().what
    assert client.post(address(action), data)["Location"] == answer["Location"]


def test_too_many_for_what_is_left_come_fewer_or_wait_together(client, action):
    full(action)
    answer, data = sign(client, action, companions="1")
    assert answer.status_code == 422
    assert "Il reste 1 place" in answer.content.decode()
    assert "Nous préférons attendre" in answer.content.decode()
    assert not Person.objects.filter(first_name="Awa").exists()

    client.post(address(action), {**data, "together": "on"})
    assert Attendance.objects.get(person__first_name="Awa").waiting_since is not None


def test_the_last_seat_sent_twice_is_still_a_seat(client, action):
    full(action)
    answer, data = sign(client, action)
    again = client.post(address(action), data)
    assert answer["Location"] == again["Location"] == address(action, "public-thanks")


def test_a_stranger_does_not_learn_who_has_a_seat(client, action, cast):
    full(action)
    known = PersonFactory(chapter=cast.grenoble, first_name="Awa", last_name="Traoré")
    PhoneFactory(person=known, number="+33639980207")
    AttendanceFactory(action=action, person=known, yes=True)

    answer, _data = sign(client, action)

    assert answer["Location"].endswith("?attente=1")
    assert "vous la gardez" in client.get(answer["Location"]).content.decode()
    assert Attendance.objects.get(person=known).answer == "yes"


def test_a_flood_is_held_back(client, action, monkeypatch):
    monkeypatch.setattr("actions.views.outside.public_page.PER_VISITOR", 1)
    sign(client, action)
    answer, _data = sign(client, action, name="Un autre")
    assert answer.status_code == 429


def test_a_closed_cancelled_past_or_unknown_page_takes_nobody(client, action, cast):
    public_pages.close_page(action=action)
    assert "sur invitation" in client.get(address(action)).content.decode()
    public_pages.open_page(action=action)
    cancel(action=action, reason="Le maire cède")
    assert "Le maire cède" in client.get(address(action)).content.decode()
    assert client.get("/a/rien-de-tel/").status_code == 404


def test_a_draft_has_no_page_yet(client, cast):
    draft = ActionFactory(chapter=cast.grenoble, soon=True)
    public_pages.open_page(action=draft)
    draft.refresh_from_db()
    assert client.get(address(draft)).status_code == 404


def test_an_action_that_only_counts_has_no_page(cast):
    counted = ActionFactory(chapter=cast.grenoble, announced=True, soon=True, count_only=True)
    with pytest.raises(WrongState):
        public_pages.open_page(action=counted)


def test_two_actions_of_one_day_have_two_addresses(cast, action):
    twin = ActionFactory(chapter=cast.rennes, announced=True, soon=True, starts_at=action.starts_at)
    assert public_pages.open_page(action=twin).public_slug != action.public_slug


def test_the_organizer_opens_shares_and_prints(client_of, cast, action):
    amina = client_of(cast.amina)
    prepare = amina.get(reverse("actions:prepare", args=[action.pk])).content.decode()
    assert action.public_slug in prepare
    poster = amina.get(reverse("actions:public-poster", args=[action.pk]))
    assert poster.content[:5] == b"%PDF-"
    amina.post(reverse("actions:public-switch", args=[action.pk]), {"page": "fermee"})
    action.refresh_from_db()
    assert action.visibility == "invited"
