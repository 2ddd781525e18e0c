"""Show-up rates, learned from actions held and drawn to the house's rule while data are few.

Pure: no row is read here. docs/decisions/0120 gives the formulas and where they come from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import sqrt
from typing import Final


class Word(StrEnum):
    """What somebody said of her coming."""

    SURE = "sure"
    YES = "yes"
    PROMISED = "promised"
    MAYBE = "maybe"
    SILENT = "silent"
    NO = "no"


# The half rule (« pour en avoir 5 dans la salle, il faut 10 oui fermes », Australian Conservation
# Foundation) for a yes; around it what the trade says: said twice is worth more, said by somebody
# else less, and silence is not a no.
PRIOR: Final[Mapping[Word, float]] = {
    Word.SURE: 0.65,
    Word.YES: 0.5,
    Word.PROMISED: 0.4,
    Word.MAYBE: 0.2,
    Word.SILENT: 0.05,
    Word.NO: 0.01,
}
SAID_YES: Final = frozenset({Word.SURE, Word.YES, Word.PROMISED})
# How many observations each prior is worth.
WORTH_RULE, WORTH_CHAPTER, WORTH_CELL = 10.0, 15.0, 4.0
COMPANION_RULE, COMPANION_WORTH = 0.6, 15.0  # those who come with somebody who comes
WALK_IN_RULE, WALK_IN_WORTH = 0.1, 40.0  # unexpected people, by person who came
SHOCK_RULE, SHOCK_WORTH = 0.22, 4.0  # weather, strike, a beautiful day: the whole action at once
SHOCK_LEAST, SHOCK_MOST = 0.06, 0.6


@dataclass(frozen=True)
class Cell:
    """People of one kind: what they said, by which means, how many days before the action."""

    word: Word
    means: str = ""
    days: int = 0


@dataclass(frozen=True)
class Tally:
    """Of a cell in one action: how many people, how many came, the companions they announced."""

    people: int = 0
    came: int = 0
    companions: int = 0


@dataclass(frozen=True)
class Held:
    """An action that was held and checked in: its cells, and those who came beside them."""

    cells: Mapping[Cell, Tally]
    others: int = 0

    @property
    def came(self) -> int:
        """Everybody who came."""
        return self.others + sum(tally.came for tally in self.cells.values())


@dataclass(frozen=True)
class Rates:
    """What was learned: shares by word and by cell, companions, walk-ins, the common shock.

    `actions`: how many were held. `seen`: how many people stand behind the share of each word.
    """

    actions: int = 0
    by_word: Mapping[Word, float] = field(default_factory=lambda: dict(PRIOR))
    by_cell: Mapping[Cell, float] = field(default_factory=dict)
    seen: Mapping[Word, int] = field(default_factory=dict)
    companions: float = COMPANION_RULE
    walk_ins: float = WALK_IN_RULE
    shock: float = SHOCK_RULE

    @property
    def measured(self) -> bool:
        """Whether the yes of this chapter weigh more than the half rule."""
        return sum(self.seen.get(word, 0) for word in SAID_YES) >= WORTH_RULE

    def of(self, cell: Cell) -> float:
        """The share of people of a cell who come."""
        return self.by_cell.get(cell, self.by_word[cell.word])

    def of_person(self, cell: Cell, came: int = 0, asked: int = 0) -> float:
        """Her own: `came` times of the `asked` times when she had said as much."""
        return (came + WORTH_CELL * self.of(cell)) / (asked + WORTH_CELL)


def learn(held: Iterable[Held]) -> Rates:
    """Learn from actions held; with none, these are the rules of the trade."""
    actions = list(held)
    cells = _pooled(actions)
    by_word, seen = _by_word(cells)
    by_cell = {
        cell: (tally.came + WORTH_CHAPTER * by_word[cell.word]) / (tally.people + WORTH_CHAPTER)
        for cell, tally in cells.items()
    }
    plain = Rates(len(actions), by_word, by_cell, seen)
    companions, walk_ins = _others(actions, plain)
    known = Rates(len(actions), by_word, by_cell, seen, companions, walk_ins)
    shock = _shock(actions, known)
    return Rates(len(actions), by_word, by_cell, seen, companions, walk_ins, shock)


def _pooled(actions: list[Held]) -> dict[Cell, Tally]:
    sums: defaultdict[Cell, list[int]] = defaultdict(lambda: [0, 0, 0])
    for action in actions:
        for cell, tally in action.cells.items():
            for place, value in enumerate((tally.people, tally.came, tally.companions)):
                sums[cell][place] += value
    return {cell: Tally(*three) for cell, three in sums.items()}


def _by_word(cells: Mapping[Cell, Tally]) -> tuple[dict[Word, float], dict[Word, int]]:
    people: defaultdict[Word, int] = defaultdict(int)
    came: defaultdict[Word, int] = defaultdict(int)
    for cell, tally in cells.items():
        people[cell.word] += tally.people
        came[cell.word] += tally.came
    shares = {
        word: (came[word] + WORTH_RULE * rule) / (people[word] + WORTH_RULE)
        for word, rule in PRIOR.items()
    }
    return shares, dict(people)


def _others(actions: list[Held], rates: Rates) -> tuple[float, float]:
    """Shares of announced companions and of walk-ins that explain best who else came.

    Least squares of two shares, each drawn to its rule by pseudo-observations.
    """
    cc, cw, ww = COMPANION_WORTH, 0.0, WALK_IN_WORTH
    cx, wx = COMPANION_WORTH * COMPANION_RULE, WALK_IN_WORTH * WALK_IN_RULE
    for action in actions:
        announced = announced_companions(action.cells, rates)
        named = sum(tally.came for tally in action.cells.values())
        weight = 1 / max(1.0, named + announced)
        cc += weight * announced**2
        cw += weight * announced * named
        ww += weight * named**2
        cx += weight * announced * action.others
        wx += weight * named * action.others
    determinant = cc * ww - cw * cw
    companions = (cx * ww - wx * cw) / determinant
    walk_ins = (wx * cc - cx * cw) / determinant
    return min(max(companions, 0.0), 1.5), max(walk_ins, 0.0)


def announced_companions(cells: Mapping[Cell, Tally], rates: Rates) -> float:
    """Companions whose host is expected to come."""
    return sum(tally.companions * rates.of(cell) for cell, tally in cells.items())


def expected_of(action: Held, rates: Rates) -> tuple[float, float]:
    """The mean and the variance of who comes to such an action, without the common shock."""
    shares = [(tally.people, rates.of(cell)) for cell, tally in action.cells.items()]
    named = sum(people * share for people, share in shares)
    spread = sum(people * share * (1 - share) for people, share in shares)
    others = rates.companions * announced_companions(action.cells, rates) + rates.walk_ins * named
    return named + others, spread + 2 * others


def _shock(actions: list[Held], rates: Rates) -> float:
    """What is left when chance is taken away: how far whole actions fall from their mean."""
    total, weight = SHOCK_WORTH * SHOCK_RULE**2, SHOCK_WORTH
    for action in actions:
        mean, variance = expected_of(action, rates)
        if mean < 1:
            continue
        chance = variance / mean**2
        trust = 1 / (1 + chance / SHOCK_RULE**2) ** 2
        total += trust * (((action.came - mean) / mean) ** 2 - chance)
        weight += trust
    return min(max(sqrt(max(total, 0.0) / weight), SHOCK_LEAST), SHOCK_MOST)
