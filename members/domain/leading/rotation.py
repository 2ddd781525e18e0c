"""Roles that rotate: who speaks, chairs, negotiates, writes; who never has, and who always does.

The room of actions knows who held which role; it registers here, and the leaders' pages read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from members.models import Person


@dataclass(frozen=True)
class Turn:
    """A role over the last year in some chapters.

    `held`: who held it and how often, the most often first. `never`: the leaders who never did.
    """

    role: str
    held: tuple[tuple[Person, int], ...] = ()
    never: tuple[Person, ...] = ()

    @property
    def alone(self) -> Person | None:
        """The only person who holds it, several times: if she stops, nobody knows how."""
        if len(self.held) == 1 and self.held[0][1] > 1:
            return self.held[0][0]
        return None


@dataclass(frozen=True)
class Roles:
    """The roles of one person: held and how often, and the rotating ones never yet held."""

    held: tuple[tuple[str, int], ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True)
class Provider:
    """Who knows the roles held on the day."""

    turns: Callable[[Collection[int]], list[Turn]]
    roles: Callable[[int], Roles]


_providers: list[Provider] = []


def register_rotation(provider: Provider) -> None:
    """Say who knows the roles; called from `AppConfig.ready` by the room of actions."""
    _providers[:] = [provider]


def turns(chapters: Collection[int]) -> list[Turn]:
    """Each rotating role in these chapters; nothing when no room knows them."""
    return _providers[0].turns(chapters) if _providers else []


def roles_of(person_id: int) -> Roles:
    """The roles of one person."""
    return _providers[0].roles(person_id) if _providers else Roles()
