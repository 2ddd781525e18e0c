"""Clear days (« jours francs ») and the days when French offices are closed.

In a delay of three clear days neither the day of the deed nor the last day counts: for a Tuesday,
the paper is given in by the Friday before. Offices close on the holidays of their department too:
`insee_code` says where.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from alliance.core.days.holidays import is_holiday

SATURDAY: Final = 5
ONE_DAY: Final = timedelta(days=1)


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


def filing_window(day: date, *, least: int = 3, most: int = 15, insee_code: str = "") -> Window:
    """When to file what must be filed at least and at most so many clear days before `day`."""
    closes = clear_days_before(day, least)
    return Window(clear_days_before(day, most), closes, last_open_day(closes, insee_code))


def last_open_day(day: date, insee_code: str = "") -> date:
    """That day, or the last one before it that is neither a weekend nor a public holiday."""
    while day.weekday() >= SATURDAY or is_holiday(day, insee_code):
        day -= ONE_DAY
    return day
