"""Sums of the rooms' figures for « Ma semaine »; no query is written here."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any

from actions.domain.forecasts import forecasts
from actions.domain.turnout import Turnout, turnout_of
from actions.models import Action


@dataclass(frozen=True)
class Coming:
    """An action ahead or behind, with its figure; `expected` as measured here, when ahead."""

    action: Action
    turnout: Turnout
    expected: int = 0


def with_turnout(actions: Any) -> list[Coming]:
    """Each action beside its turnout, one query for all of them."""
    listed = list(actions)
    figures = turnout_of(listed)
    return [Coming(action, figures[action.pk]) for action in listed]


def with_forecast(actions: Any, now: datetime) -> list[Coming]:
    """The same for actions ahead, with how many will be there by what this chapter has learned."""
    listed = with_turnout(actions)
    foreseen = forecasts([one.action for one in listed], now)
    return [Coming(one.action, one.turnout, foreseen[one.action.pk].expected) for one in listed]


def seen(coming: list[Coming]) -> str:
    """The figures that the page shows, in one word: while it stands, there is nothing new."""
    return ".".join(
        "-".join(str(number) for number in (one.action.pk, *astuple(one.turnout))) for one in coming
    )
