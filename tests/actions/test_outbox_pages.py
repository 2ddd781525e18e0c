"""The outbox is visible: every message, and what a human decides about the doubtful ones."""

import pytest
from django.urls import reverse

from alliance.outbox.enums import State
from members.models import FollowUp
from tests.factories.members import PersonFactory
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
