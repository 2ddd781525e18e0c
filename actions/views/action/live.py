"""Figures that refresh by themselves, on the day of the action only."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from django.utils import timezone

from actions.domain.turnout import Turnout
from actions.models import Action


def live(action: Action, figure: Turnout) -> dict[str, Any]:
    """Whether its page asks again by itself, and `seen`: the figures it shows, in one word."""
    is_over = action.ends_at < timezone.now()
    return {
        "live": timezone.localdate(action.starts_at) == timezone.localdate(),
        "seen": "-".join(str(number) for number in (*astuple(figure), int(is_over))),
    }
