"""Dates typed by hand or exported by other software."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.core.days.dates import DayOrder, detect_day_order, parse_date

TODAY = datetime.date(2025, 11, 25)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("03/11/1984", (1984, 11, 3)),
        ("3-11-84", (1984, 11, 3)),
        ("3.11.84", (1984, 11, 3)),
        ("3/11/25", (2025, 11, 3)),
        ("2025-11-03", (2025, 11, 3)),
        ("2025-11-03 18:30", (2025, 11, 3)),
        ("2025-11-03T18:30:00+01:00", (2025, 11, 3)),
        ("03/11/2025 à 18h30", (2025, 11, 3)),
        ("20251103", (2025, 11, 3)),
        ("3 novembre 2025", (2025, 11, 3)),
        ("mardi 1er décembre 2025", (2025, 12, 1)),
        ("lun. 3 nov. 2025", (2025, 11, 3)),
        ("nov. 2025", (2025, 11, 1)),
        ("Août 2024", (2024, 8, 1)),
        ("November 3, 2025", (2025, 11, 3)),
    ],
)
def test_every_writing_of_a_date_is_understood(text, expected):
    assert parse_date(text, today=TODAY) == datetime.date(*expected)


def test_month_first_when_told_so():
    text = "11/03/2025 06:30 PM"
    assert parse_date(text, day_first=False) == datetime.date(2025, 11, 3)


@pytest.mark.parametrize(
    "text",
    ["", "hier", "31/02/2025", "11/25/2025", "03/11", "06 12 34 56 78", "1/1/0001", "²/1/2025"],
)
def test_what_is_no_date_is_none(text):
    assert parse_date(text, today=TODAY) is None


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["03/11/2025", "25/11/2025", ""], DayOrder.DAY_FIRST),
        (["03/11/2025", "11/25/2025 06:30 PM"], DayOrder.MONTH_FIRST),
        (["03/11/2025", "04/05/2025"], DayOrder.AMBIGUOUS),
        (["25/11/2025", "11/25/2025"], DayOrder.AMBIGUOUS),
        (["2025-11-25", "x"], DayOrder.AMBIGUOUS),
    ],
)
def test_order_of_a_column(values, order):
    assert detect_day_order(values) == order


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)))
def test_what_is_written_reads_back(day):
    assert parse_date(day.isoformat()) == day
    assert parse_date(day.strftime("%d/%m/%Y")) == day
    assert parse_date(day.strftime("%m/%d/%Y"), day_first=False) == day


@given(st.text(max_size=40))
def test_no_text_makes_the_reading_fail(text):
    parse_date(text)
    detect_day_order([text])
