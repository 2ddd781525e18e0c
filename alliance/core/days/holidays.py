"""French public holidays (Code du travail, L3133-1), and those a few departments add.

Where a town is comes from its INSEE code; without one, the eleven days of everywhere. Good Friday
is counted in the whole of Alsace-Moselle, though the law keeps it to towns with a Protestant
church: an office thought closed makes people come a day early, never a day late.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

FIXED: Final = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
AFTER_EASTER: Final = (1, 39, 50)  # Easter Monday, Ascension, Whit Monday
ALSACE_MOSELLE: Final = frozenset({"57", "67", "68"})  # Good Friday and the day after Christmas
GOOD_FRIDAY: Final = -2
# The end of slavery (Code du travail, L3422-2): each of these territories has its own day.
ABOLITION: Final = {
    "971": (5, 27),
    "972": (5, 22),
    "973": (6, 10),
    "974": (12, 20),
    "976": (4, 27),
    "977": (10, 9),
    "978": (5, 28),
}


@lru_cache(maxsize=256)
def holidays(year: int, department: str = "") -> frozenset[date]:
    """The eleven of a year, three of which follow Easter, and those of a department."""
    fixed = {date(year, month, day) for month, day in FIXED}
    days = fixed | {easter(year) + timedelta(days=after) for after in AFTER_EASTER}
    if department in ALSACE_MOSELLE:
        days |= {easter(year) + timedelta(days=GOOD_FRIDAY), date(year, 12, 26)}
    if department in ABOLITION:
        days.add(date(year, *ABOLITION[department]))
    return frozenset(days)


def is_holiday(day: date, insee_code: str = "") -> bool:
    """Whether nobody works on that day, in the commune of that code."""
    return day in holidays(day.year, department_of(insee_code))


def department_of(insee_code: str) -> str:
    """The department of a commune: two characters, three overseas."""
    overseas = insee_code.startswith(("97", "98"))
    return insee_code[:3] if overseas else insee_code[:2]


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
