"""« Faire se rencontrer »: beside a meeting, the ways that upper rooms offer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from campaigns.models import Issue

_registered: dict[str, Way] = {}


@dataclass(frozen=True)
class Way:
    """A way of bringing together those who share an issue: `url` leads to its form, or is empty
    when it does not suit this issue."""

    name: str
    title: Any
    icon: str
    url: Callable[[Issue], str]


def register_way(way: Way) -> None:
    """Offer a way; called from `AppConfig.ready`. A name again replaces it."""
    _registered[way.name] = way


def ways_for(issue: Issue) -> list[tuple[Way, str]]:
    """The ways that suit an issue, each with its address."""
    found = ((way, way.url(issue)) for way in _registered.values())
    return [(way, url) for way, url in found if url]
