"""The outbox is visible: every message, and what a human decides about the doubtful ones."""

import pytest
from django.urls import reverse

from alliance.outbox.enums import State
from alliance.outbox.models import InboundMessage
from members.models import FollowUp
from tests.factories.members import PersonFactory, PhoneFactory
from tests.factories.outbox import MessageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina(cast, client_of):
    return client_of(cast.amina)


def to(person, **fields):
    return MessageFactory(
        chapter_id=person.chapter_id,
        recipient_type="members.person",
        recipient_id=person.pk,
        subject="On va à cinquante à la mairie",
        **fields,
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_queries(cast, amina, rows, django_assert_max_num_queries):
    for _row in range(rows):
        to(cast.leader_person)
    with django_assert_max_num_queries(8):
        assert amina.get(reverse("actions:outbox")).status_code == 200


def test_only_the_messages_of_my_chapters_are_there(cast, amina):
    to(PersonFactory(chapter=cast.rennes), to_name="Ailleurs")
    to(cast.leader_person, to_name="Ici")
    page = amina.get(reverse("actions:outbox")).content.decode()
    assert "Ici" in page
    assert "Ailleurs" not in page


def test_an_uncertain_message_becomes_a_call(cast, amina):
    message = to(cast.leader_person, uncertain=True)
    for _click in range(2):
        amina.post(reverse("actions:message-call", args=[message.pk]))
    follow_up = FollowUp.objects.get()
    assert (follow_up.person, follow_up.owner) == (cast.leader_person, cast.amina)
    message.refresh_from_db()
    assert message.state == State.CANCELLED


def test_an_uncertain_message_is_sent_again_when_somebody_says_so(cast, amina):
    message = to(cast.leader_person, uncertain=True)
    amina.post(reverse("actions:message-resend", args=[message.pk]))
    message.refresh_from_db()
    assert message.state in {State.QUEUED, State.SENDING, State.SENT}
    assert message.events.filter(actor_id=cast.amina.pk).exists()


def test_a_sent_message_cannot_be_sent_again(cast, amina):
    message = to(cast.leader_person, sent=True)
    amina.post(reverse("actions:message-resend", args=[message.pk]))
    message.refresh_from_db()
    assert message.state == State.SENT


def test_the_preview_of_a_message_can_do_nothing(cast, amina):
    message = to(cast.leader_person, html="<p>Bonjour</p><script>alert(1)</script>")

    page = amina.get(reverse("actions:message-detail", args=[message.pk]))
    preview = amina.get(reverse("actions:message-html", args=[message.pk]))

    assert "<iframe" in page.content.decode()
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    policy = preview["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert preview["X-Frame-Options"] == "SAMEORIGIN"


def test_another_chapter_decides_nothing(client_of, cast):
    message = to(cast.leader_person, uncertain=True)
    answer = client_of(cast.yann).post(reverse("actions:message-resend", args=[message.pk]))
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=benali", {"Amina Benali"}),
        ("q=zoubida@", {"Zoubida Haddad"}),
        ("sorte=ecrits", {"Zoubida Haddad"}),
        ("sorte=rappels", {"Amina Benali"}),
        ("sorte=autres", set()),
        ("par=sms", set()),
        ("state=sent&q=benali", {"Amina Benali"}),
        ("state=nonsense&par=x&sorte=y", {"Amina Benali", "Zoubida Haddad"}),
    ],
)
def test_filters_stand_in_the_address(cast, amina, query, expected):
    to(cast.leader_person, to_name="Amina Benali", kind="actions.reminder", sent=True)
    fields = {"to_name": "Zoubida Haddad", "to_address": "zoubida@exemple.test"}
    to(cast.leader_person, kind="actions.mailing", **fields)

    page = amina.get(f"{reverse('actions:outbox')}?{query}")
    assert {row.to_name for row in page.context["page"].rows} == expected


@pytest.mark.parametrize("state", [State.UNCERTAIN, State.FAILED])
def test_all_the_undecided_may_become_calls_in_one_gesture(cast, amina, state):
    for _ in range(2):
        to(PersonFactory(chapter=cast.grenoble), **{state.value: True})
    theirs = to(PersonFactory(chapter=cast.rennes), **{state.value: True})
    assert "Les appeler tous" in amina.get(f"{reverse('actions:outbox')}?state={state}").text
    for _click in range(2):
        amina.post(reverse("actions:call-undecided"), {"state": state})

    assert FollowUp.objects.count() == 2
    theirs.refresh_from_db()
    assert theirs.state == state


def test_what_took_the_place_of_a_message_is_told(cast, amina):
    message = to(cast.leader_person, uncertain=True)
    amina.post(reverse("actions:message-call", args=[message.pk]))
    page = amina.get(reverse("actions:message-detail", args=[message.pk])).text
    assert "un appel prend sa place" in page


def test_a_message_refused_for_now_says_when_it_is_tried_again(cast, amina):
    to(cast.leader_person, error="451 plus tard")
    assert "nouvel essai" in amina.get(reverse("actions:outbox")).text


def test_filters_that_find_nothing_say_so(cast, amina):
    to(cast.leader_person)
    page = amina.get(f"{reverse('actions:outbox')}?q=personne-de-ce-nom").text
    assert "Aucun message ne correspond" in page


def test_answers_by_sms_are_read_by_their_own_chapter(cast, amina):
    mine, theirs = PersonFactory(chapter=cast.grenoble), PersonFactory(chapter=cast.rennes)
    for person, number in ((mine, "+33639980077"), (theirs, "+33639980078")):
        PhoneFactory(person=person, number=number)
        InboundMessage.objects.create(
            channel="sms", provider_id=number, from_address=number, text=f"De {number}"
        )
    page = amina.get(reverse("actions:received")).text

    assert "De +33639980077" in page
    assert "De +33639980078" not in page
