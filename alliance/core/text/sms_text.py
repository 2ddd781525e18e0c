"""How long a text message is: GSM-7 or UCS-2, parts, and what makes it dear.

GSM 03.38: 160 characters of its alphabet, 153 a part when there are several; a character outside
it makes the whole message UCS-2: 70 characters, then 67 a part.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

ALPHABET: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWICE: Final = frozenset("^{}\\[~]|€\f")  # an escape and a character
# What typography adds, and a telephone does not need.
TYPOGRAPHY: Final = str.maketrans(
    {
        "’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "…": "...",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "·": ".", "•": "-", "œ": "oe", "Œ": "OE",
        "ı": "i", "\u200b": "", "\t": " ",
    }
)  # fmt: skip
LONGEST_PARTS: Final = 6
_QUOTES: Final = re.compile(r"«\s*|\s*»")


_CONTACT: Final = re.compile(
    r"https?:|www\.|\w@\w|(?<!\d)(?:\+33|0033|0)[ .-]?[1-9](?:[ .-]?\d\d){4}(?!\d)", re.IGNORECASE
)


@dataclass(frozen=True)
class Length:
    """`units`: what is counted; `per_part`: how many fit; `dear`: characters that make it UCS-2."""

    units: int
    parts: int
    per_part: int
    unicode: bool
    dear: str

    @property
    def left(self) -> int:
        """How many more fit without another part."""
        return self.parts * self.per_part - self.units


def measure(text: str) -> Length:
    """The length of a text message as operators charge it."""
    dear = "".join(dict.fromkeys(c for c in text if c not in ALPHABET and c not in TWICE))
    if dear:
        units, single, several = len(text.encode("utf-16-be")) // 2, 70, 67
    else:
        units, single, several = len(text) + sum(c in TWICE for c in text), 160, 153
    if units <= single:
        return Length(units, 1 if units else 0, single, bool(dear), dear)
    return Length(units, -(-units // several), several, bool(dear), dear)


def holds_contact(text: str) -> bool:
    """Whether it holds a link, an e-mail or a French phone number."""
    return bool(_CONTACT.search(text))


def lighten(text: str) -> str:
    """The same words with what the GSM alphabet knows: « fête » → « fete », « ’ » → « ' ».

    Accents it knows (é è à ù) stay. Writing of another alphabet is left whole.
    """
    plain = _QUOTES.sub('"', text).translate(TYPOGRAPHY)
    light = "".join(map(_light, plain))
    return light if not measure(light).unicode else plain


def _light(character: str) -> str:
    if character in ALPHABET or character in TWICE:
        return character
    bare = unicodedata.normalize("NFD", character)[0]
    return bare if bare in ALPHABET else character
