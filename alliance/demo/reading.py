"""Reading the texts of the demonstration: TOML tables and lists of sentences."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data"
CHOICE = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
SENTENCE_START = re.compile(r"(^|[.!?] )([a-zàâçéèêëîïôûù])")


@cache
def table(name: str) -> dict[str, Any]:
    """A TOML file of `data/`."""
    with (DATA / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def sections(name: str) -> dict[str, list[str]]:
    """The sentences of `data/phrases/<name>.txt`, one a line, under [titles]."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in (DATA / "phrases" / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        text = line.strip()
        if text.startswith("[") and text.endswith("]"):
            current = found.setdefault(text[1:-1], [])
        elif text and not text.startswith("#"):
            current.append(text)
    return found


def agree(text: str, *, woman: bool, **slots: str) -> str:
    """Fill a sentence: slots, then `{feminine|masculine}`, then a line written for both."""
    for name, value in slots.items():
        text = text.replace(f"{{{name}}}", pick(value, woman=woman))
    text = CHOICE.sub(lambda found: found[1 if woman else 2], text)
    return SENTENCE_START.sub(lambda found: found[1] + found[2].upper(), pick(text, woman=woman))


def pick(text: str, *, woman: bool) -> str:
    """The side of `feminine|masculine`, outside braces, that fits."""
    sides = re.split(r"\|(?![^{]*\})", text)
    return sides[0] if woman or len(sides) == 1 else sides[1]


ARTICLES = {"Les ": "aux ", "Le ": "au ", "La ": "à la ", "Fort": "au Fort"}


def in_place(neighbourhood: str) -> str:
    """« Le Luth » → « au Luth »; « Les Granges » → « aux Granges »."""
    for article, preposition in ARTICLES.items():
        if neighbourhood.startswith(article):
            return preposition + neighbourhood.removeprefix(article)
    return f"à {neighbourhood}"
