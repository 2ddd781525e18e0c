"""Invented people in any number, the same for a seed: rows for COPY."""

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from launcher.places import ROOT

NAMES = ROOT / "alliance" / "demo" / "data" / "names.toml"
STREETS = ("rue des Alliés", "avenue Jean-Jaurès", "cours de la Libération", "rue Ampère")
SYLLABLES = ("ba", "ben", "cha", "dou", "el", "fer", "gui", "ha", "jou", "ka", "lan", "mar", "nou")
KNOWN_SURNAMES = 0.35  # the others have rare ones, as in a real file


@dataclass(frozen=True)
class Invented:
    """One person, before she has an id."""

    first_name: str
    last_name: str
    street: str
    phone: str
    email: str | None


def invent(count: int, *, seed: int = 1) -> Iterator[Invented]:
    """People whose names fall as names do: a few common ones, a long tail."""
    draw = random.Random(seed)
    first_names, last_names = _names()
    for number in range(count):
        known = draw.random() < KNOWN_SURNAMES
        yield Invented(
            first_name=draw.choice(first_names),
            last_name=draw.choice(last_names) if known else _rare(draw),
            street=f"{draw.randint(1, 180)} {draw.choice(STREETS)}",
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
