from datetime import date

import pytest

from alliance.core.holidays import easter, holidays, is_holiday


@pytest.mark.parametrize(
    ("year", "day"), [(2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)), (2038, (4, 25))]
)
def test_easter(year, day):
    assert easter(year) == date(year, *day)


def test_eleven_a_year():
    assert len(holidays(2026)) == 11
    assert is_holiday(date(2026, 5, 14))  # Ascension
    assert is_holiday(date(2026, 5, 25))  # Whit Monday
    assert not is_holiday(date(2026, 5, 26))
