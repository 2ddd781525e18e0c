"""SMS providers, spoken to for real: what each answer means for the message."""

import pytest
from django.utils import timezone

from alliance.outbox.channels import available_channels, build_channel
from alliance.outbox.channels.base import Answer, Unreachable, Unsendable
from alliance.outbox.domain import deliver
from alliance.outbox.models import ChannelStatus
from tests.factories.outbox import MessageFactory
from tests.sms_sink import BREVO_KEY, OVH, SmsSink

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings):
    with SmsSink() as sink:
        settings.SMS_PROVIDER, settings.SMS_REPLIES = "ovh", True
        settings.OVH_ENDPOINT = settings.BREVO_ENDPOINT = sink.url
        settings.OVH_SMS_SERVICE = "sms-ab12345-1"
        settings.OVH_APPLICATION_KEY = OVH["application"]
        settings.OVH_APPLICATION_SECRET = OVH["secret"]
        settings.OVH_CONSUMER_KEY = OVH["consumer"]
        settings.BREVO_API_KEY, settings.SMS_SENDER = BREVO_KEY, "Alliance"
        settings.SMS_PER_SECOND, settings.SMS_TIMEOUT = 0, 2
        yield sink


def text(**fields):
    number = fields.pop("to_address", "+33639980001")
    return MessageFactory(channel="sms", to_address=number, **fields)


def sent(message):
    channel = build_channel("sms")
    try:
        return channel.send(channel.prepare(message, timezone.now()))
    finally:
        channel.close()


def test_without_a_provider_sms_is_not_offered(settings):
    settings.SMS_PROVIDER = ""
    assert available_channels() == ["email"]


def test_ovh_gets_a_signed_job_on_its_own_clock(provider):
    outcome = sent(text(text="Mardi, c’est la fête ?"))

    assert (outcome.answer, outcome.provider_id) == (Answer.ACCEPTED, "ovh:1234567")
    request = provider.requests[0]
    assert request["path"] == "/sms/sms-ab12345-1/jobs"
    body = request["body"]
    assert body["message"] == "Mardi, c'est la fete ?"
    assert (body["coding"], body["noStopClause"], body["senderForResponse"]) == ("7bit", True, True)
    assert "sender" not in body


def test_brevo_gets_its_key_and_our_webhook(provider, settings):
    settings.SMS_PROVIDER, settings.SMS_WEBHOOK_SECRET = "brevo", "s3cret"
    outcome = sent(text(text="مرحبا"))

    assert (outcome.answer, outcome.provider_id) == (Answer.ACCEPTED, "brevo:1511882900176220")
    body = provider.requests[0]["body"]
    assert (body["recipient"], body["sender"]) == ("33639980001", "Alliance")
    assert body["unicodeEnabled"] is True
    assert body["webUrl"].endswith("/sms/brevo/s3cret/")


def test_a_refused_number_is_the_messages_fault(provider):
    assert sent(text(to_address="+15550001")).answer is Answer.REFUSED


@pytest.mark.parametrize("key", ["OVH_APPLICATION_SECRET", "OVH_CONSUMER_KEY"])
def test_a_wrong_key_is_nobodys_fault(provider, settings, key):
    setattr(settings, key, "wrong")
    with pytest.raises(Unreachable):
        sent(text())


def test_no_credit_left_is_nobodys_fault(provider, settings):
    settings.SMS_PROVIDER = "brevo"
    provider.answer = (402, {"code": "not_enough_credits", "message": "No credit"})
    with pytest.raises(Unreachable):
        sent(text())


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        ((429, {"message": "slow down"}), Answer.DELAYED),
        ((400, {"code": "invalid_parameter"}), Answer.REFUSED),
        ((500, {"message": "oops"}), Answer.UNKNOWN),
        ((502, "<html>"), Answer.UNKNOWN),
        ((200, "<html>"), Answer.UNKNOWN),
        ((404, "<html>"), Answer.UNKNOWN),
    ],
)
def test_what_other_answers_mean(provider, answer, meaning):
    provider.answer = answer
    assert sent(text()).answer is meaning


@pytest.mark.parametrize(
    ("header", "waits"),
    [
        ({"x-sib-ratelimit-reset": "600"}, 600),
        ({"Retry-After": "90"}, 90),
        ({"Retry-After": "999999"}, 3600),
        ({"Retry-After": "Mon, 30 Nov 2026 08:00:00 GMT"}, 0),
        ({}, 0),
    ],
)
def test_a_provider_says_how_long_to_wait(provider, header, waits):
    provider.answer, provider.headers = (429, {"message": "Too many requests"}), header
    outcome = sent(text())
    assert (outcome.answer, outcome.wait) == (Answer.DELAYED, waits)


@pytest.mark.django_db(transaction=True)
def test_the_wait_that_a_provider_asks_for_is_kept(provider):
    provider.answer, provider.headers = (429, {}), {"x-sib-ratelimit-reset": "900"}
    message, before = text(), timezone.now()
    deliver()
    message.refresh_from_db()
    assert message.state == "queued"
    assert (message.send_after - before).total_seconds() >= 900


@pytest.mark.parametrize("wrong", ["OVH_SMS_SERVICE", "SMS_SENDER"])
def test_a_wrong_setting_of_ours_is_no_messages_fault(provider, settings, wrong):
    settings.SMS_PROVIDER = "ovh" if wrong.startswith("OVH") else "brevo"
    setattr(settings, wrong, "UnNomBeaucoupTropLong")
    with pytest.raises(Unreachable):
        sent(text())


def test_a_link_from_a_short_number_is_refused_in_french(provider):
    outcome = sent(text(text="Voir https://exemple.fr"))
    assert outcome.answer is Answer.REFUSED
    assert "numéro court" in outcome.detail


@pytest.mark.parametrize(("replies", "stop"), [(False, True), (True, False)])
def test_brevo_is_told_where_to_write_its_stop(provider, settings, replies, stop):
    settings.SMS_PROVIDER, settings.SMS_REPLIES = "brevo", replies
    sent(text(text="À mardi"))
    body = provider.requests[0]["body"]
    assert body["content"].endswith("STOP au [STOP_CODE]") is stop
    assert body["type"] == ("marketing" if stop else "transactional")


def test_nobody_listening_leaves_no_doubt(provider, settings):
    settings.SMS_PROVIDER, settings.BREVO_ENDPOINT = "brevo", "http://127.0.0.1:9"
    with pytest.raises(Unreachable):
        sent(text())


def test_a_number_that_is_none_and_a_novel_are_found_before_they_leave(provider):
    channel = build_channel("sms")
    for message in (text(to_address="0639980001"), text(text="a" * 1000)):
        with pytest.raises(Unsendable):
            channel.prepare(message, timezone.now())


@pytest.mark.django_db(transaction=True)
def test_a_silence_is_uncertain_and_never_resent_by_itself(provider, settings):
    settings.SMS_TIMEOUT, provider.silence = 1, 1.6
    message = text()
    deliver()
    provider.silence = 0
    deliver()

    message.refresh_from_db()
    assert message.state == "uncertain"
    assert len(provider.requests) == 1


@pytest.mark.django_db(transaction=True)
def test_the_providers_trouble_leaves_messages_waiting(provider, settings):
    settings.OVH_CONSUMER_KEY = "wrong"
    message = text()
    deliver()

    message.refresh_from_db()
    assert (message.state, message.attempts) == ("queued", 0)
    assert "Invalid signature" in ChannelStatus.objects.get(channel="sms").trouble


@pytest.mark.django_db(transaction=True)
def test_the_rate_of_the_provider_is_kept(provider, settings):
    settings.SMS_PER_SECOND = 2
    for _ in range(4):
        text()
    started = timezone.now()
    deliver(seconds=6)

    assert len(provider.requests) == 4
    # A second's worth may be caught up at once: two at once, then two at two a second.
    assert (timezone.now() - started).total_seconds() >= 0.4
