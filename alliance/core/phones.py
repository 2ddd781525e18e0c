"""Telephone numbers as French people write them, kept as E.164 and shown by pairs of digits.

Numbers follow the French plan (ARCEP decision 2022-1583), overseas departments included, then
those of the world.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

import phonenumbers
from phonenumbers import (
    NumberParseException,
    PhoneMetadata,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberType,
)


class PhoneKind(StrEnum):
    """What a number is good for."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    SPECIAL = "special"
    FOREIGN = "foreign"


# Overseas numbers share the shape of the mainland's (0692…), but belong to other country codes.
OVERSEAS: Final = ("RE", "GP", "MQ", "GF", "YT")
PAIRED_CODES: Final = frozenset({33, 262, 590, 594, 596})
FRENCH_CODES: Final = PAIRED_CODES | {508, 681, 687, 689}
# Kept by ARCEP for films and demonstrations: they ring nowhere, so the library does not know them.
FICTION: Final = ("19900", "26191", "35301", "46571", "53649", "63998")
MOBILE_TYPES: Final = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
SPECIAL_TYPES: Final = (
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.UAN,
)

MAX_TEXT: Final = 500
SCIENTIFIC: Final = re.compile(r"\d[.,]\d+E\+?\d{1,2}", re.IGNORECASE)
LETTER_O: Final = re.compile(r"(?<![^\W\d_])[oO](?=[\s.\-]?[\doO])(?!u)|(?<=\d)[oO](?![^\W\d_])")
NUMBERISH: Final = re.compile(r"\+?\s?\(?\+?\d[\d\s.\-()/_]*\d")
BETWEEN: Final = re.compile(r"[\n\r;,|&]|\s/\s|\s-\s|\bou\b|\bet\b|\bpuis\b", re.IGNORECASE)
MOBILE: Final = re.compile(r"0[67][0-9]{8}")
BETWEEN_PAIRS: Final = re.compile(r"[ .\-\u00a0\u202f]")
FRENCH_NUMBER: Final = re.compile(
    r"(?:(?:\+|00)\s?(?:33|262|59[046])[\s.\-]*[1-9]|0[\s.\-]?[1-9])"
    r"(?:[\s.\-/]*\d\d){4}(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Phone:
    """A valid number: its E.164 form, how to show it, what it is, if it takes text messages."""

    e164: str
    display: str
    kind: PhoneKind
    sms_capable: bool

    @property
    def whatsapp(self) -> str:
        """The digits of a wa.me link."""
        return self.e164[1:]


def parse_phone(text: str, region: str = "FR") -> Phone | None:
    """Return the first number written in a text, or None when there is no valid one.

    Understands spreadsheets' damage (lost leading zero, `612345678.0`, `6.12345678E8`), `+33
    (0)6`, `0033`, words around, the letter O for zero. Numbers of ARCEP's fiction ranges are
    valid.
    """
    for candidate in _candidates(_plain(text)):
        number = _read(candidate, region)
        if number is not None:
            return _phone(number)
    return None


def split_phones(text: str, region: str = "FR") -> list[Phone]:
    """Return the different numbers of a cell that may hold several, in their order."""
    if region == "FR" and (mobile := _plain_mobile(text)):
        return [mobile]
    plain = _plain(text)
    pieces = BETWEEN.split(plain)
    found: dict[str, Phone] = {}
    for piece in pieces:
        several = [match.group() for match in FRENCH_NUMBER.finditer(piece)]
        for one in several if len(several) > 1 else _slashed(piece):
            phone = parse_phone(one, region)
            if phone is not None:
                found.setdefault(phone.e164, phone)
    if not found and (whole := parse_phone(text, region)):
        found[whole.e164] = whole
    return list(found.values())


def _plain_mobile(text: str) -> Phone | None:
    """« 06 12 34 56 78 » and nothing else: most cells of most files, without the world's plan."""
    digits = BETWEEN_PAIRS.sub("", text)
    national = digits[1:]
    if not MOBILE.fullmatch(digits) or not _mobiles().fullmatch(national):
        return None
    display = " ".join(re.findall("..", digits))
    return Phone(f"+33{national}", display, PhoneKind.MOBILE, sms_capable=True)


@cache
def _mobiles() -> re.Pattern[str]:
    """What the library takes for a French mobile."""
    plan = PhoneMetadata.metadata_for_region("FR")
    mobiles = plan.mobile if plan else None
    return re.compile((mobiles and mobiles.national_number_pattern) or r"(?!)")  # else none


def _slashed(piece: str) -> list[str]:
    """Cut at slashes only when each side is long enough to be a number: 06/12/34/56/78 is one."""
    sides = piece.split("/")
    return sides if all(sum(map(str.isdigit, side)) >= 9 for side in sides) else [piece]


def format_phone(e164: str) -> str:
    """Return how a kept number is shown: « 06 12 34 56 78 »; unknown text stays as it is."""
    try:
        return _display(phonenumbers.parse(e164))
    except NumberParseException:
        return e164


def digits_of(text: str) -> str:
    """Return the significant digits of a search: « 06 12 34 » and « +33 6 12 34 » give 61234."""
    phone = parse_phone(text)
    if phone is not None:
        return phonenumbers.national_significant_number(phonenumbers.parse(phone.e164))
    digits = re.sub(r"\D", "", text.replace("(0)", ""))
    return re.sub(r"^(?:0033|33(?=[1-9]\d{4})|00|0)", "", digits) if digits else ""


def _plain(text: str) -> str:
    """Undo what spreadsheets and keyboards do to a number."""
    plain = re.sub(r"[\u00a0\u202f\u2007\u2009\t]", " ", text[:MAX_TEXT])
    plain = re.sub(r"[\u2010-\u2015\u2212·•]", "-", plain.replace("＋", "+"))
    plain = re.sub(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]", "", plain)
    plain = re.sub(r"\(\s*0\s*\)", "", plain)
    if SCIENTIFIC.fullmatch(plain.strip()):
        plain = str(int(float(plain.strip().replace(",", "."))))
    plain = (
        re.sub(r"(?<=\d)[.,]0+$", "", plain.strip())
        if re.fullmatch(r"\+?\d{8,}[.,]0+", plain.strip())
        else plain
    )
    return LETTER_O.sub("0", plain)


def _candidates(plain: str) -> Iterator[str]:
    for match in NUMBERISH.finditer(plain):
        chunk = match.group()
        compact = ("+" if "+" in chunk[:3] else "") + re.sub(r"\D", "", chunk)
        if len(compact) >= 6:
            yield compact
            if french := FRENCH_NUMBER.search(chunk):
                yield re.sub(r"[^\d+]", "", french.group())


def _read(compact: str, region: str) -> PhoneNumber | None:
    """Try the readings of a string of digits, from the likeliest."""
    if compact.startswith("00"):
        compact = "+" + compact[2:]
    if compact.startswith("+"):
        return _valid(compact, None)
    overseas = OVERSEAS if region == "FR" else ()
    for place in (region, *overseas):
        if number := _valid(compact, place):
            return number
    # A spreadsheet ate the plus sign of +213…
    return _valid("+" + compact, None) if 11 <= len(compact) <= 13 and compact[0] != "0" else None


def _valid(text: str, region: str | None) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException:
        return None
    if phonenumbers.is_valid_number(number) or _is_fiction(number):
        return number
    return None


def _is_fiction(number: PhoneNumber) -> bool:
    national = str(number.national_number)
    return number.country_code == 33 and len(national) == 9 and national.startswith(FICTION)


def _phone(number: PhoneNumber) -> Phone:
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    kind_of_line = phonenumbers.number_type(number)
    mobile = kind_of_line in MOBILE_TYPES or (_is_fiction(number) and e164.startswith("+336"))
    return Phone(e164, _display(number), _kind(number, kind_of_line, mobile), sms_capable=mobile)


def _kind(number: PhoneNumber, kind_of_line: int, mobile: bool) -> PhoneKind:
    if number.country_code not in FRENCH_CODES:
        return PhoneKind.FOREIGN
    if mobile:
        return PhoneKind.MOBILE
    return PhoneKind.SPECIAL if kind_of_line in SPECIAL_TYPES else PhoneKind.LANDLINE


def _display(number: PhoneNumber) -> str:
    national = phonenumbers.national_significant_number(number)
    if number.country_code in PAIRED_CODES and len(national) == 9:
        return " ".join(re.findall("..", "0" + national))
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
