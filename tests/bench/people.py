"""Invented people in any number, the same for a seed: rows for COPY."""

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from launcher.places import ROOT

NAMES = ROOT / "alliance" / "demo" / "data" / "names.toml"
STREETS = (
    *("rue des Alliés", "avenue Jean-Jaurès", "cours de la Libération", "rue Ampère"),
    *("rue de l’Yser", "chemin d’Hères", "place des Géants", "allée des Frênes"),
)
CITIES = {"Grenoble": 60, "Échirolles": 18, "Fontaine": 12, "Saint-Martin-d’Hères": 10}
SOUGHT = (0.002, "Nacéra", "Benali")  # the name that the searches of the bench are after
SYLLABLES = ("ba", "ben", "cha", "dou", "el", "fer", "gui", "ha", "jou", "ka", "lan", "mar", "nou")
KNOWN_SURNAMES = 0.35  # the others have rare ones, as in a real file


@dataclass(frozen=True)
class Invented:
    """One person, before she has an id."""

    first_name: str
    last_name: str
    street: str
    city: str
    phone: str
    email: str | None


def invent(count: int, *, seed: int = 1) -> Iterator[Invented]:
    """People whose names fall as names do: a few common ones, a long tail."""
    draw = random.Random(seed)
    first_names, last_names = _names()
    share, sought_first, sought_last = SOUGHT
    for number in range(count):
        known, luck = draw.random() < KNOWN_SURNAMES, draw.random()
        last_name = draw.choice(last_names) if known else _rare(draw)
        yield Invented(
            first_name=sought_first if luck < share else draw.choice(first_names),
            last_name=sought_last if luck < share / 10 else last_name,
            street=f"{draw.randint(1, 180)} {draw.choice(STREETS)}",
            city=draw.choices(list(CITIES), weights=list(CITIES.values()))[0],
            phone=f"+336{number:08d}",
            email=f"personne{number}@exemple.test" if draw.random() < 0.6 else None,
        )


def _rare(draw: random.Random) -> str:
    return "".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))).title()


@cache
def _names() -> tuple[list[str], list[str]]:
    origins: dict[str, Any] = tomllib.loads(NAMES.read_text(encoding="utf-8"))
    first = [
        name
        for origin in origins.values()
        for key in ("women", "men")
        for name in origin[key].split()
    ]
    last = [name for origin in origins.values() for name in origin["names"].split("|")]
    return first, last
