"""Our mailboxes, read over a real line: reports are marked, people's own mail is left as it is."""

import imaplib

import pytest

from alliance.outbox import mailbox
from alliance.outbox.models import InboundMessage
from tests.factories.outbox import MessageFactory
from tests.imap_sink import ImapSink
from tests.outbox.test_bounces import OURS, report
from tests.outbox.test_letters import letter

pytestmark = pytest.mark.django_db
OWN = b"Subject: Bonjour\r\nMessage-ID: <own@b.test>\r\n\r\nRien pour vous."


@pytest.fixture
def sent():
    return MessageFactory(sent=True, provider_id=OURS, to_address="fatou@exemple.test")


@pytest.fixture(autouse=True)
def _ours(settings):
    settings.DEFAULT_FROM_EMAIL = "Alliance <bonjour@alliance.test>"
    settings.BOUNCES_URL, settings.REPLIES_URLS = "", []


def test_the_machines_mailbox_is_read_once_and_its_mails_are_marked(sent, settings):
    with ImapSink({"INBOX": [report(), OWN, letter()]}) as sink:
        settings.BOUNCES_URL = sink.url()
        assert mailbox.fetch() == mailbox.Fetched(read=3, understood=2)
        assert mailbox.fetch() == mailbox.Fetched()

    sent.refresh_from_db()
    assert sent.state == "failed"
    assert sink.seen == {("INBOX", uid) for uid in (1, 2, 3)}


def test_a_persons_mailbox_gives_its_answers_alone_and_stays_as_it_was(sent, settings):
    by_reference = letter("Oui", name="<2@b.test>", cites="<x@b.test>", References=OURS)
    with ImapSink({"INBOX": [OWN, letter(), OWN, by_reference]}) as sink:
        settings.REPLIES_URLS = [sink.url()]
        assert mailbox.fetch() == mailbox.Fetched(read=2, understood=2)
        assert mailbox.fetch() == mailbox.Fetched()

    assert sink.seen == set()
    assert not any(line.startswith("SELECT") for line in sink.said)
    assert InboundMessage.objects.count() == 2


@pytest.mark.parametrize(
    ("folder", "wire"),
    [
        ("Retours", "Retours"),
        ("R%C3%A9ponses%20%26%20suites", "R&AOk-ponses &- suites"),
        ("Dossier%20%22neuf%22", 'Dossier "neuf"'),
    ],
)
def test_folders_have_the_names_that_imap_gives_them(sent, settings, folder, wire):
    with ImapSink({wire: [report()]}) as sink:
        settings.BOUNCES_URL = sink.url(folder)
        assert mailbox.fetch().understood == 1


def test_one_mailbox_that_does_not_answer_keeps_no_other_from_being_read(sent, settings):
    with ImapSink({"INBOX": [letter()]}) as sink:
        settings.BOUNCES_URL = sink.url("Nulle-part")
        settings.REPLIES_URLS = [sink.url(password="faux"), "imap://127.0.0.1:1/", sink.url()]
        with pytest.raises(imaplib.IMAP4.error):
            mailbox.fetch()
    assert InboundMessage.objects.count() == 1


def test_without_a_mailbox_nothing_is_fetched():
    assert mailbox.fetch() == mailbox.Fetched()
