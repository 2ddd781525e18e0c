"""Close spellings: the words that people's names and addresses hold, near a word typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection
from django.db.models import Q, TextField, Value

from members.models import SearchWord

READ = 40
KEPT = 8
SHORT = 6  # up to this length one wrong letter leaves too few trigrams in common

FORGET = """
DELETE FROM members_searchword AS known
WHERE NOT EXISTS (
    SELECT FROM members_person AS person
    WHERE person.search_vector @@ to_tsquery('simple', '''' || known.word || '''')
) OR EXISTS (
    SELECT FROM members_searchword AS twin WHERE twin.word = known.word AND twin.id < known.id
)
"""


@dataclass(frozen=True)
class Close:
    """Words near another one; `nearest` are those with the fewest differences."""

    words: tuple[str, ...]
    nearest: tuple[str, ...]


def unknown_words(words: Sequence[str]) -> list[str]:
    """Those that begin no word anybody bears. One query."""
    first, *others = [
        SearchWord.objects.filter(word__startswith=word)
        .annotate(typed=Value(word, output_field=TextField()))
        .values_list("typed", flat=True)[:1]
        for word in words
    ]
    known = set(first.union(*others, all=True))
    return [word for word in words if word not in known]


def close_words(word: str) -> Close:
    """The words of the vocabulary a few letters away from this one, nearest first. One query."""
    alike = Q(word__trigram_similar=word)
    if len(word) <= SHORT:
        alike |= Q(word__in=_one_letter_away(word))
    near = SearchWord.objects.filter(alike).annotate(near=TrigramSimilarity("word", word))
    rows = near.order_by("-near", "word").values_list("word", flat=True)[:READ]
    limit = 1 if len(word) <= 4 else 2 if len(word) <= 8 else 3
    measured = sorted({(distance(word, other), other) for other in rows})
    kept = [pair for pair in measured if pair[0] <= limit][:KEPT]
    nearest = tuple(other for away, other in kept if away == kept[0][0])
    return Close(tuple(other for _away, other in kept), nearest)


def distance(first: str, second: str) -> int:
    """How many letters were added, dropped, changed or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, start=1):
        before, above, row = row, before, [i]
        for j, b in enumerate(second, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            swapped = i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b
            row.append(min(cost, above[j - 2] + 1) if swapped else cost)
    return row[-1]


def _one_letter_away(word: str) -> set[str]:
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    dropped = {a + b[1:] for a, b in cuts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    changed = {a + c + b[1:] for a, b in cuts if b for c in ascii_lowercase}
    added = {a + c + b for a, b in cuts for c in ascii_lowercase}
    return (dropped | swapped | changed | added) - {word, ""}


def forget_unused_words() -> int:
    """Drop the words that nobody bears any more, and twins; return how many.

    A rare family name must not outlive the person who asked to be forgotten (GDPR art. 17).
    """
    with connection.cursor() as cursor:
        cursor.execute(FORGET)
        return cursor.rowcount
