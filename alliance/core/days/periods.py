"""A stretch of days, both ends included, and the same one a year before."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.core.text.french import day_month_year

LONGEST_YEARS = 10


class InvalidPeriod(Exception):
    """The two dates make no period; `str()` says why, in French."""


@dataclass(frozen=True)
class Period:
    """From `start` to `end`, both days included. Raises InvalidPeriod when they make none."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise InvalidPeriod(_("La fin de la période est avant son début."))
        if self.end.year - self.start.year > LONGEST_YEARS:
            raise InvalidPeriod(_("Une période va jusqu’à dix ans."))

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The first instant, and the first one after, in local time."""
        return _midnight(self.start), _midnight(self.end + timedelta(days=1))

    @property
    def words(self) -> str:
        """« du 1er janvier 2026 au 30 juin 2026 »."""
        days = {"start": day_month_year(self.start), "end": day_month_year(self.end)}
        return _("du %(start)s au %(end)s") % days

    def a_year_before(self) -> Period:
        """The same days of the year before; 29 February becomes the 28th."""
        return Period(_year_before(self.start), _year_before(self.end))

    def months(self) -> Iterator[date]:
        """The first day of each month it touches."""
        month = self.start.replace(day=1)
        while month <= self.end:
            yield month
            month = (month + timedelta(days=32)).replace(day=1)


def last_twelve_months(today: date | None = None) -> Period:
    """The eleven months before this one, whole, and this month up to today."""
    day = today or timezone.localdate()
    first = (day.replace(day=1) - timedelta(days=330)).replace(day=1)
    return Period(first, day)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def _year_before(day: date) -> date:
    length = monthrange(day.year - 1, day.month)[1]
    return day.replace(year=day.year - 1, day=min(day.day, length))
