"""Invented histories of chapters: people with habits, leaders, weather; not the forecast's model.

Everything the forecast must find out is drawn anew for each chapter: what a yes is worth, how
faithful each person is, how much a whole action rises or falls, who comes unexpected.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, log
from random import Random

from actions.domain.forecasts import Cell, Word
from actions.domain.forecasts.rates import SAID_YES

PEOPLE = 160
SHARES = {
    Word.SURE: 0.15,
    Word.YES: 0.3,
    Word.PROMISED: 0.05,
    Word.MAYBE: 0.1,
    Word.SILENT: 0.25,
    Word.NO: 0.15,
}
# The mean and the firmness of each word's worth, chapter by chapter: not the forecast's rules.
WORTH = {
    Word.SURE: (0.75, 12),
    Word.YES: (0.6, 10),
    Word.PROMISED: (0.42, 10),
    Word.MAYBE: (0.25, 10),
    Word.SILENT: (0.05, 30),
    Word.NO: (0.01, 100),
}
BY_MEANS = {"face": 0.3, "phone": 0.0, "written": -0.3, "": 0.0}


@dataclass(frozen=True)
class Answered:
    """Somebody asked: who, what she said, whom she brings, whether she came."""

    who: int
    cell: Cell
    companions: int
    came: bool


@dataclass(frozen=True)
class Past:
    """An action of the invented history."""

    asked: list[Answered]
    others: int

    @property
    def came(self) -> int:
        """Everybody who came."""
        return self.others + sum(one.came for one in self.asked)


class Chapter:
    """A chapter with its own habits."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.worth = {word: self._beta(*shape) for word, shape in WORTH.items()}
        self.faith = [dice.gauss(0, 0.7) for _one in range(PEOPLE)]
        self.shock = dice.uniform(0.1, 0.32)
        self.walk_ins = dice.uniform(0, 0.3)
        self.keeps = dice.uniform(0.3, 0.9)

    def _beta(self, mean: float, firmness: float) -> float:
        return self.dice.betavariate(mean * firmness, (1 - mean) * firmness)

    def actions(self, count: int) -> Iterator[Past]:
        """So many actions, one after the other."""
        for _one in range(count):
            lift = exp(self.dice.gauss(0, self.shock))
            who = self.dice.sample(range(PEOPLE), self.dice.randint(15, 110))
            asked = [self._answered(one, lift) for one in who]
            yield Past(asked, self._others(asked))

    def _answered(self, who: int, lift: float) -> Answered:
        (word,) = self.dice.choices(list(SHARES), list(SHARES.values()))
        said = word != Word.SILENT
        means = self.dice.choice(["face", "phone", "written"]) if said else ""
        days = self.dice.choice([0, 2, 7]) if said else 0
        brings = word in SAID_YES and self.dice.random() < 0.2
        odds = log(self.worth[word] / (1 - self.worth[word])) + self.faith[who] + BY_MEANS[means]
        chance = min(0.98, lift / (1 + exp(-odds)))
        companions = self.dice.randint(1, 3) if brings else 0
        return Answered(who, Cell(word, means, days), companions, self.dice.random() < chance)

    def _others(self, asked: list[Answered]) -> int:
        hosts = [one for one in asked if one.came]
        kept = sum(self.dice.random() < self.keeps for one in hosts for _n in range(one.companions))
        mean = self.walk_ins * len(hosts)
        return kept + (self._poisson(self.dice.gammavariate(2, mean / 2)) if mean else 0)

    def _poisson(self, mean: float) -> int:
        limit, product, count = exp(-mean), self.dice.random(), 0
        while product > limit:
            product *= self.dice.random()
            count += 1
        return count
