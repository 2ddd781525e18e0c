"""Clear days and French holidays."""

from datetime import date

import pytest

from alliance.core.days.clear_days import (
    clear_days_before,
    filing_window,
    last_open_day,
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


def test_an_office_is_closed_on_ascension_day():
    assert last_open_day(date(2026, 5, 14)) == date(2026, 5, 13)


@pytest.mark.parametrize(
    ("insee_code", "day"),
    [("67482", date(2026, 4, 2)), ("38185", date(2026, 4, 3)), ("", date(2026, 4, 3))],
)
def test_an_office_of_strasbourg_is_closed_on_good_friday(insee_code, day):
    assert filing_window(date(2026, 4, 7), insee_code=insee_code).last_open_day == day
