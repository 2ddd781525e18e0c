"""`{% load french %}`: dates, counts, money and phones as French people say them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from alliance.core.phones import format_phone
from alliance.core.text import french

register = template.Library()

STYLES = {
    "datetime": french.spoken_datetime,
    "date": french.spoken_date,
    "since": french.since,
}


@register.simple_tag
def spoken(
    moment: datetime.datetime | datetime.date | None, style: str = "datetime"
) -> SafeString | str:
    """`{% spoken dt %}`, or with "date" or "since": a `<time>` whose title is the exact date."""
    if moment is None:
        return ""
    if not isinstance(moment, datetime.datetime):
        return _time(moment.isoformat(), french.full_date(moment), french.spoken_date(moment))
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    iso = local.isoformat(timespec="minutes")
    return _time(iso, french.full_datetime(moment), STYLES[style](moment))


def _time(machine: str, exact: str, text: str) -> SafeString:
    return format_html('<time datetime="{}" title="{}">{}</time>', machine, exact, text)


@register.filter
def heure(moment: datetime.datetime | datetime.time | None) -> str:
    """`{{ dt|heure }}` → « 18 h 30 »."""
    return french.spoken_time(moment) if moment else ""


DAYS = {
    "": french.day_month_year,
    "mois": french.day_in_month,
    "bref": french.short_day,
    "semaine": french.day_and_month,
}


@register.filter
def jour(day: datetime.datetime | datetime.date | None, style: str = "") -> str:
    """`{{ d|jour }}` → « 1er décembre 2026 »; "mois", « 1er décembre »; "bref", "semaine"."""
    return DAYS[style](day) if day else ""


@register.filter
def mois_bref(day: datetime.datetime | datetime.date) -> str:
    """`{{ d|mois_bref }}` → « janv. »."""
    return french.short_month(day)


@register.filter
def pluriel(count: float | Decimal, words: str = ",s") -> str:
    """`{{ n|pluriel:"personne,personnes" }}`, `{{ n|pluriel }}` → « s » from 2."""
    singular, _, many = words.partition(",")
    return french.plural(count or 0, singular, many)


@register.filter
def nombre(value: float | Decimal | None) -> str:
    """`{{ 1234|nombre }}` → « 1 234 »."""
    return "" if value is None else french.number(value)


@register.filter
def euros(amount: float | Decimal | None) -> str:
    """`{{ 12.5|euros }}` → « 12,50 € »."""
    return "" if amount is None else french.euros(amount)


@register.filter
def enumere(items: Iterable[object]) -> str:
    """`{{ names|enumere }}` → « A, B et C »."""
    return french.join_list(items)


@register.filter
def de(word: object) -> str:
    """`{{ name|de }}` → « d’Amina », « de Karim »."""
    return french.elide("de", str(word))


@register.filter
def phone(e164: str | None) -> str:
    """`{{ number|phone }}` → « 06 12 34 56 78 », in one piece."""
    return format_phone(e164).replace(" ", french.NBSP) if e164 else ""


@register.filter
def initiales(name: object) -> str:
    """`{{ name|initiales }}` → two letters for an avatar."""
    return french.initials(str(name))


@register.filter
def ordinal(rank: int) -> str:
    """`{{ 2|ordinal }}` → « 2e »."""
    return french.ordinal(rank)
