"""Sums of the rooms' figures for « Ma semaine »; no query is written here."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from actions.domain.forecasts import forecasts
from actions.domain.turnout import Turnout, turnout_of
from actions.models import Action
from alliance.core.remembering import remembered

KEPT: Final = 300  # seconds


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
    """The same for actions ahead, with how many will be there by what this chapter has learned.

    While the figures stand, so does the forecast, for five minutes: an answer is counted at once,
    what an action held yesterday taught may wait (docs/decisions/0241).
    """
    listed = with_turnout(actions)

    def foresee() -> tuple[int, ...]:
        found = forecasts([one.action for one in listed], now)
        return tuple(found[one.action.pk].expected for one in listed)

    starts = "-".join(f"{one.action.starts_at:%y%m%d%H%M}" for one in listed)
    key = f"expected:{timezone.localdate(now)}:{starts}:{seen(listed)}"
    expected = remembered(key, foresee, seconds=KEPT)
    return [Coming(one.action, one.turnout, n) for one, n in zip(listed, expected, strict=True)]


def seen(coming: list[Coming]) -> str:
    """The figures that the page shows, in one word: while it stands, there is nothing new."""
    return ".".join(
        "-".join(str(number) for number in (one.action.pk, *astuple(one.turnout))) for one in coming
    )
