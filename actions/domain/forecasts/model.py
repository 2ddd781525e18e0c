"""« On y sera combien ? »: how many will be there, and the range in which it falls 8 times of 10.

Pure: no row is read here. docs/decisions/0120 gives the formulas and where they come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil, floor, sqrt
from typing import Final

from actions.domain.forecasts.rates import (
    PRIOR,
    SHOCK_WORTH,
    WORTH_CELL,
    WORTH_RULE,
    Cell,
    Rates,
    Word,
)

NINTH_DECILE: Final = 1.2816  # of the normal law: 80 % lies between its opposite and it


@dataclass(frozen=True)
class Asked:
    """Somebody who was asked: what she said, whom she brings, and what she did until now.

    `before`: how often she said as much about earlier actions; `came`: how often she then came.
    `people`: how many are alike in all of this.
    """

    cell: Cell
    companions: int = 0
    before: int = 0
    came: int = 0
    people: int = 1


Each = Sequence[tuple[Asked, float]]  # with the share of such people who come


@dataclass(frozen=True)
class Part:
    """People who said the same: how many, and how many of them are expected."""

    word: Word
    people: int
    expected: float


@dataclass(frozen=True)
class Forecast:
    """How many people will be there, if nobody answers anything more.

    `mean`: the expected number. `low`, `high`: eight times out of ten the number falls between.
    `parts`: where it comes from. `companions`, `walk_ins`: people expected beside those asked.
    `rates`: what was learned from the chapter's own actions.
    """

    mean: float = 0.0
    low: int = 0
    high: int = 0
    parts: tuple[Part, ...] = ()
    companions: float = 0.0
    walk_ins: float = 0.0
    rates: Rates = field(default_factory=Rates)

    @property
    def expected(self) -> int:
        """The expected number, as it is said."""
        return round(self.mean)

    @property
    def yes_rate(self) -> float:
        """What one more plain yes brings, walk-ins included: half a person until measured."""
        return self.rates.by_word[Word.YES] * (1 + self.rates.walk_ins)

    def yes_missing(self, goal: int) -> int:
        """How many more yes would make the goal expected; 0 when it is."""
        return max(0, ceil((goal - self.mean) / self.yes_rate - 1e-9)) if self.mean < goal else 0


def yes_for(goal: int, rates: Rates) -> int:
    """How many yes an empty list needs for a goal: twice as many, until measured."""
    return ceil(goal / rates.by_word[Word.YES] - 1e-9)


def foresee(people: Iterable[Asked], rates: Rates) -> Forecast:
    """Foresee who comes, from what each said and did, and the chapter's own rates.

    The sum of each one's probability; the spread adds the chance of each, what is not known of
    the rates, companions and walk-ins, and the common shock that makes a whole action rise or
    fall at once. Without anybody, nobody is expected.
    """
    asked = list(people)
    shares = [rates.of_person(one.cell, one.came, one.before) for one in asked]
    each = list(zip(asked, shares, strict=True))
    named = sum(one.people * share for one, share in each)
    if not named:
        return Forecast(rates=rates)
    hosted = sum(one.people * one.companions * share for one, share in each)
    companions, walk_ins = rates.companions * hosted, rates.walk_ins * named
    mean = named + companions + walk_ins
    variance = _chance(each, rates) + 2 * (companions + walk_ins)
    variance += _ignorance(asked, rates) + (mean * rates.shock) ** 2
    low, high = _range(mean, variance, rates.actions)
    parts = _parts(each)
    return Forecast(mean, low, high, parts, companions, walk_ins, rates)


def _chance(each: Each, rates: Rates) -> float:
    """Each one comes or not, with her companions."""
    return sum(
        one.people * share * (1 - share) * (1 + rates.companions * one.companions) ** 2
        for one, share in each
    )


def _ignorance(asked: Sequence[Asked], rates: Rates) -> float:
    """The share of each word is itself only known so well: all who said it err together."""
    total = 0.0
    for word in Word:
        weight = sum(
            one.people * WORTH_CELL / (one.before + WORTH_CELL)
            for one in asked
            if one.cell.word == word
        )
        if weight:
            share, seen = rates.by_word[word], rates.seen.get(word, 0)
            total += weight**2 * share * (1 - share) / (seen + WORTH_RULE + 1)
    return total


def _range(mean: float, variance: float, actions: int) -> tuple[int, int]:
    """The two deciles of a gamma law of this mean and variance (Wilson and Hilferty, 1931).

    With few actions behind it the range is wider, as Student's law is.
    """
    free = actions + SHOCK_WORTH
    reach = NINTH_DECILE * (1 + (NINTH_DECILE**2 + 1) / (4 * free))
    shape = mean * mean / variance
    step = 1 / (9 * shape)
    low, high = (mean * max(0.0, 1 - step + side * sqrt(step)) ** 3 for side in (-reach, reach))
    return min(ceil(low), floor(mean)), max(floor(high), ceil(mean))


def _parts(each: Each) -> tuple[Part, ...]:
    found = []
    for word in PRIOR:
        hers = [(one.people, share) for one, share in each if one.cell.word == word]
        if hers:
            expected = sum(people * share for people, share in hers)
            found.append(Part(word, sum(people for people, _share in hers), expected))
    return tuple(found)
