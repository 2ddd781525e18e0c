"""Letters that answer ours: found by what they cite, read without what they quote, kept once."""

from email import message_from_bytes

import pytest

from alliance.outbox.domain import incoming, letters
from alliance.outbox.models import InboundMessage
from tests.factories.outbox import MessageFactory

pytestmark = pytest.mark.django_db
OURS = "<ours@alliance.test>"


def letter(
    text="Je viens avec ma sœur.",
    *,
    name="<hers@exemple.test>",
    cites=OURS,
    kind="plain",
    **headers,
):
    lines = [
        "From: =?utf-8?q?Awa_Traor=C3=A9?= <Awa@Exemple.test>",
        "To: grenoble@alliance.test",
        "Subject: Re: Mardi",
        f"Message-ID: {name}",
        f"In-Reply-To: {cites}",
        *(f"{title.replace('_', '-')}: {value}" for title, value in headers.items()),
        f"Content-Type: text/{kind}; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n" + text).encode()


@pytest.fixture
def sent():
    return MessageFactory(sent=True, provider_id=OURS, to_address="awa@autre.test")


def test_a_letter_is_kept_once_beside_the_message_it_answers(sent):
    assert [incoming.take_in(letter()) for _twice in range(2)] == ["letter", ""]

    kept = InboundMessage.objects.get()
    assert (kept.channel, kept.answers, kept.from_address) == ("email", sent, "awa@exemple.test")
    assert kept.text == "Je viens avec ma sœur."


def test_the_references_lead_to_it_too(sent):
    raw = letter(cites="<other@exemple.test>", References=f"<first@a.test>\r\n {OURS} <x@b.test>")
    assert incoming.take_in(raw) == "letter"


@pytest.mark.parametrize(
    "raw",
    [
        letter(cites="<forged@ailleurs.test>"),
        letter(cites=""),
        letter(name=""),
        letter(Auto_Submitted="auto-replied"),
        letter(Precedence="bulk"),
        letter(X_Autoreply="yes"),
        letter().replace(b"Re: Mardi", b"Automatic reply: Mardi"),
        letter().replace(b"<Awa@Exemple.test>", b""),
        b"",
        b"\xff\xfe\x00",
        letter()[:40],
    ],
)
def test_other_peoples_mail_and_machines_are_not_kept(sent, raw):
    assert incoming.take_in(raw) == ""
    assert not InboundMessage.objects.exists()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Oui\n\nLe lun. 30 nov. 2026 à 10:12, Alliance <a@b.test> a écrit :\n> On y va", "Oui"),
        ("Oui\r\n\r\nLe lun. 30 nov. 2026 à 10:12, Alliance de\r\n<a@b.test> a écrit :", "Oui"),
        ("Yes\n\nOn Mon, Nov 30, 2026 at 10:12 AM Alliance <a@b.test> wrote:\n> Hi", "Yes"),
        ("Non\n-----Message d’origine-----\nDe : Alliance", "Non"),
        ("Non\n\n________________________________\nDe : Alliance <a@b.test>", "Non"),
        ("Non\n\nDe : Alliance <a@b.test>\nEnvoyé : lundi", "Non"),
        ("Je verrai.\n-- \nAwa Traoré\n06 39 98 00 01", "Je verrai."),
        ("OK\n\nEnvoyé de mon iPhone", "OK"),
        ("> À quelle heure ?\n18 h\n\n\n\nMerci", "18 h\n\nMerci"),
        (
            "Le bus part à 17 h, il a écrit sur la vitre",
            "Le bus part à 17 h, il a écrit sur la vitre",
        ),
    ],
)
def test_what_is_quoted_and_signed_is_left_out(written, said):
    assert letters.said(written) == said


def test_html_alone_is_read_without_its_tags():
    raw = letter(
        "<style>p{}</style><div>Oui,<br>avec <b>plaisir</b> &amp; du thé</div>"
        "<div class=gmail_quote><blockquote>On y va ?</blockquote></div>",
        kind="html",
    )
    assert letters.read(message_from_bytes(raw)).text == "Oui,\navec plaisir & du thé"


def test_a_letter_in_an_unknown_alphabet_is_read_all_the_same():
    raw = letter("Ça va").replace(b"charset=utf-8", b"charset=martian")
    assert "a va" in letters.read(message_from_bytes(raw)).text
