"""French communes with their postcodes, from a bundled file (alliance/core/data/NOTICE.md)."""

from __future__ import annotations

import lzma
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from alliance.core.text.names import fold

FILE = Path(__file__).parent / "data" / "communes.tsv.xz"


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune, or a district of Paris, Lyon, Marseille."""

    code: str
    name: str
    postcodes: tuple[str, ...]
    department: str
    population: int

    @property
    def hint(self) -> str:
        """What tells it from its namesakes: « 38000, 38100 »."""
        more = "…" if len(self.postcodes) > 3 else ""
        return ", ".join(self.postcodes[:3]) + more or self.department


@lru_cache(maxsize=1)
def communes() -> dict[str, Commune]:
    """All of them by INSEE code; read once, half a second."""
    text = lzma.decompress(FILE.read_bytes()).decode("utf-8")
    found = {}
    for line in text.splitlines():
        code, name, postcodes, department, population = line.split("\t")
        found[code] = Commune(code, name, tuple(postcodes.split()), department, int(population))
    return found


@lru_cache(maxsize=1)
def _folded() -> list[tuple[str, Commune]]:
    biggest_first = sorted(communes().values(), key=lambda one: -one.population)
    return [(fold(one.name), one) for one in biggest_first]


def find(typed: str, *, most: int = 8) -> list[Commune]:
    """By the beginning of a name (« saint etienne »), then of a word in it, or by postcode.

    The largest first: « Saint-Denis » means the one in Seine-Saint-Denis to most people.
    """
    wanted = fold(typed)
    if len(wanted) < 2:
        return []
    if wanted.isdigit():
        return [one for _n, one in _folded() if any(p.startswith(wanted) for p in one.postcodes)][
            :most
        ]
    starts = [one for name, one in _folded() if name.startswith(wanted)]
    if len(starts) < most:
        starts += [one for name, one in _folded() if f" {wanted}" in name and one not in starts]
    return starts[:most]


@lru_cache(maxsize=1)
def _by_name() -> dict[str, list[Commune]]:
    found: dict[str, list[Commune]] = {}
    for name, one in _folded():
        found.setdefault(name, []).append(one)
    return found


def named(name: str, *, postcode: str = "", near: str = "") -> Commune | None:
    """The commune of exactly this name: by its postcode, else in this department, else the largest.

    None when no commune is named so.
    """
    alike = _by_name().get(fold(name), [])
    by_postcode = [one for one in alike if postcode and postcode in one.postcodes]
    close = [one for one in alike if near and one.department == near]
    return next(iter(by_postcode or close or alike), None)
