"""French as it is spoken: dates beside now, counts, money, lists, elision.

Words go through gettext (the msgids are French). Spaces that must not break are U+00A0, or U+202F
in numbers.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import get_language, gettext, ngettext, npgettext
from django.utils.translation import gettext_lazy as _

from alliance.core.text.names import fold

NBSP: Final = "\u00a0"
NARROW: Final = "\u202f"
MINUTE: Final = 60
HOUR: Final = 3_600
DAY: Final = 86_400

# Django shortens « janvier » to « jan. »: these are the Imprimerie nationale's abbreviations.
SHORT_MONTHS: Final = (
    _("janv."),
    _("févr."),
    _("mars"),
    _("avr."),
    _("mai"),
    _("juin"),
    _("juill."),
    _("août"),
    _("sept."),
    _("oct."),
    _("nov."),
    _("déc."),
)


# --- Dates -----------------------------------------------------------------------------------


def spoken_time(moment: datetime.datetime | datetime.time) -> str:
    """« 18 h », « 9 h 30 », « 9 h 05 », in the current time zone."""
    clock = moment if isinstance(moment, datetime.time) else _local(moment)
    if not clock.minute:
        return gettext("%(hour)d h") % {"hour": clock.hour}
    return gettext("%(hour)d h %(minute)02d") % {"hour": clock.hour, "minute": clock.minute}


def spoken_date(
    day: datetime.date | datetime.datetime, *, now: datetime.datetime | None = None
) -> str:
    """« aujourd’hui », « demain », « mardi 25 nov. », with the year when it is another."""
    day = _day(day)
    today = _day(now or timezone.now())
    near = {-1: gettext("hier"), 0: gettext("aujourd’hui"), 1: gettext("demain")}
    if (day - today).days in near:
        return near[(day - today).days]
    return _written(day, short=True, year=day.year != today.year)


def spoken_datetime(moment: datetime.datetime, *, now: datetime.datetime | None = None) -> str:
    """« demain à 9 h 30 », « mardi 25 nov. à 18 h », in the current time zone."""
    return _at(spoken_date(moment, now=now), moment)


def day_and_month(day: datetime.date | datetime.datetime) -> str:
    """« mardi 25 novembre »: never « demain », for what is read later than it is written."""
    return _written(_day(day), short=False, year=False)


def full_date(day: datetime.date | datetime.datetime) -> str:
    """« mardi 25 novembre 2025 »."""
    return _written(_day(day), short=False, year=True)


def day_month_year(day: datetime.date | datetime.datetime) -> str:
    """« 25 novembre 2025 »: for periods and papers, where the weekday says nothing."""
    local = _day(day)
    values = {"day": day_number(local.day), "month": MONTHS[local.month], "year": local.year}
    return gettext("%(day)s %(month)s %(year)s") % values


def day_in_month(day: datetime.date | datetime.datetime) -> str:
    """« 25 novembre »: where the year is plain."""
    local = _day(day)
    return gettext("%(day)s %(month)s") % {
        "day": day_number(local.day),
        "month": MONTHS[local.month],
    }


def short_day(day: datetime.date | datetime.datetime) -> str:
    """« 25 nov. 2025 », for a pill."""
    local = _day(day)
    values = {"day": day_number(local.day), "month": short_month(local), "year": local.year}
    return gettext("%(day)s %(month)s %(year)s") % values


def short_month(day: datetime.date | datetime.datetime) -> str:
    """« janv. »."""
    return str(SHORT_MONTHS[_day(day).month - 1])


def full_datetime(moment: datetime.datetime) -> str:
    """« mardi 25 novembre 2025 à 18 h », in the current time zone."""
    return _at(full_date(moment), moment)


def _at(day: str, moment: datetime.datetime) -> str:
    return gettext("%(day)s à %(time)s") % {"day": day, "time": spoken_time(moment)}


def _written(day: datetime.date, *, short: bool, year: bool) -> str:
    values = {
        "weekday": WEEKDAYS[day.weekday()],
        "day": day_number(day.day),
        "month": SHORT_MONTHS[day.month - 1] if short else MONTHS[day.month],
        "year": day.year,
    }
    if year:
        return gettext("%(weekday)s %(day)s %(month)s %(year)s") % values
    return gettext("%(weekday)s %(day)s %(month)s") % values


def day_number(day: int) -> str:
    """« 1er » in French, the bare number otherwise."""
    return "1er" if day == 1 and _speaks_french() else str(day)


def since(moment: datetime.datetime, *, now: datetime.datetime | None = None) -> str:
    """« il y a 3 jours », « dans 2 heures », « à l’instant »; whole units, rounded down."""
    seconds = int((moment - (now or timezone.now())).total_seconds())
    if abs(seconds) < MINUTE:
        return gettext("à l’instant")
    span = _span(abs(seconds))
    words = gettext("dans %(span)s") if seconds > 0 else gettext("il y a %(span)s")
    return words.replace("il y a ", f"il{NBSP}y{NBSP}a{NBSP}") % {"span": span}


def _span(seconds: int) -> str:
    days = seconds // DAY
    if seconds < HOUR:
        return _counted(seconds // MINUTE, ngettext("minute", "minutes", seconds // MINUTE))
    if seconds < DAY:
        return _counted(seconds // HOUR, npgettext("durée", "heure", "heures", seconds // HOUR))
    if days < 31:
        return _counted(days, ngettext("jour", "jours", days))
    if days < 365:
        months = days * 12 // 365
        return _counted(months, ngettext("mois", "mois", months))
    return _counted(days // 365, ngettext("an", "ans", days // 365))


def _counted(count: int, word: str) -> str:
    return f"{number(count)}{NBSP}{word}"


def _local(moment: datetime.datetime) -> datetime.datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def _day(day: datetime.date | datetime.datetime) -> datetime.date:
    return _local(day).date() if isinstance(day, datetime.datetime) else day


def _speaks_french() -> bool:
    return (get_language() or "fr").startswith("fr")


# --- Counts and money ------------------------------------------------------------------------


def is_plural(count: float | Decimal) -> bool:
    """True from 2 in French (0 and 1,5 are singular); for anything but 1 elsewhere."""
    return abs(float(count)) >= 2 if _speaks_french() else count != 1


def plural(count: float | Decimal, singular: str, many: str) -> str:
    """Choose a word by its count."""
    return many if is_plural(count) else singular


def number(value: float | Decimal, decimals: int | None = None) -> str:
    """« 1 234 », « 12,5 »: narrow spaces that do not break, a comma, no useless decimals.

    « 1,234 » and « 12.5 » in English.
    """
    text = f"{value:,.{decimals}f}" if decimals is not None else f"{value:,}"
    whole, _, rest = text.partition(".")
    if decimals is None:
        rest = rest.rstrip("0")
    english = (get_language() or "").startswith("en")
    whole = whole.replace(",", "," if english else NARROW).replace("-", "−")
    return f"{whole}{'.' if english else ','}{rest}" if rest else whole


def euros(amount: float | Decimal) -> str:
    """« 12 € », « 12,50 € », « €12.50 » in English: cents shown only when there are some."""
    exact = Decimal(str(amount)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    decimals = 0 if exact == exact.to_integral_value() else 2
    return gettext("%(amount)s €") % {"amount": number(exact, decimals)}


def ordinal(rank: int, *, feminine: bool = False) -> str:
    """« 1er », « 1re », « 2e »."""
    if rank == 1:
        return gettext("1re") if feminine else gettext("1er")
    return gettext("%(rank)se") % {"rank": number(rank)}


# --- Words -----------------------------------------------------------------------------------


def join_list(items: Iterable[object]) -> str:
    """« A », « A et B », « A, B et C »."""
    texts = [str(item) for item in items]
    if len(texts) < 2:
        return "".join(texts)
    return gettext("%(start)s et %(last)s") % {"start": ", ".join(texts[:-1]), "last": texts[-1]}


def elides(word: str) -> bool:
    """True before a vowel or an h (d’Amina, d’Hélène), and y before a consonant (d’Yves)."""
    key = fold(word).lstrip('«"( ')
    return bool(re.match(r"[aeiouh]|y(?![aeiouy])", key))


def elide(article: str, word: str) -> str:
    """Put « de », « que », « le »… before a word: « d’Amina », « de Karim »."""
    return f"{article[:-1]}’{word}" if elides(word) else f"{article} {word}"


def initials(*names: str) -> str:
    """Two letters for an avatar: « Nacéra », « Ben Ali » → « NA »; accents are kept."""
    words = [word for word in re.findall(r"[^\W\d_]+", " ".join(names).replace("’", " ")) if word]
    if not words:
        return "?"
    if len(words) == 1:
        return words[0][:2].capitalize()
    return (words[0][0] + words[-1][0]).upper()
