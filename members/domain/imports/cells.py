"""Read one cell: yes or no, money, an address, a list of words. Pure, without a database."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Final

from alliance.core.days.dates import parse_date, parse_serial
from alliance.core.text.names import clean_text, fold, tidy_name
from members.enums import PaymentMethod, PersonSource

YES: Final = frozenset(
    ["oui", "o", "yes", "y", "x", "1", "vrai", "true", "ok", "accord", "d accord"]
)
NO: Final = frozenset(["non", "n", "no", "0", "faux", "false", "refus", "refuse", "pas d accord"])
POSTAL: Final = re.compile(r"(?:[FB]-)?(\d{5})(?!\d)")
WHOLE_ADDRESS: Final = re.compile(
    r"(?P<street>.*?)[\s,;–-]*\b(?:F-)?(?P<code>\d{5})\b[\s,]*(?P<city>[^\d,;\n]*)", re.DOTALL
)
SHORT_POSTAL: Final = re.compile(r"\d{4}(?:[.,]0+)?")
LIST_MARKS: Final = re.compile(r"[;,|\n]+")
LANGUAGE_MARKS: Final = re.compile(r"[;,|/\n+]+|\bet\b|&")
YEAR: Final = re.compile(r"(?:19|20)\d\d")
MONEY: Final = re.compile(r"-?\d[\d\s.,]*")
FIRST_BIRTH: Final = 1900

METHODS: Final = (
    (re.compile(r"helloasso|hello asso"), PaymentMethod.HELLOASSO),
    (re.compile(r"esp|liquide|cash|monnaie"), PaymentMethod.CASH),
    (re.compile(r"ch(e|è)?que|chq|check"), PaymentMethod.CHEQUE),
    (re.compile(r"prelev|sepa"), PaymentMethod.SEPA),
    (re.compile(r"vir|transfer|eft"), PaymentMethod.TRANSFER),
    (re.compile(r"carte|cb|card|en ligne|internet"), PaymentMethod.CARD),
)
SOURCES: Final = (
    (re.compile(r"porte|pap\b|tractage|cage d escalier|hall"), PersonSource.DOOR),
    (re.compile(r"tete a tete|entretien|one ?to ?one|rdv|rendez"), PersonSource.ONE_TO_ONE),
    (re.compile(r"reunion|assemblee|\bag\b|atelier|permanence"), PersonSource.MEETING),
    (re.compile(r"action|manif|rassemblement|marche\b|occupation"), PersonSource.ACTION),
    (re.compile(r"association|asso\b|groupe|collectif|amicale|comite"), PersonSource.GROUP),
    (re.compile(r"site|formulaire|internet|en ligne|facebook|reseaux"), PersonSource.WEBSITE),
    (re.compile(r"bouche|voisin|ami\b|amie\b|connaissance|famille"), PersonSource.WORD_OF_MOUTH),
)


def yes_or_no(cell: str) -> bool | None:
    """Return what a cell answers, or None when it says neither: « OK », « x », « non »."""
    key = fold(cell).strip(".!: ")
    if key in YES or key.startswith("oui"):
        return True
    return False if key in NO or key.startswith("non") else None


def amount(cell: str) -> Decimal | None:
    """Return a sum in euros: « 5,00 », « 12.50 € », « $2,535.00 », « 1 200 »; None when unread."""
    match = MONEY.search(cell.replace("\xa0", " ").replace("\u202f", " "))
    if match is None:
        return None
    digits = re.sub(r"\s", "", match.group()).rstrip(".,")
    mark = max(digits.rfind(","), digits.rfind("."))
    if mark >= 0 and len(digits) - mark - 1 in (1, 2):
        digits = re.sub(r"[.,]", "", digits[:mark]) + "." + digits[mark + 1 :]
    else:
        digits = re.sub(r"[.,]", "", digits)
    try:
        value = Decimal(digits)
    except InvalidOperation:
        return None
    return value if abs(value) < 1_000_000 else None


def payment_method(cell: str) -> str:
    """Return the means of payment a cell names, or "" when it is none of ours."""
    key = fold(cell)
    return next((str(method) for pattern, method in METHODS if pattern.search(key)), "")


def source_kind(cell: str) -> str:
    """Return how somebody was met when the cell says it in known words, or ""."""
    key = fold(cell)
    return next((str(kind) for pattern, kind in SOURCES if pattern.search(key)), "")


def birth_year(cell: str, *, day_first: bool, this_year: int) -> int | None:
    """Return the year of a birth date (« 12/03/1980 », « 1980 », « vers 1980 »), or None.

    The day and the month are not kept: we have no use for them (GDPR art. 5.1.c).
    """
    if match := YEAR.fullmatch(cell.strip()):
        year = int(match.group())
    elif found := parse_date(cell, day_first=day_first) or parse_serial(cell):
        year = found.year if found.year <= this_year else found.year - 100
    elif match := YEAR.search(cell):
        year = int(match.group())
    else:
        return None
    return year if FIRST_BIRTH <= year <= this_year else None


def split_list(cell: str, *, keep_whole: frozenset[str] = frozenset()) -> list[str]:
    """Cut « Amicale; Parents d’élèves » into names, each once; a known whole name stays whole."""
    if fold(cell) in keep_whole:
        return [clean_text(cell)]
    parts = (clean_text(part).strip(" .-•") for part in LIST_MARKS.split(cell))
    found: dict[str, str] = {}
    for part in parts:
        if part:
            found.setdefault(fold(part), part)
    return list(found.values())


def languages(cell: str) -> list[str]:
    """Cut « Arabe / français et soninké » into language names in lower case."""
    parts = (clean_text(part, 40).lower() for part in LANGUAGE_MARKS.split(cell))
    return list(dict.fromkeys(part.strip(" .") for part in parts if part.strip(" .")))


def postal_code(cell: str) -> str:
    """Return a postal code; « 1000 » lost its zero in the spreadsheet."""
    text = cell.strip()
    if SHORT_POSTAL.fullmatch(text):
        return "0" + text[:4]
    match = POSTAL.search(text.replace(" ", ""))
    return match[1] if match else clean_text(text, 10)


def city(cell: str) -> tuple[str, str]:
    """Return (postal code or "", city): « 38130 ÉCHIROLLES » holds both."""
    text = clean_text(cell, 120)
    match = re.match(r"(\d{5})\s+(.+)", text)
    code, name = (match[1], match[2]) if match else ("", text)
    name = re.sub(r"\s+cedex(\s+\d+)?$", "", name, flags=re.IGNORECASE)
    return code, tidy_name(name) if name.isupper() or name.islower() else name


def address(cell: str) -> dict[str, str]:
    """Cut « 12 rue des Lilas, 38100 Grenoble » in street, postal code and city."""
    match = WHOLE_ADDRESS.fullmatch(cell.strip())
    if match is None:
        return {"street": " ".join(cell.split())[:200]}
    street = clean_text(match["street"].replace("\n", ", "), 200).strip(" ,;-")
    found = {"street": street, "postal_code": match["code"], "city": city(match["city"])[1]}
    return {name: text for name, text in found.items() if text}
