"""Numbers as French people and spreadsheets write them."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.core import phones
from alliance.core.phones import PhoneKind, digits_of, format_phone, parse_phone, split_phones

AMINA = "+33612345678"


@pytest.mark.parametrize(
    "text",
    [
        "06 12 34 56 78",
        "06.12.34.56.78",
        "06-12-34-56-78",
        "06/12/34/56/78",
        "0612345678",
        "06\u00a012\u00a034\u202f56 78",
        "06 12 34 56 78 ",
        "+33 6 12 34 56 78",
        "+33 (0)6 12 34 56 78",
        "+33(0)612345678",
        "(+33) 6 12 34 56 78",
        "0033 6 12 34 56 78",
        "0033(0)612345678",
        "33612345678",
        "612345678",
        "612345678.0",
        "612345678,0",
        "6.12345678E8",
        "6,12345678E+08",
        "3.3612345678E10",
        "tél : 06 12 34 56 78",
        "Port.06 12 34 56 78",
        "06 12 34 56 78 (Fatima)",
        "O6 12 34 56 78",
        "o6.12.34.56.78",
        "06–12–34–56–78",
        "\u202a+33 6 12 34 56 78\u202c",
        "'0612345678",
        "(06) 12 34 56 78",
        "06 123 456 78",
        "06 12 34 56 78 poste 12",
    ],
)
def test_every_writing_of_one_number_is_understood(text):
    phone = parse_phone(text)
    assert phone is not None
    assert (phone.e164, phone.display) == (AMINA, "06 12 34 56 78")


@pytest.mark.parametrize(
    ("text", "e164", "kind", "sms"),
    [
        ("06 12 34 56 78", AMINA, PhoneKind.MOBILE, True),
        ("07 56 12 34 56", "+33756123456", PhoneKind.MOBILE, True),
        ("04 76 12 34 56", "+33476123456", PhoneKind.LANDLINE, False),
        ("09 72 12 34 56", "+33972123456", PhoneKind.LANDLINE, False),
        ("0800 12 34 56", "+33800123456", PhoneKind.SPECIAL, False),
        ("0692 12 34 56", "+262692123456", PhoneKind.MOBILE, True),
        ("+262 692 12 34 56", "+262692123456", PhoneKind.MOBILE, True),
        ("0690 12 34 56", "+590690123456", PhoneKind.MOBILE, True),
        ("0262 12 34 56", "+262262123456", PhoneKind.LANDLINE, False),
        ("+213 551 23 45 67", "+213551234567", PhoneKind.FOREIGN, True),
        ("00213551234567", "+213551234567", PhoneKind.FOREIGN, True),
        ("213551234567", "+213551234567", PhoneKind.FOREIGN, True),
        ("+32 2 512 34 56", "+3225123456", PhoneKind.FOREIGN, False),
        ("06 39 98 00 01", "+33639980001", PhoneKind.MOBILE, True),
        ("01 99 00 12 34", "+33199001234", PhoneKind.LANDLINE, False),
    ],
)
def test_numbers_are_told_apart(text, e164, kind, sms):
    phone = parse_phone(text)
    assert phone is not None
    assert (phone.e164, phone.kind, phone.sms_capable) == (e164, kind, sms)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "néant",
        "38000",
        "12",
        "06 12 34 56",
        "2025-11-03",
        "03/11/1984",
        "1234567890123456",
        "+",
        "()",
        "E8",
        "x" * 9_999,
    ],
)
def test_what_is_no_number_is_none(text):
    assert parse_phone(text) is None
    assert split_phones(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "06 12 34 56 78 / 04 76 12 34 56",
        "06.12.34.56.78/04.76.12.34.56",
        "0612345678/0476123456",
        "06.12.34.56.78 ou 04.76.12.34.56",
        "06 12 34 56 78\n04 76 12 34 56",
        "06 12 34 56 78 04 76 12 34 56",
        "06 12 34 56 78, fixe : 04 76 12 34 56",
        "+33612345678;+33476123456",
        "06 12 34 56 78 - 04 76 12 34 56",
        "06 12 34 56 78 (Awa) et 04 76 12 34 56 (bureau)",
        "06 12 34 56 78 | 06.12.34.56.78 | 04 76 12 34 56",
    ],
)
def test_two_numbers_in_a_cell_are_both_found(text):
    assert [phone.e164 for phone in split_phones(text)] == [AMINA, "+33476123456"]


def test_slashes_inside_one_number_do_not_cut_it():
    assert [phone.e164 for phone in split_phones("06/12/34/56/78")] == [AMINA]


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("06 12 34 56 78", "612345678"),
        ("+33 6 12 34", "61234"),
        ("06 12 34", "61234"),
        ("0033 6 12", "612"),
        ("+213 551 23 45 67", "551234567"),
        ("33612345678", "612345678"),
        ("Amina", ""),
    ],
)
def test_search_digits(text, digits):
    assert digits_of(text) == digits


def test_display_of_foreign_and_unknown_numbers():
    assert format_phone("+262692123456") == "06 92 12 34 56"
    assert format_phone("+213551234567") == "+213 551 23 45 67"
    assert format_phone("3939") == "3939"


def test_whatsapp_number():
    assert parse_phone("06 12 34 56 78").whatsapp == "33612345678"


@given(st.sampled_from(["61", "62", "76", "47", "14"]), st.integers(0, 9_999_999))
def test_what_is_shown_reads_back(prefix, rest):
    phone = parse_phone(f"+33{prefix}{rest:07d}")
    if phone is not None:
        assert parse_phone(phone.display) == phone
        assert parse_phone(phone.e164[3:]) == phone
        assert format_phone(phone.e164) == phone.display


@given(st.text(max_size=60))
def test_no_text_makes_the_reading_fail(text):
    assert parse_phone(text) is None or split_phones(text)
    assert isinstance(digits_of(text), str)


def test_plain_mobiles_read_as_the_world_s_plan_reads_them(monkeypatch):
    draw = random.Random(1)
    numbers = [f"0{draw.choice('67')}{draw.randrange(10**8):08d}" for _ in range(300)]
    cells = [" ".join(re.findall("..", number)) for number in numbers] + ["06.12.34.56.78"]
    quick = [split_phones(cell) for cell in cells]
    monkeypatch.setattr(phones, "_plain_mobile", lambda _text: None)
    assert quick == [split_phones(cell) for cell in cells]
