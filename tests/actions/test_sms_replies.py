"""Receipts and answers of SMS: let in by the secret, once each, understood or read by a human."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.domain.reminding import inbound_answers
from actions.models import Reply
from alliance.outbox.models import InboundMessage
from members.domain import consents
from members.models import FollowUp
from tests.factories.actions import AttendanceFactory
from tests.factories.members import ConsentFactory, PersonFactory, PhoneFactory
from tests.factories.outbox import MessageFactory

pytestmark = pytest.mark.django_db
SECRET = "s3cret-of-the-house"
NUMBER = "+33639980042"


@pytest.fixture(autouse=True)
def _secret(settings):
    settings.SMS_WEBHOOK_SECRET = SECRET


@pytest.fixture
def texted(action, cast):
    """Somebody who was asked by SMS today."""
    person = PersonFactory(chapter=cast.grenoble, organizer=cast.nadia)
    PhoneFactory(person=person, number=NUMBER)
    ConsentFactory(person=person, channel="sms")
    row = AttendanceFactory(action=action, person=person)
    row.message = MessageFactory(
        channel="sms",
        sent=True,
        to_address=NUMBER,
        provider_id="ovh:1234567",
        recipient_type="members.person",
        recipient_id=person.pk,
        reference=f"actions.attendance:{row.pk}",
        chapter_id=action.chapter_id,
    )
    return row


def put(texted, *, days):
    """The message left just now, for an action in so many days."""
    now = timezone.now()
    texted.action.starts_at = now + timedelta(days=days)
    texted.action.ends_at = texted.action.starts_at + timedelta(hours=2)
    texted.action.save()
    texted.message.handed_over_at = texted.message.sent_at = now
    texted.message.save()


@pytest.fixture
def _now(texted):
    put(texted, days=5)


def ovh(client, secret=SECRET, **said):
    """A receipt: OVH puts it in the query of a GET."""
    return client.get(reverse("sms-webhook", args=["ovh", secret]), said)


def ovh_reply(client, ident, message, sender="0033639980042", tag=""):
    """A reply: OVH posts a form with these six fields."""
    said = {"id": ident, "keyword": "K1", "message": message, "senderid": sender}
    address = reverse("sms-webhook", args=["ovh", SECRET])
    return client.post(address, said | {"shortcode": "36105", "tag": tag})


def brevo(client, **said):
    address = reverse("sms-webhook", args=["brevo", SECRET])
    return client.post(address, json.dumps(said), content_type="application/json")


def answers(client, text, ident="1"):
    return ovh_reply(client, ident, text)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("OUI", "yes"),
        ("Oui, avec plaisir !", "yes"),
        ("oui merci 👍", "yes"),
        ("Evet", "yes"),
        ("نعم", "yes"),
        ("NON", "no"),
        ("non désolée", "no"),
        ("Hayır", "no"),
        ("لا", "no"),
        ("PEUT-ETRE", "maybe"),
        ("peut-être", "maybe"),
        ("ربما", "maybe"),
        ("STOP", "stop"),
        ("Stop SMS", "stop"),
        ("stop, je ne veux plus", "stop"),
        ("Oui mais je finis à 19 h", ""),
        ("non non je viens", ""),
        ("Qui êtes-vous ?", ""),
        ("", ""),
        ("👍", ""),
    ],
)
def test_only_what_is_clear_is_understood(text, meaning):
    assert inbound_answers.understand(text) == meaning


@pytest.mark.usefixtures("_now")
@pytest.mark.parametrize(
    ("text", "answer"), [("OUI", "yes"), ("Non merci", "no"), ("peut-être", "maybe")]
)
def test_an_answer_is_recorded_as_a_reply_by_sms_once(client, texted, text, answer):
    for _ in range(3):
        assert answers(client, text).status_code == 200

    texted.refresh_from_db()
    reply = Reply.objects.get()
    assert (texted.answer, reply.source) == (answer, "sms")
    assert InboundMessage.objects.get().understood == answer


@pytest.mark.usefixtures("_now")
def test_free_text_goes_to_the_one_who_knows_her(client, texted, cast):
    answers(client, "Oui mais je finis à 19 h, c’est grave ?")

    follow_up = FollowUp.objects.get()
    assert (follow_up.owner, follow_up.person) == (cast.nadia, texted.person)
    assert "je finis à 19 h" in follow_up.what
    assert not Reply.objects.exists()


def test_an_answer_after_the_action_goes_to_a_human(client, texted):
    put(texted, days=-3)
    answers(client, "OUI")

    assert FollowUp.objects.count() == 1
    assert not Reply.objects.exists()


def test_stop_is_heard_for_everybody_with_this_number(client, texted, cast):
    sister = PersonFactory(chapter=cast.rennes)
    PhoneFactory(person=sister, number=NUMBER)
    ConsentFactory(person=sister, channel="sms")
    ConsentFactory(person=sister, channel="sms", purpose="news")
    answers(client, "STOP")
    answers(client, "STOP", ident="2")

    ids = [texted.person_id, sister.pk]
    for purpose in ("mobilization", "news"):
        assert consents.allowed(ids, channel="sms", purpose=purpose) == set()


def test_an_unknown_number_is_kept_and_bothers_nobody(client):
    ovh_reply(client, "9", "Bonjour", sender="0033639980099")

    assert InboundMessage.objects.get().understood == "unknown"
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize("secret", ["", "wrong", SECRET[:-1], SECRET + "x"])
def test_a_false_secret_opens_nothing(client, texted, secret):
    address = reverse("sms-webhook", args=["ovh", secret or "x"])
    for call in (client.get, client.post):
        answer = call(address, {"id": "1", "senderid": NUMBER, "message": "STOP"})
        assert answer.status_code == 404
    assert not InboundMessage.objects.exists()


def test_without_a_secret_the_door_is_shut(client, settings):
    settings.SMS_WEBHOOK_SECRET = ""
    assert ovh(client, secret="x").status_code == 404
    assert client.get("/sms/ovh//").status_code == 404


@pytest.mark.parametrize(
    "said",
    [
        {"ptt": "4", "description": "1", "descriptionDlr": "Success"},
        {"ptt": "0", "description": "1"},
        {"ptt": "4"},
        {"dlr": "1"},
    ],
)
def test_a_receipt_says_that_it_arrived_once(client, texted, said):
    for _ in range(2):
        ovh(client, id="1234567", date="20261124180000", **said)

    texted.message.refresh_from_db()
    assert texted.message.delivered_at is not None
    assert texted.message.state == "sent"


@pytest.mark.parametrize(
    ("ptt", "state"), [("1", "4"), ("2", "4"), ("3", "8"), ("6", ""), ("", "0")]
)
def test_what_is_on_its_way_has_not_arrived_and_has_not_failed(client, texted, ptt, state):
    ovh(client, id="1234567", ptt=ptt, description=state)

    texted.message.refresh_from_db()
    assert (texted.message.state, texted.message.delivered_at) == ("sent", None)


@pytest.mark.parametrize(
    ("ptt", "why", "dead"),
    [("23", "n’existe pas", True), ("24", "éteint", False), ("999", "Failed", False)],
)
def test_a_failure_is_shown_to_a_human_and_a_dead_number_is_wrong(client, texted, ptt, why, dead):
    ovh(client, id="1234567", ptt=ptt, description="2", descriptionDlr="Failed")

    texted.message.refresh_from_db()
    assert texted.message.state == "failed"
    assert why in texted.message.error
    assert texted.person.phones.get().is_wrong == dead


@pytest.mark.usefixtures("_now")
def test_a_reply_goes_to_the_message_whose_tag_it_carries(client, texted):
    older = texted.message
    latest = MessageFactory(
        channel="sms",
        sent=True,
        to_address=NUMBER,
        provider_id="ovh:999",
        handed_over_at=timezone.now(),
    )
    ovh_reply(client, "5", "Je verrai", tag=f"m{older.pk}")
    ovh_reply(client, "6", "Et l’autre ?", tag="autre")
    found = InboundMessage.objects.order_by("pk")
    assert [each.answers for each in found] == [older, latest]


def test_a_receipt_ends_a_doubt(client, cast):
    message = MessageFactory(channel="sms", uncertain=True, provider_id="brevo:77")
    brevo(client, messageId=77, msg_status="delivered", to="33639980042")

    message.refresh_from_db()
    assert (message.state, bool(message.sent_at)) == ("sent", True)


@pytest.mark.usefixtures("_now")
def test_brevos_replies_are_understood_and_replays_are_not(client, texted):
    texted.message.provider_id = "brevo:88"
    texted.message.save()
    said = {
        "messageId": 88,
        "msg_status": "replied",
        "to": "33639980042",
        "reply": "Oui",
        "date": "2026-11-24 18:00:00",
    }
    for _ in range(2):
        brevo(client, **said)

    assert Reply.objects.get().answer == "yes"
    assert InboundMessage.objects.count() == 1


@pytest.mark.usefixtures("_now")
@pytest.mark.parametrize(
    "said",
    [
        {"msg_status": "replied", "reply": "oui", "reference": {"1": "x"}, "tag": ["m1"]},
        {"event": "replies", "reply": "oui", "phoneNumber": "33639980042", "to": ""},
        {"msg_status": "replied", "text": "oui"},
    ],
)
def test_brevos_replies_are_read_in_each_of_its_shapes(client, texted, said):
    brevo(client, **{"message_id": 88, "to": "33639980042", **said})
    assert Reply.objects.get().answer == "yes"


@pytest.mark.parametrize("state", ["hard_bounce", "hardBounces", "Hard Bounce"])
def test_brevos_dead_numbers_are_wrong_however_they_are_called(client, texted, state):
    texted.message.provider_id = "brevo:88"
    texted.message.save()
    brevo(client, messageId=88, msg_status=state, to="33639980042", description="absent")
    assert texted.person.phones.get().is_wrong


@pytest.mark.usefixtures("_now")
@pytest.mark.parametrize(
    "senderid", ["+33639980042", "0033639980042", "33639980042", "0639980042", "", "tel"]
)
def test_ovhs_replies_are_hers_however_her_number_is_written(client, texted, senderid):
    said = {"senderid": senderid, "tag": f"m{texted.message.pk}", "shortcode": "38012"}
    client.post(reverse("sms-webhook", args=["ovh", SECRET]), {"id": "9", "message": "oui", **said})
    assert Reply.objects.get().answer == "yes"


@pytest.mark.parametrize("state", ["unsubscribe", "unsubscription"])
def test_brevos_unsubscription_is_a_stop(client, texted, state):
    brevo(client, messageId=1, msg_status=state, to="33639980042")
    assert consents.allowed([texted.person_id], channel="sms") == set()


@pytest.mark.parametrize(
    "body", ["", "[]", "{", '{"messageId": null}', '{"to": {"a": 1}}', "null", '"x"']
)
def test_nonsense_is_answered_and_forgotten(client, body):
    address = reverse("sms-webhook", args=["brevo", SECRET])
    assert client.post(address, body, content_type="application/json").status_code == 200
    assert not InboundMessage.objects.exists()


@pytest.mark.usefixtures("_now")
def test_who_answers_has_received(client, texted):
    texted.message.state, texted.message.sent_at = "uncertain", None
    texted.message.save()
    answers(client, "OUI")

    texted.message.refresh_from_db()
    assert texted.message.state == "sent"
