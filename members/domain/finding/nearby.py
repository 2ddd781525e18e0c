"""When nobody is all that was typed: who one of the words may mean."""

from __future__ import annotations

from members.domain.finding.search import likeliest
from members.models import Person, User

LETTERS, WORDS, EACH = 3, 2, 3


def nearby(viewer: User, text: str) -> list[Person]:
    """A few people for each of the first words: « nasera benali », Nacera Belkacem and the Benalis.

    Nobody for a single word: it was looked for already. As many searches as words, two at most.
    """
    typed = text.split()
    words = [word for word in typed if sum(map(str.isalnum, word)) >= LETTERS][:WORDS]
    found: dict[int, Person] = {}
    for word in words if len(typed) > 1 else []:
        for person in likeliest(viewer, word, EACH):
            found.setdefault(person.pk, person)
    return list(found.values())
