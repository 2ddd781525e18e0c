"""Close spellings: the words that people's names and addresses hold, near a word typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from django.db import connection

READ = 40
KEPT = 12
SHORT = 6  # up to this length one wrong letter leaves too few trigrams in common

# LIKE with a column for its pattern would not use the index: a range does.
UNKNOWN = """
SELECT typed.word FROM unnest(%s::text[]) WITH ORDINALITY AS typed (word, place)
WHERE NOT EXISTS (
    SELECT FROM members_searchword AS known
    WHERE known.word >= typed.word COLLATE "C"
      AND known.word < (typed.word || chr(1114111)) COLLATE "C"
)
ORDER BY typed.place
"""
COMPLETE = """
SELECT typed.word FROM unnest(%s::text[]) AS typed (word)
WHERE NOT EXISTS (
    SELECT FROM members_searchword AS longer
    WHERE longer.word > typed.word COLLATE "C"
      AND longer.word < (typed.word || chr(1114111)) COLLATE "C"
)
"""
CLOSE = """
SELECT word FROM members_searchword
WHERE word %% %s OR word LIKE %s OR word = ANY(%s)
ORDER BY similarity(word, %s) DESC, word LIMIT %s
"""
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
class Spellings:
    """For each word typed: `every` word it may mean (itself first), and the `nearest` of them."""

    every: list[list[str]]
    nearest: list[list[str]]

    @property
    def found(self) -> bool:
        """Whether the vocabulary knows another word for any of them."""
        return any(len(choices) > 1 for choices in self.every)


def spellings_of(words: Sequence[str], *, nobody: bool) -> Spellings:
    """What the words may mean, read in the vocabulary.

    Words that begin a known word stay as they are, unless together they found `nobody`.
    """
    doubtful = set(unknown_words(words) or (words if nobody else ()))
    every, nearest = [], []
    for word in words:
        close = close_words(word) if word in doubtful else []
        every.append([word, *(other for _away, other in close)])
        best = [other for away, other in close if away == close[0][0]]
        nearest.append(best or [word])
    return Spellings(every, nearest)


def unknown_words(words: Sequence[str]) -> list[str]:
    """Those that begin no word anybody bears. One query."""
    with connection.cursor() as cursor:
        cursor.execute(UNKNOWN, [list(words)])
        return [row[0] for row in cursor.fetchall()]


def complete_words(words: Sequence[str]) -> frozenset[str]:
    """Those that no longer word of the vocabulary begins with. One query.

    It holds neither numbers nor words of two letters.
    """
    with connection.cursor() as cursor:
        cursor.execute(COMPLETE, [[word for word in words if len(word) > 2 and word.isalpha()]])
        return frozenset(row[0] for row in cursor.fetchall())


def close_words(word: str) -> list[tuple[int, str]]:
    """Words of the vocabulary that hold this one, or are a few letters away. One query.

    Each with its distance in letters, nearest first; words that hold it count one letter.
    """
    if len(word) < 3:
        return []
    limit = 1 if len(word) <= 4 else 2 if len(word) <= 8 else 3
    away = _one_letter_away(word) if len(word) <= SHORT else []
    with connection.cursor() as cursor:
        cursor.execute(CLOSE, [word, f"%{word}%", away, word, READ])
        read = {row[0] for row in cursor.fetchall()} - {word}
    measured = ((1 if word in other else distance(word, other), other) for other in read)
    return sorted(pair for pair in measured if pair[0] <= limit)[:KEPT]


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


def _one_letter_away(word: str) -> list[str]:
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    dropped = {a + b[1:] for a, b in cuts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    changed = {a + c + b[1:] for a, b in cuts if b for c in ascii_lowercase}
    added = {a + c + b for a, b in cuts for c in ascii_lowercase}
    return sorted((dropped | swapped | changed | added) - {word, ""})


def forget_unused_words() -> int:
    """Drop the words that nobody bears any more, and twins; return how many.

    A rare family name must not outlive the person who asked to be forgotten (GDPR art. 17).
    """
    with connection.cursor() as cursor:
        cursor.execute(FORGET)
        return cursor.rowcount
