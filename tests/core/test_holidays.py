from datetime import date

import pytest

from alliance.core.days.holidays import department_of, easter, holidays, is_holiday


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


@pytest.mark.parametrize(
    ("insee_code", "day"),
    [
        ("57463", (4, 3)),
        ("68224", (12, 26)),
        ("97105", (5, 27)),
        ("97209", (5, 22)),
        ("97302", (6, 10)),
        ("97411", (12, 20)),
        ("97608", (4, 27)),
    ],
)
def test_some_departments_have_days_of_their_own(insee_code, day):
    assert is_holiday(date(2026, *day), insee_code)
    assert not is_holiday(date(2026, *day), "38185")
    assert not is_holiday(date(2026, *day))


def test_the_department_of_a_commune():
    assert [department_of(code) for code in ("2A004", "97411", "")] == ["2A", "974", ""]
