"""What people answer by e-mail: a clear word counts, the rest is read by somebody."""

import pytest
from django.urls import reverse

from actions.domain.writing import mailing_sending, mailings
from actions.models import Reply
from alliance.outbox.domain.inbound import receive
from alliance.outbox.models import InboundMessage, Message
from members.domain import consents
from members.models import FollowUp
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.members import (
    ConsentFactory,
    EmailFactory,
    GroupFactory,
    GroupMembershipFactory,
    PersonFactory,
)
from tests.factories.outbox import MessageFactory

pytestmark = pytest.mark.django_db
ADDRESS = "awa@exemple.test"


@pytest.fixture
def awa(cast):
    person = PersonFactory(chapter=cast.grenoble, first_name="Awa", last_name="Traoré")
    EmailFactory(person=person, address=ADDRESS)
    ConsentFactory(person=person, channel="email")
    return person


@pytest.fixture
def asked(cast, awa):
    """Written to about an action to come."""
    action = ActionFactory(chapter=cast.grenoble, announced=True, soon=True, organizer=cast.amina)
    row = AttendanceFactory(action=action, person=awa)
    return MessageFactory(
        sent=True,
        to_address=ADDRESS,
        reference=f"actions.attendance:{row.pk}",
        recipient_type="members.person",
        recipient_id=awa.pk,
        chapter_id=cast.grenoble.pk,
    )


def answer(message, text, name="<1@exemple.test>", sender=ADDRESS):
    return receive(channel="email", provider_id=name, from_address=sender, text=text, ours=message)


@pytest.mark.parametrize(("text", "word"), [("Oui, avec plaisir !", "yes"), ("Non", "no")])
def test_a_clear_word_is_her_answer(asked, text, word):
    assert answer(asked, text).understood == word
    reply = Reply.objects.get()
    assert (reply.answer, reply.source) == (word, "email")


def test_the_rest_is_read_by_the_organizer(asked, awa, cast):
    answer(asked, "Oui mais je finis à 19 h,\nest-ce grave ?", sender="awa@bureau.test")
    task = FollowUp.objects.get()
    assert (task.person, task.owner, task.kind) == (awa, cast.amina, "message")
    assert "Répondre à son e-mail" in task.what
    assert not Reply.objects.exists()


def test_a_mere_thank_you_asks_for_nothing(asked):
    assert answer(asked, "Merci beaucoup !").understood == "thanks"
    assert not FollowUp.objects.exists()


def test_stop_is_heard_for_the_address_we_wrote_to(asked, awa, cast):
    sister = PersonFactory(chapter=cast.rennes)
    EmailFactory(person=sister, address=ADDRESS)
    ConsentFactory(person=sister, channel="email")
    answer(asked, "STOP", sender="awa@bureau.test")
    assert consents.allowed([awa.pk, sister.pk], channel="email") == set()


@pytest.fixture
def mailing(cast, awa):
    """Sent to a group."""
    group = GroupFactory(chapter=cast.grenoble)
    GroupMembershipFactory(group=group, person=awa)
    begun = mailings.begin(
        chapter_id=cast.grenoble.pk, author=cast.amina, source="group", group=group
    )
    written = mailings.write(
        mailing=begun, values={"subject": "La lettre", "body": "Bonjour {prenom}", "by_email": True}
    )
    mailings.launch(mailing=written, actor=cast.amina)
    mailing_sending.dispatch()
    return written


def test_the_answers_to_a_mailing_are_counted_and_shown(client_of, cast, awa, mailing):
    answer(Message.objects.get(), "Je peux apporter des chaises.")
    assert mailing_sending.result(mailing).replies == 1
    assert FollowUp.objects.get().owner == cast.amina

    amina = client_of(cast.amina)
    for page in (
        amina.get(reverse("actions:mailing-detail", args=[mailing.pk])).text,
        amina.get(reverse("actions:received")).text,
    ):
        assert "Je peux apporter des chaises." in page
        assert reverse("members:person-detail", args=[awa.pk]) in page


def test_the_answers_of_another_chapter_are_not_shown(client_of, cast, mailing):
    answer(Message.objects.get(), "Je peux apporter des chaises.")
    assert "chaises" not in client_of(cast.yann).get(reverse("actions:received")).text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_answers_costs_the_same_whatever_the_rows(
    rows, client_of, cast, mailing, django_assert_num_queries
):
    for number in range(rows):
        answer(Message.objects.get(), "Je verrai.", name=f"<{number}@exemple.test>")
    amina = client_of(cast.amina)
    with django_assert_num_queries(5):
        amina.get(reverse("actions:received"))
    assert InboundMessage.objects.count() == rows
