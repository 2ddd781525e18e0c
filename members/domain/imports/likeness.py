"""Are these two the same person? Names first; what they share only helps (decision 0040).

A phone, an e-mail or a street is shared by families: alone it never makes two people one. The
same name with a phone, an e-mail, a street or a birth year in common does. Everything between is
left to a human.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rapidfuzz import fuzz

from alliance.core.text.names import fold
from members.enums import RowVerdict

CLOSE_FIRST: Final = 80
CLOSE_LAST: Final = 85
SOUNDS: Final = tuple(
    (re.compile(pattern), letters)
    for pattern, letters in (
        (r"ch|sh|sch", "x"),
        (r"c(?=[eiy])|ss|z", "s"),
        (r"ph", "f"),
        (r"kh|qu|ck|[cqk]", "k"),
        (r"ou|oo|w", "u"),
        (r"dj|gu(?=[ei])", "j"),
        (r"y|ï", "i"),
        (r"h", ""),
        (r"(.)\1+", r"\1"),
    )
)


class Names(IntEnum):
    """How near two names are."""

    OTHER = 0
    FIRST_ONLY = 1  # same first name, another family name (marriage, divorce)
    PART = 2  # one holds the other: « Nacéra », « Nacéra Benali »
    CLOSE = 3  # « Benali », « Benalli »
    SAME = 4  # the same words, in any order


@dataclass(frozen=True)
class Someone:
    """What is compared of a person or of a row."""

    first: str = ""
    last: str = ""
    usual: str = ""
    birth_year: int | None = None
    archived: bool = False

    @property
    def name(self) -> str:
        """As it is said, to be shown."""
        return f"{self.first} {self.last}".strip() or self.usual


@dataclass(frozen=True)
class Shared:
    """What two people have in common; `own` when a phone or e-mail of it is not an association's.

    With the same name, an association's phone is one more thing in common; with another, nothing.
    """

    external: bool = False
    phone: bool = False
    email: bool = False
    own: bool = True
    street: bool = False

    @property
    def reached_alike(self) -> bool:
        """A phone or an e-mail in common, of a person or of a family."""
        return self.own and (self.phone or self.email)


@dataclass(frozen=True)
class Judgement:
    """What to think of a pair, and why, in a sentence."""

    verdict: RowVerdict
    reason: str
    weight: int = 0


@lru_cache(maxsize=100_000)
def _words(text: str) -> tuple[str, ...]:
    kept = "".join(letter if letter.isalnum() else " " for letter in fold(text))
    return tuple(sorted(kept.split()))


def compare_names(one: Someone, other: Someone) -> Names:
    """Say how near two names are, accents, case, hyphens and order ignored."""
    best = _compare(one.first, one.last, other.first, other.last)
    if best < Names.SAME and (one.usual or other.usual):
        first, again = one.usual or one.first, other.usual or other.first
        best = max(best, _compare(first, one.last, again, other.last))
        best = max(best, _compare(one.first, one.last, again, other.last))
        best = max(best, _compare(first, one.last, other.first, other.last))
    return best


def _compare(first: str, last: str, other_first: str, other_last: str) -> Names:
    mine, theirs = _words(f"{first} {last}"), _words(f"{other_first} {other_last}")
    if not mine or not theirs:
        return Names.OTHER
    if mine == theirs:
        return Names.SAME
    if set(mine) < set(theirs) or set(theirs) < set(mine):
        return Names.PART
    one, two = _words(first), _words(other_first)
    if _near(one, two, CLOSE_FIRST) and _near(_words(last), _words(other_last), CLOSE_LAST):
        return Names.CLOSE
    if one and one == two:
        return Names.FIRST_ONLY
    swapped = _near(one, _words(other_last), CLOSE_LAST) and _near(_words(last), two, CLOSE_FIRST)
    return Names.CLOSE if swapped else Names.OTHER


def _near(one: tuple[str, ...], other: tuple[str, ...], threshold: int) -> bool:
    """Close spellings, a part of the other, or its initial."""
    if not one or not other:
        return False
    if set(one) <= set(other) or set(other) <= set(one):
        return True
    a, b = " ".join(one), " ".join(other)
    if len(a) == 1 or len(b) == 1:
        return a[0] == b[0]
    return max(fuzz.ratio(a, b), fuzz.ratio(_sound(a), _sound(b))) >= threshold


@lru_cache(maxsize=100_000)
def _sound(name: str) -> str:
    """How a name sounds: one name of the Maghreb or of the Sahel is spelled five ways here."""
    for pattern, letters in SOUNDS:
        name = pattern.sub(letters, name)
    return name


def judge(row: Someone, known: Someone, shared: Shared) -> Judgement | None:
    """Judge a row against a person known (or an earlier row); None when nothing speaks for it."""
    names = compare_names(row, known)
    weight = _weight(row, known, shared, names)
    who = {"who": known.name}
    if shared.external:
        if names == Names.OTHER:
            reason = _("Même identifiant que %(who)s, mais un autre nom.") % who
            return Judgement(RowVerdict.UNDECIDED, reason, weight)
        return _unless_archived(known, _("Même identifiant."), weight)
    if names == Names.SAME:
        return _judge_same_name(row, known, shared, weight)
    if names >= Names.FIRST_ONLY and shared.reached_alike:
        reason = _("%(what)s que %(who)s, et un nom proche.") % {"what": _what(shared), **who}
        return Judgement(RowVerdict.UNDECIDED, reason, weight)
    if names == Names.CLOSE and shared.street:
        reason = _("Même rue que %(who)s, et un nom proche.") % who
        return Judgement(RowVerdict.UNDECIDED, reason, weight)
    if shared.reached_alike:
        reason = _("%(what)s que %(who)s : de la même famille ?") % {"what": _what(shared), **who}
        return Judgement(RowVerdict.NEW, reason, weight)
    return None


def _judge_same_name(row: Someone, known: Someone, shared: Shared, weight: int) -> Judgement | None:
    born = row.birth_year and known.birth_year
    if born and row.birth_year != known.birth_year:
        if not shared.reached_alike:
            return None
        reason = _("Même nom que %(who)s et %(what)s, mais une autre année de naissance.")
        told = {"who": known.name, "what": _what(shared).lower()}
        return Judgement(RowVerdict.UNDECIDED, reason % told, weight)
    common = _common(shared, bool(born))
    if common:
        return _unless_archived(known, _("Même nom, %(what)s.") % {"what": common}, weight)
    reason = _("Même nom que %(who)s, rien d’autre en commun.") % {"who": known.name}
    return Judgement(RowVerdict.UNDECIDED, reason, weight)


def _unless_archived(known: Someone, reason: str, weight: int) -> Judgement:
    if known.archived:
        told = " " + _("Mais sa fiche est archivée.")
        return Judgement(RowVerdict.UNDECIDED, reason + told, weight)
    return Judgement(RowVerdict.SAME, reason, weight)


def _weight(row: Someone, known: Someone, shared: Shared, names: Names) -> int:
    born = bool(row.birth_year and row.birth_year == known.birth_year)
    clues = 8 * shared.external + 2 * (shared.phone + shared.email) + shared.street + 2 * born
    return names * 10 + clues - 100 * known.archived


def _what(shared: Shared) -> str:
    return _("Même téléphone") if shared.phone else _("Même e-mail")


# Said of each pair that is alike: only what holds is put into words.
CLUES: Final = (
    gettext_lazy("même téléphone"),
    gettext_lazy("même e-mail"),
    gettext_lazy("même rue"),
    gettext_lazy("même année de naissance"),
)


def _common(shared: Shared, same_birth: bool) -> str:
    held = (shared.phone, shared.email, shared.street, same_birth)
    return ", ".join(str(clue) for clue, holds in zip(CLUES, held, strict=True) if holds)
