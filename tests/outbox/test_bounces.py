"""Mail that comes back: what is believed of it, and what changes."""

import io
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from alliance.outbox.domain import bounces, deliver
from tests.factories.members import EmailFactory
from tests.factories.outbox import WRITTEN_AT, MessageFactory

pytestmark = pytest.mark.django_db
OURS = "<ours@alliance.test>"


def report(*, action="failed", status="5.1.1", said="550 5.1.1 no such user", name=OURS):
    return f"""From: MAILER-DAEMON@relais.test
To: bonjour@alliance.test
Message-ID: <report@relais.test>
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I am sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relais.test

Final-Recipient: rfc822; fatou@exemple.test
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--b
Content-Type: text/rfc822-headers

From: bonjour@alliance.test
Message-ID: {name}
Subject: Mardi

--b--
""".encode()


COMPLAINT = f"""From: fbl@fournisseur.test
Message-ID: <fbl@fournisseur.test>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: x/1

--b
Content-Type: message/rfc822

From: bonjour@alliance.test
Message-ID: {OURS}

Bonjour

--b--
""".encode()


@pytest.fixture
def sent():
    return MessageFactory(sent=True, provider_id=OURS, to_address="fatou@exemple.test")


@pytest.fixture
def family():
    return [EmailFactory(address="fatou@exemple.test") for _ in range(2)]


def states(family):
    for email in family:
        email.refresh_from_db()
    return {email.state for email in family}


def test_an_unknown_mailbox_is_refused_and_its_address_is_in_error_for_all(sent, family):
    assert bounces.take_in(report()).kind == "bounce"

    sent.refresh_from_db()
    assert (sent.state, sent.sent_at) == ("failed", None)
    assert "no such user" in sent.error
    assert states(family) == {"bounced"}
    assert sent.events.count() == 1


def test_a_report_read_twice_counts_once(sent, family):
    for _ in range(2):
        bounces.take_in(report())
    assert sent.events.count() == 1


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("5.2.2", "552 5.2.2 mailbox full"),
        ("5.7.1", "550 5.7.1 blocked as spam"),
        ("4.4.7", "delivery time expired"),
    ],
)
def test_a_full_box_a_filter_and_a_sleeping_relay_condemn_no_address(sent, family, status, said):
    bounces.take_in(report(status=status, said=said))

    sent.refresh_from_db()
    assert sent.state == "failed"
    assert states(family) == {"ok"}


def test_a_delay_changes_nothing(sent, family):
    assert bounces.take_in(report(action="delayed", status="4.4.1")).kind == "delay"
    sent.refresh_from_db()
    assert sent.state == "sent"


def test_a_report_about_a_message_we_never_wrote_harms_nobody(sent, family):
    bounces.take_in(report(name="<forged@ailleurs.test>"))
    assert states(family) == {"ok"}


def test_a_complaint_stops_everything_and_an_error_does_not_soften_it(sent, family):
    assert bounces.take_in(COMPLAINT).kind == "complaint"
    assert states(family) == {"complained"}
    bounces.take_in(report())
    assert states(family) == {"complained"}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: Bonjour\n\nJe viens.",
        report().replace(b"--b--", b""),
        b"Content-Type: multipart/report; report-type=delivery-status\n\nrien",
        report()[:300],
    ],
)
def test_nonsense_and_letters_change_nothing_and_throw_nothing(raw):
    assert bounces.take_in(raw).kind in {"", "bounce"}


@pytest.mark.parametrize(
    ("words", "dead"),
    [
        ("550 5.1.1 no such user", True),
        ("550 no such user here", True),
        ("553 5.1.3 bad address syntax", True),
        ("550 5.7.26 unauthenticated mail", False),
        ("552 5.2.2 over quota", False),
        ("451 4.3.0 try later", False),
    ],
)
def test_which_refusals_of_a_relay_condemn_an_address(words, dead):
    assert bounces.condemns(words) is dead


def test_a_mail_server_pipes_it_in(sent, family, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(report())))
    call_command("take_mail")
    assert states(family) == {"bounced"}


def test_a_relays_refusal_marks_the_address_and_stops_no_other(sink, family):
    sink.on_recipient = lambda who: "550 5.1.1 unknown" if who.startswith("fatou") else "250 ok"
    refused = MessageFactory(to_address="fatou@exemple.test")
    others = MessageFactory.create_batch(3)

    assert deliver(now=WRITTEN_AT).sent == 3
    refused.refresh_from_db()
    assert refused.state == "failed"
    assert states(family) == {"bounced"}
    assert {m.to_address for m in others} == set(sink.recipients)


def test_a_relay_that_dislikes_us_condemns_no_address(sink, family):
    sink.on_recipient = lambda who: "550 5.7.1 your server is on a list"
    MessageFactory(to_address="fatou@exemple.test")

    assert deliver(now=WRITTEN_AT).failed == 1
    assert states(family) == {"ok"}
