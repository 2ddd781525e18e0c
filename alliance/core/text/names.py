"""Names as people write them: cleaned, tidied, split, and folded for comparing.

No accent is invented and no mixed case is corrected: a name belongs to the one who bears it.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import Final, NamedTuple

# Control characters, bidirectional marks and overrides, zero-width spaces, the byte-order mark.
INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
APOSTROPHES: Final = "'’‘ʼ`´′＇"
HYPHENS: Final = "-‐‑‒–—−_"
FOLDED_LETTERS: Final = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
TO_SPACE: Final = str.maketrans(dict.fromkeys(APOSTROPHES + HYPHENS, " "))

# Words that open a family name and are no first name…
PARTICLES: Final = frozenset(
    {"de", "du", "des", "d", "le", "la", "les", "von", "van", "der", "den"}
    | {"da", "das", "dos", "do", "di", "del", "della", "e"}
)
# …and those that may be one too (Ben, Al, Saint).
LIKELY_PARTICLES: Final = frozenset(
    {"ben", "bel", "bou", "abou", "abd", "el", "al", "ibn", "ould", "aït", "ait"}
    | {"saint", "sainte", "mac", "mc", "st", "ste"}
)
ROMAN: Final = re.compile(r"(?:ii|iii|iv|vi{0,3})", re.IGNORECASE)

CIVILITIES: Final = {
    **dict.fromkeys(("m", "mr", "mm", "monsieur"), "M."),
    **dict.fromkeys(("mme", "mde", "ms", "mrs", "madame"), "Mme"),
    **dict.fromkeys(("mlle", "melle", "mademoiselle"), "Mlle"),
    **dict.fromkeys(("dr", "docteur"), "Dr"),
    "mx": "Mx",
}
COUPLE: Final = re.compile(r"(?i)^(?:mr?\.?|monsieur)\s*(?:et|&|/)\s*(?:mme|madame)\.?\s+")


class FullName(NamedTuple):
    """A name cut in two; `sure` is False when a human should look."""

    first: str
    last: str
    sure: bool
    civility: str = ""


SPACES: Final = re.compile(r"\s+")
UNBREAKABLE: Final = re.compile("[\u00a0\u202f]")


def clean_text(text: str, max_length: int | None = None, *, keep_lines: bool = False) -> str:
    """Compose accents, drop invisible and turning characters, squeeze spaces, cut at a length.

    A space that must not break stays beside the French signs that ask for one, nowhere else.
    """
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    if keep_lines:
        text = "\n".join(_squeeze(line) for line in text.splitlines()).strip()
    else:
        text = _squeeze(text)
    return text[:max_length].rstrip()


def _squeeze(line: str) -> str:
    def space(run: re.Match[str]) -> str:
        kept = UNBREAKABLE.search(run[0])
        beside = line[: run.start()].endswith("«") or line.startswith(tuple("»:;!?%€"), run.end())
        return kept[0] if kept and beside else " "

    return SPACES.sub(space, line).strip()


def fold(text: str) -> str:
    """Return the key under which two writings are the same: no accents, no case, no hyphens."""
    text = unicodedata.normalize("NFKD", text.casefold().translate(FOLDED_LETTERS))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return " ".join(INVISIBLE.sub("", text.translate(TO_SPACE)).split())


def name_key(first: str, last: str) -> str:
    """Return a key that is the same whichever is the first name: « benali nacera »."""
    return " ".join(sorted(fold(f"{first} {last}").split()))


def sort_key(last: str, first: str) -> str:
    """Return what to sort by, byte by byte: « Le Anne » comes before « Le Goff Awa »."""
    # Two spaces sort before any letter: a short family name comes before a longer one.
    return f"{fold(last)}  {fold(first)}".rstrip()


def tidy_name(text: str) -> str:
    """Put capitals where French does in ALL CAPS and all lower case; leave mixed case alone."""
    text = clean_text(text)
    if not (text.isupper() or text.islower()):
        return text
    return " ".join(_tidy_word(word) for word in text.split(" "))


def _tidy_word(word: str) -> str:
    if ROMAN.fullmatch(word):
        return word.upper()
    return "-".join(_tidy_part(part) for part in word.split("-"))


def _tidy_part(part: str) -> str:
    """A capital follows the apostrophe after one letter: N’Diaye, O’Brien, D’Heres, but Sa’id."""
    match = re.match(rf"(?P<head>[^\W\d_])[{APOSTROPHES}](?P<tail>.+)", part)
    if match:
        return f"{match['head'].upper()}’{_tidy_part(match['tail'])}"
    if "." in part[:-1]:
        return ".".join(_capital(piece) for piece in part.split("."))
    return _capital(re.sub(rf"(?<=\w)[{APOSTROPHES}](?=\w)", "’", part))


def _capital(word: str) -> str:
    for index, letter in enumerate(word):
        if letter.isalpha():
            return word[:index] + letter.title() + word[index + 1 :].lower()
    return word


def split_civility(text: str) -> tuple[str, str]:
    """Take « Mme », « M. », « Monsieur »… off the ends of a name: (civility, rest)."""
    text = clean_text(text)
    if match := COUPLE.match(text):
        return "M. et Mme", text[match.end() :]
    words = text.split(" ")
    if len(words) > 1:
        for index, rest in ((0, words[1:]), (-1, words[:-1])):
            word = words[index].strip("().,").casefold()
            # « M » alone at the end is rather an initial.
            if word in CIVILITIES and (index == 0 or len(word) > 1):
                return CIVILITIES[word], " ".join(rest)
    return "", text


def split_full_name(text: str) -> FullName:
    """Cut a name in first and last, tidied: capitals, a comma or a particle tell which is which.

    « BEN ALI Nacéra », « Nacéra BEN ALI » and « Ben Ali, Nacéra » are sure; « Martin Paul » is a
    guess (`sure` is False). A couple is never sure.
    """
    civility, rest = split_civility(text)
    first, last, sure = _split(rest)
    if civility and not last:
        first, last = "", first
    sure = sure and "et" not in civility
    return FullName(tidy_name(first), tidy_name(last), sure, civility)


def _split(text: str) -> tuple[str, str, bool]:
    if text.count(",") == 1:
        last, first = (part.strip() for part in text.split(","))
        return first, last, bool(first and last)
    words = text.replace(",", " ").split()
    if len(words) < 2:
        return text, "", False
    shouted = [_is_shouted(word) for word in words]
    if any(shouted) and not all(shouted):
        return _split_by_capitals(words, shouted)
    return _split_by_particle(words, all_capitals=all(shouted))


def _is_shouted(word: str) -> bool:
    """True for BENALI, N’DIAYE, d’ORNANO; False for an initial (« J. »)."""
    core = re.sub(rf"^[dl][{APOSTROPHES}]", "", word)
    return core.isupper() and sum(map(str.isalpha, core)) > 1


def _split_by_capitals(words: list[str], shouted: list[bool]) -> tuple[str, str, bool]:
    """The family name is in capitals, with the small particles before it: « Maria de la CRUZ »."""
    family = shouted[:]
    for index in range(len(words) - 2, -1, -1):
        if family[index + 1] and not family[index] and words[index].strip(".").lower() in PARTICLES:
            family[index] = words[index].islower() or index == 0
    first = " ".join(word for word, is_family in zip(words, family, strict=True) if not is_family)
    last = " ".join(word for word, is_family in zip(words, family, strict=True) if is_family)
    changes = sum(before != after for before, after in pairwise(family))
    return first, last, changes == 1


def _split_by_particle(words: list[str], *, all_capitals: bool) -> tuple[str, str, bool]:
    """No capitals to tell: « Le Goff Anne-Marie », « Maria De La Cruz », else a guess."""
    kinds = [_particle(word) for word in words]
    if kinds[0] and len(words) > 2:
        end = next((index for index, kind in enumerate(kinds) if not kind), len(words) - 1) + 1
        if end < len(words):
            return " ".join(words[end:]), " ".join(words[:end]), kinds[0] == "sure"
    for index in range(1, len(words) - 1):
        if kinds[index]:
            sure = kinds[index] == "sure" and not all_capitals
            return " ".join(words[:index]), " ".join(words[index:]), sure
    if all_capitals:
        return " ".join(words[1:]), words[0], False
    return words[0], " ".join(words[1:]), False


def _particle(word: str) -> str:
    key = word.strip(".").casefold()
    if key in PARTICLES:
        return "sure"
    return "likely" if key in LIKELY_PARTICLES else ""
