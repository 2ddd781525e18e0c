"""The words typed in a search, and the conditions that they put on a person's own row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q

from alliance.core.text.names import PARTICLES, fold

MAX_WORDS = 6
INITIALS = 2
SHORT = 2
SMALL_WORDS = PARTICLES | {"l", "et", "rue", "avenue"}


def typed_words(text: str) -> list[str]:
    """The folded words of a text, the first six."""
    return re.findall(r"\w+", fold(text))[:MAX_WORDS]


def wanted_words(words: Sequence[str]) -> list[str]:
    """Those that say something: small words only when there is nothing else, and two initials."""
    telling = [word for word in words if word not in SMALL_WORDS] or list(words)
    return telling if max(map(len, telling), default=0) > 1 else telling[:INITIALS]


def borne(words: Sequence[str], *, whole: AbstractSet[str] = frozenset()) -> Q:
    """Every word begins a word of hers; a short one, of her name."""
    return borne_in_any(words, [[word] for word in words], whole=whole)


def borne_in_any(
    words: Sequence[str],
    spellings: Sequence[Sequence[str]],
    *,
    whole: AbstractSet[str] = frozenset(),
) -> Q:
    """The same, each word in one of its spellings; those of `whole` as they are.

    A number that something follows is whole too: « 12 rue de l’Yser » is not the 128.
    """
    lexemes = tsquery(words, spellings, whole=whole)
    asked = SearchQuery(lexemes, search_type="raw", config="simple")
    condition = Q(search_vector=asked) if lexemes else Q()
    indexed = _indexed(words)
    for word in words:
        if word not in indexed:
            condition &= Q(sort_key__startswith=word) | Q(sort_key__contains=f" {word}")
    return condition


def tsquery(
    words: Sequence[str],
    spellings: Sequence[Sequence[str]],
    *,
    whole: AbstractSet[str] = frozenset(),
) -> str:
    """The same in the language of the index of words."""
    indexed = _indexed(words)
    each = []
    for place, (word, choices) in enumerate(zip(words, spellings, strict=True)):
        if word in indexed:
            begins = word not in whole and not (word.isdecimal() and place < len(words) - 1)
            others = (f" | '{other}'" for other in choices if other != word)
            each.append(f"('{word}'{':*' if begins else ''}{''.join(others)})")
    return " & ".join(each)


def _indexed(words: Sequence[str]) -> list[str]:
    """Those looked for in the index of words. Two letters begin a thousand of them: beside a
    longer word they are looked for in names; initials always are.
    """
    short = [word for word in words if len(word) <= SHORT and word.isalpha()]
    if len(short) == len(words):
        return [word for word in words if len(word) == SHORT]
    return [word for word in words if word not in short]
