"""E-mail addresses as people write them: cleaned when safe, suggested when it is a guess."""

from __future__ import annotations

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from alliance.core.text.names import INVISIBLE, fold

MAX_LENGTH: Final = 254
BRACKETED: Final = re.compile(r"<\s*([^<>]*@[^<>]*)\s*>")
BETWEEN: Final = re.compile(r"[\s;,|/]+|\bou\b|\bet\b")
PROVIDERS: Final = (
    "gmail.com",
    "hotmail.com",
    "hotmail.fr",
    "outlook.com",
    "outlook.fr",
    "live.fr",
    "live.com",
    "msn.com",
    "yahoo.fr",
    "yahoo.com",
    "icloud.com",
    "orange.fr",
    "wanadoo.fr",
    "free.fr",
    "sfr.fr",
    "laposte.net",
    "bbox.fr",
    "neuf.fr",
    "numericable.fr",
    "riseup.net",
    "protonmail.com",
    "proton.me",
    "gmx.fr",
    "aol.com",
)
DEFAULT_PROVIDERS: Final = {name.split(".")[0]: name for name in reversed(PROVIDERS)}


def parse_email(text: str) -> str | None:
    """Return the address written in a text, in lower case, or None when it is not exactly one.

    Takes off « mailto: », « <…> », spaces around, final dots and commas. A likely mistake
    (`gmail.con`) is kept as written: see `suggest_email`.
    """
    found = split_emails(text)
    return found[0] if len(found) == 1 else None


def split_emails(text: str) -> list[str]:
    """Return the different valid addresses of a cell, in their order."""
    text = INVISIBLE.sub("", text)
    source = " ".join(BRACKETED.findall(text)) if BRACKETED.search(text) else text
    # « fatima @ gmail.com »: a space beside the sign is a slip, not a separator.
    source = re.sub(r"\s*@\s*", "@", source.replace("＠", "@"))
    found = (_valid(piece) for piece in BETWEEN.split(source) if piece and "@" in piece)
    return list(dict.fromkeys(address for address in found if address))


def _valid(piece: str) -> str | None:
    address = re.sub(r"^mailto:", "", piece.strip(), flags=re.IGNORECASE).split("?")[0]
    address = address.strip(".:;,<>()[]{}\"'«»“”’ ").lower()
    try:
        validate_email(address)
    except ValidationError:
        return None
    return address if len(address) <= MAX_LENGTH else None


def suggest_email(text: str) -> str | None:
    """Return the address probably meant, or None when the text is right or beyond guessing.

    Only a suggestion to show: `fatima@gmail.con`, `fatima.gmail.com`, `fatima(at)free.fr`,
    `zoé@orange.fr`.
    """
    typed = parse_email(text)
    local, _, domain = (typed or _repaired(text)).rpartition("@")
    meant = parse_email(f"{local}@{_meant_domain(domain)}")
    return meant if meant != typed else None


def _repaired(text: str) -> str:
    """Put back the missing sign, take off accents, read a comma as a dot."""
    text = re.sub(r"\s*(?:\(at\)|\[at\]|\(a\)|\sat\s|\sarobase\s)\s*", "@", text.strip().lower())
    text = re.sub(r"@+", "@", text).replace(",", ".").replace("..", ".")
    head, sign, domain = text.partition("@")
    if not sign:
        for provider in PROVIDERS:
            if match := re.fullmatch(rf"(.+?)[\s.@#&]+{re.escape(provider)}", text):
                return f"{_plain(match[1])}@{provider}"
        return text
    domain = domain.strip().replace(" ", "")
    return f"{_plain(head)}@{DEFAULT_PROVIDERS.get(domain, domain)}"


def _plain(local: str) -> str:
    return "".join(fold(letter) or letter for letter in local.strip().replace(" ", ""))


def _meant_domain(domain: str) -> str:
    """Return the known provider one slip away (a letter too many, missing, changed, swapped)."""
    if domain in PROVIDERS:
        return domain
    close = [provider for provider in PROVIDERS if _one_slip_away(domain, provider)]
    return close[0] if close else domain


def _one_slip_away(typed: str, meant: str) -> bool:
    if abs(len(typed) - len(meant)) > 1 or len(meant) < 7:
        return False
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    a, b = typed[start:], meant[start:]
    swapped = len(a) > 1 and len(b) > 1 and a[:2] == b[1::-1] and a[2:] == b[2:]
    return swapped or a[1:] == b[1:] or a[1:] == b or a == b[1:]
