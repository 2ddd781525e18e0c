import email
import socket
from email import policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from alliance.outbox.channels.base import Answer, Unreachable
from alliance.outbox.channels.email import SmtpChannel
from tests.factories.outbox import WRITTEN_AT, MessageFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS"),
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Mailbox:
    """Keeps what an independent server understood."""

    def __init__(self):
        self.envelopes = []

    async def handle_DATA(self, _server, _session, envelope):
        self.envelopes.append(envelope)
        return "250 kept"


@pytest.fixture
def mailbox(sink, settings):
    """Settings of the sink's fixture, leading to aiosmtpd with a password."""

    def authenticate(_server, _session, _envelope, _mechanism, login):
        right = login.login == b"maison" and login.password == b"secret"
        return AuthResult(success=right, handled=False)

    handler = Mailbox()
    controller = Controller(
        handler,
        hostname="127.0.0.1",
        port=free_port(),
        authenticator=authenticate,
        auth_required=True,
        auth_require_tls=False,
    )
    controller.start()
    settings.EMAIL_PORT = controller.port
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "maison", "secret"
    yield handler
    controller.stop()


def send(message):
    channel = SmtpChannel()
    try:
        channel.open()
        return channel.send(channel.prepare(message, WRITTEN_AT))
    finally:
        channel.close()


def test_another_server_reads_what_was_sent(mailbox):
    text = ".\n..\nMadame,\n.point en tête\n" + "é" * 300
    message = MessageFactory(text=text, html="<p>.</p>")
    outcome = send(message)
    assert outcome.answer is Answer.ACCEPTED
    envelope = mailbox.envelopes[0]
    assert envelope.mail_from == "bonjour@alliance.test"
    assert envelope.rcpt_tos == [message.to_address]
    parsed = email.message_from_bytes(envelope.content, policy=policy.default)
    assert parsed["Message-ID"] == outcome.provider_id
    assert parsed.get_body(("plain",)).get_content().replace("\r\n", "\n") == text
    assert not parsed.defects


def test_a_wrong_password_is_trouble_of_the_house(mailbox, settings):
    settings.EMAIL_HOST_PASSWORD = "faux"
    with pytest.raises(Unreachable, match="535"):
        send(MessageFactory())


def test_a_relay_without_tls_gets_no_message_when_tls_is_wanted(sink, settings):
    settings.EMAIL_USE_TLS = True
    with pytest.raises(Unreachable):
        send(MessageFactory())
    assert not sink.received


def test_several_letters_share_one_connection(sink):
    channel = SmtpChannel()
    for message in MessageFactory.create_batch(3):
        assert channel.send(channel.prepare(message, WRITTEN_AT)).answer is Answer.ACCEPTED
    channel.close()
    assert sink.connections == 1


def test_gibberish_instead_of_an_answer_is_a_doubt(sink):
    sink.on_message = lambda *_: "who is there?"
    assert send(MessageFactory()).answer is Answer.UNKNOWN
