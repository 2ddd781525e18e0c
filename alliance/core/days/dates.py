"""Dates typed by hand or written by other software."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from alliance.core.text.names import fold


class DayOrder(StrEnum):
    """How a column writes its dates."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    AMBIGUOUS = "ambiguous"


MONTH_WORDS: Final = (
    "janvier janv jan january",
    "fevrier fevr fev feb february",
    "mars mar march",
    "avril avr apr april",
    "mai may",
    "juin jun june",
    "juillet juill juil jul july",
    "aout aou aug august",
    "septembre sept sep september",
    "octobre oct october",
    "novembre nov november",
    "decembre dec december",
)
MONTHS: Final = {
    word: month for month, words in enumerate(MONTH_WORDS, start=1) for word in words.split()
}

TIME: Final = r"(?:[T ,à]+\d{1,2}\s?[:h]\s?\d{0,2}.*)?"
ISO: Final = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){TIME}", re.IGNORECASE)
COMPACT: Final = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
NUMERIC: Final = re.compile(
    rf"(\d{{1,2}})\s?[-/.]\s?(\d{{1,2}})\s?[-/.]\s?(\d{{4}}|\d\d){TIME}", re.IGNORECASE
)
WORDED: Final = re.compile(
    rf"(?:[a-z]+\.?,? )?(?:(\d{{1,2}})(?:er|e)? )?([a-z]+)\.? (\d{{4}}|\d\d){TIME}"
)
ENGLISH: Final = re.compile(rf"([a-z]+)\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}}){TIME}")
FIRST_YEAR: Final = 1890
LAST_YEAR: Final = 2150

SERIAL = re.compile(r"\d{4,5}(?:[.,]\d+)?")
SERIAL_ORIGIN = datetime.date(1899, 12, 30)  # so counted, a wrong leap day in 1900 included


def parse_date(
    text: str, *, day_first: bool = True, today: datetime.date | None = None
) -> datetime.date | None:
    """Return the date a text means, or None; a time after it is left out.

    « nov. 2025 » is the first of the month. Two figures of a year mean the past, or at most ten
    years ahead of `today`. With `day_first` False, 11/03/2025 is 3 November; an impossible month
    is never swapped with the day.
    """
    text = " ".join(text.replace("\xa0", " ").split())[:60]
    if match := ISO.fullmatch(text) or COMPACT.fullmatch(text):
        return _date(match[1], match[2], match[3], today)
    if match := NUMERIC.fullmatch(text):
        day, month = (match[1], match[2]) if day_first else (match[2], match[1])
        return _date(match[3], month, day, today)
    return _worded_date(text, today)


def parse_serial(text: str) -> datetime.date | None:
    """The day behind a number that a spreadsheet left naked: « 27395 », 1 January 1975.

    Only of those between 1915 and 2064, and only where a date is expected: a postcode looks alike.
    """
    if not SERIAL.fullmatch(text.strip()):
        return None
    days = int(text.strip().replace(",", ".").split(".")[0])
    return SERIAL_ORIGIN + datetime.timedelta(days=days) if 5_500 <= days <= 60_000 else None


def _worded_date(text: str, today: datetime.date | None) -> datetime.date | None:
    plain = fold(text)
    if (match := WORDED.fullmatch(plain)) and match[2] in MONTHS:
        return _date(match[3], MONTHS[match[2]], match[1] or 1, today)
    if (match := ENGLISH.fullmatch(plain)) and match[1] in MONTHS:
        return _date(match[3], MONTHS[match[1]], match[2], today)
    return None


def _date(
    year: str, month: str | int, day: str | int, today: datetime.date | None
) -> datetime.date | None:
    full = _full_year(year, today or datetime.date.today())
    if not FIRST_YEAR <= full <= LAST_YEAR:
        return None
    try:
        return datetime.date(full, int(month), int(day))
    except ValueError:
        return None


def _full_year(year: str, today: datetime.date) -> int:
    number = int(year)
    if len(year) > 2:
        return number
    century = today.year - today.year % 100
    return number + century if number + century <= today.year + 10 else number + century - 100


def detect_day_order(values: Iterable[str]) -> DayOrder:
    """Say if the dates of a column put the day first: an impossible month settles it."""
    day_first = month_first = False
    for value in values:
        if match := NUMERIC.fullmatch(" ".join(value.split())[:60]):
            day_first |= int(match[1]) > 12
            month_first |= int(match[2]) > 12
    if day_first == month_first:
        return DayOrder.AMBIGUOUS
    return DayOrder.DAY_FIRST if day_first else DayOrder.MONTH_FIRST
