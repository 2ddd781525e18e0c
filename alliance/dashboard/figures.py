"""Sums of the rooms' figures for « Ma semaine »; no query is written here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from actions.domain.turnout import Turnout, turnout_of
from actions.models import Action


@dataclass(frozen=True)
class Coming:
    """An action ahead or behind, with its figure."""

    action: Action
    turnout: Turnout


def with_turnout(actions: Any) -> list[Coming]:
    """Each action beside its turnout, one query for all of them."""
    listed = list(actions)
    figures = turnout_of(listed)
    return [Coming(action, figures[action.pk]) for action in listed]
