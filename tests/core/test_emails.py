"""E-mail addresses: cleaned when safe, suggested when it is a guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.core.emails import parse_email, split_emails, suggest_email


@pytest.mark.parametrize(
    "text",
    [
        "fatima@free.fr",
        " Fatima@Free.FR ",
        "mailto:fatima@free.fr",
        "mailto:fatima@free.fr?subject=x",
        "fatima@free.fr.",
        "fatima@free.fr,",
        "<fatima@free.fr>",
        "Fatima Benali <fatima@free.fr>",
        "fatima @ free.fr",
        "\u00a0fatima@free.fr\u200b",
        "e-mail: fatima@free.fr",
    ],
)
def test_every_writing_of_one_address_is_understood(text):
    assert parse_email(text) == "fatima@free.fr"


@pytest.mark.parametrize(
    "text", ["", "néant", "fatima", "@free.fr", "a@b", "a@@b.fr", "a@b.fr c@d.fr"]
)
def test_what_is_not_one_address_is_none(text):
    assert parse_email(text) is None


@pytest.mark.parametrize("between", [" ; ", ", ", "\n", " / ", " ou ", " "])
def test_several_addresses_in_a_cell_are_all_found(between):
    text = f"a@ex.fr{between}B@ex.fr{between}a@ex.fr"
    assert split_emails(text) == ["a@ex.fr", "b@ex.fr"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("fatima@gmail.con", "fatima@gmail.com"),
        ("fatima@gmial.com", "fatima@gmail.com"),
        ("fatima@gmai.com", "fatima@gmail.com"),
        ("fatima@hotmail.f", "fatima@hotmail.fr"),
        ("fatima@wanado.fr", "fatima@wanadoo.fr"),
        ("fatima.gmail.com", "fatima@gmail.com"),
        ("fatima gmail.com", "fatima@gmail.com"),
        ("fatima(at)free.fr", "fatima@free.fr"),
        ("fatima@gmail", "fatima@gmail.com"),
        ("fatima@gmail,com", "fatima@gmail.com"),
        ("fatima@@free.fr", "fatima@free.fr"),
        ("zoé@orange.fr", "zoe@orange.fr"),
    ],
)
def test_likely_mistakes_are_suggested(text, meant):
    assert suggest_email(text) == meant


def test_a_likely_mistake_is_never_changed_silently():
    assert parse_email("fatima@gmail.con") == "fatima@gmail.con"


@pytest.mark.parametrize("text", ["fatima@gmail.com", "a@alliance.org", "néant", "", "a@free.be"])
def test_right_or_hopeless_addresses_get_no_suggestion(text):
    assert suggest_email(text) is None


@given(st.text(max_size=60))
def test_no_text_makes_the_reading_fail(text):
    found = split_emails(text)
    assert all("@" in address for address in found)
    suggest_email(text)
