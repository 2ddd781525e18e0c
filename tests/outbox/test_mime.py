import email
import re
from email import policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.outbox.channels import mime
from alliance.outbox.channels.base import Unsendable
from alliance.outbox.domain import FileToSend, enqueue, unsubscribe_headers
from alliance.outbox.models import Message
from tests.factories.outbox import WRITTEN_AT, MessageFactory

pytestmark = pytest.mark.django_db

HOUSE = "Alliance citoyenne <bonjour@alliance.test>"
ICS = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:À la mairie\r\nEND:VCALENDAR\r\n".encode()
# Any text a person may have typed, without what the queue takes out.
TYPED = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=200)


def read(message: Message):
    raw = mime.build(message, sender=HOUSE, identifier="<a@alliance.test>", now=WRITTEN_AT)
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert not re.search(rb"[^\r]\n|\r[^\n]|[^\x00-\x7f]", raw)
    return email.message_from_bytes(raw, policy=policy.default)


def draft(**fields) -> Message:
    return MessageFactory.build(**fields)


def body(part) -> str:
    return part.get_content().replace("\r\n", "\n")


def test_a_message_reads_back_as_it_was_written():
    message = MessageFactory(html="<p>Échirolles</p>", text="Échirolles, 18 h.\n\n— Amina\n")
    parsed = read(message)
    assert parsed["Subject"] == message.subject
    assert parsed["To"].addresses[0].display_name == "Amina Benali"
    assert parsed["To"].addresses[0].addr_spec == message.to_address
    assert parsed["From"].addresses[0].addr_spec == "bonjour@alliance.test"
    assert parsed["Date"].datetime == WRITTEN_AT
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert parsed.get_content_type() == "multipart/alternative"
    text, html = parsed.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert body(text) == message.text
    assert body(html) == message.html
    assert not parsed.defects


def test_a_text_alone_is_one_part():
    parsed = read(MessageFactory())
    assert parsed.get_content_type() == "text/plain"
    assert body(parsed) == "Rendez-vous devant la mairie à 18 h."


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Alliance de Grenoble", "Alliance de Grenoble <bonjour@"),
        ("Alliance, dite « l’Alliance »", "=?utf-8?b?"),
        ('M. "Titi" Benali', '"M. \\"Titi\\" Benali"'),
        ("=?utf-8?q?pi=C3=A9g=C3=A9?=", "=?utf-8?b?"),
    ],
)
def test_names_of_every_sort_read_back(name, written):
    message = MessageFactory(from_name=name, to_name=name)
    raw = mime.build(message, sender=HOUSE, identifier="<a@b>", now=WRITTEN_AT)
    parsed = email.message_from_bytes(raw, policy=policy.default)
    assert written.encode() in raw
    assert parsed["From"].addresses[0].display_name == name
    assert parsed["To"].addresses[0].display_name == name


def test_a_domain_with_accents_travels_in_punycode():
    parsed = read(MessageFactory(to_address="amina@échirolles.test"))
    assert parsed["To"].addresses[0].domain == "xn--chirolles-93a.test"


@pytest.mark.parametrize(
    "wrong", ["amina", "a b@exemple.test", "a@b@c", "é@exemple.test", "a@b\r\n.fr"]
)
def test_what_is_no_address_is_unsendable(wrong):
    with pytest.raises(Unsendable, match="adresse"):
        mime.ascii_address(wrong)


@pytest.mark.parametrize(
    "headers",
    [{"Bcc": "x@y.test"}, {"X A": "1"}, {"Content-Type": "text/html"}, {"X-A": "1\nBcc: x@y.test"}],
)
def test_no_header_can_be_smuggled_in(headers):
    with pytest.raises(Unsendable, match="en-tête"):
        read(MessageFactory(headers=headers))


def test_one_click_unsubscribe_is_announced_as_rfc_8058_wants():
    url = "https://alliance.test/p/" + "x" * 200 + "/"
    parsed = read(MessageFactory(headers=unsubscribe_headers(url)))
    assert parsed["List-Unsubscribe"] == f"<{url}>"
    assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_replies_go_where_they_are_wanted():
    parsed = read(MessageFactory(reply_to="Amina <amina@alliance.test>"))
    assert parsed["Reply-To"].addresses[0].addr_spec == "amina@alliance.test"


def test_an_invitation_is_shown_and_attached():
    message, _ = enqueue(
        key="ics",
        kind="test.note",
        channel="email",
        to_address="a@exemple.test",
        text="Mardi",
        html="<p>Mardi</p>",
        attachments=[FileToSend("invite.ics", ICS, "text/calendar; method=REQUEST")],
    )
    parsed = read(message)
    shown, attached = parsed.iter_parts()
    assert parsed.get_content_type() == "multipart/mixed"
    calendar = list(shown.iter_parts())[2]
    assert calendar["Content-Type"].params == {"method": "REQUEST", "charset": "utf-8"}
    assert body(calendar) == ICS.decode().replace("\r\n", "\n")
    assert attached.get_filename() == "invite.ics"
    assert attached.get_payload(decode=True) == ICS


def test_a_file_keeps_its_bytes_and_its_french_name():
    content = bytes(range(256)) * 20
    message, _ = enqueue(
        key="pdf",
        kind="test.note",
        channel="email",
        to_address="a@exemple.test",
        text="Voici",
        attachments=[FileToSend('Relevé "été".pdf', content, 'application/pdf; x="a\r\nb"')],
    )
    _text, attached = read(message).iter_parts()
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_filename() == 'Relevé "été".pdf'
    assert attached.get_payload(decode=True) == content


@settings(deadline=None)  # a busy machine is not a fault
@given(subject=TYPED, name=TYPED, text=TYPED, html=TYPED)
def test_whatever_is_typed_reads_back(subject, name, text, html):
    subject, name = subject.strip(), " ".join(name.split())
    parsed = read(draft(pk=1, subject=subject, from_name=name, text=text, html=html))
    assert parsed["Subject"] == subject
    shown = list(parsed.iter_parts()) or [parsed]
    assert body(shown[0]).removesuffix("\n") == text.removesuffix("\n")
