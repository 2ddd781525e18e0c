"""Clear days and French holidays."""

from datetime import date

import pytest

from alliance.core.clear_days import (
    clear_days_before,
    easter,
    filing_window,
    last_open_day,
    public_holidays,
)


def test_for_a_tuesday_one_files_by_the_friday_before():
    assert clear_days_before(date(2026, 12, 8), 3) == date(2026, 12, 4)


def test_the_window_opens_fifteen_clear_days_before():
    window = filing_window(date(2026, 12, 8))
    assert (window.opens, window.closes) == (date(2026, 11, 22), date(2026, 12, 4))
    assert not window.is_over(date(2026, 12, 4))
    assert window.is_over(date(2026, 12, 5))


def test_a_closed_office_is_told_with_the_last_day_it_is_open():
    window = filing_window(date(2026, 12, 10))  # by Sunday 6
    assert window.closes == date(2026, 12, 6)
    assert window.last_open_day == date(2026, 12, 4)


@pytest.mark.parametrize(
    ("year", "day"),
    [(2024, date(2024, 3, 31)), (2026, date(2026, 4, 5)), (2038, date(2038, 4, 25))],
)
def test_easter(year, day):
    assert easter(year) == day


def test_the_eleven_holidays():
    days = public_holidays(2026)
    assert len(days) == 11
    assert {date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25), date(2026, 7, 14)} <= days
    assert last_open_day(date(2026, 5, 14)) == date(2026, 5, 13)
