"""Clear days (« jours francs ») and the days when French offices are closed.

In a delay of three clear days neither the day of the deed nor the last day counts: for a Tuesday,
the paper is given in by the Friday before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

SATURDAY: Final = 5
ONE_DAY: Final = timedelta(days=1)
# From Easter: Monday, Ascension, Whit Monday.
AFTER_EASTER: Final = (1, 39, 50)
FIXED: Final = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))


@dataclass(frozen=True)
class Window:
    """When a paper may be given in: from `opens` to `closes`, both included.

    `closes` is the last day by law; `last_open_day` is the last one on which an office is open.
    """

    opens: date
    closes: date
    last_open_day: date

    def is_over(self, today: date) -> bool:
        """Whether it is too late."""
        return today > self.closes


def clear_days_before(day: date, clear: int) -> date:
    """The last day that leaves `clear` clear days before `day`."""
    return day - timedelta(days=clear + 1)


def filing_window(day: date, *, least: int = 3, most: int = 15) -> Window:
    """When to file what must be filed at least and at most so many clear days before `day`."""
    closes = clear_days_before(day, least)
    return Window(clear_days_before(day, most), closes, last_open_day(closes))


def last_open_day(day: date) -> date:
    """That day, or the last one before it that is neither a weekend nor a public holiday."""
    while day.weekday() >= SATURDAY or day in public_holidays(day.year):
        day -= ONE_DAY
    return day


@cache
def public_holidays(year: int) -> frozenset[date]:
    """The eleven public holidays of metropolitan France."""
    moving = {easter(year) + timedelta(days=days) for days in AFTER_EASTER}
    return frozenset(moving | {date(year, month, day) for month, day in FIXED})


def easter(year: int) -> date:
    """Easter Sunday (Meeus, Jones and Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    letter = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * letter) // 451
    month, day = divmod(epact + letter - 7 * shift + 114, 31)
    return date(year, month, day + 1)
