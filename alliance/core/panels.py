"""Panels: what a lower room's page shows of an upper room, without knowing it.

A room registers an address in its `AppConfig.ready`; the page of the object loads it. The
fragment answers for itself: it fetches the object through the viewer, like any page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse

_registered: dict[str, dict[str, Panel]] = {}


@dataclass(frozen=True)
class Panel:
    """A fragment of another room: `url_name` takes the primary key of the page's object."""

    place: str
    url_name: str
    title: Any
    order: int = 50

    def url_for(self, subject: models.Model) -> str:
        """Where the fragment about this object is."""
        return reverse(self.url_name, args=[subject.pk])


def register_panel(*, place: str, url_name: str, title: Any, order: int = 50) -> Panel:
    """Show `url_name` on the page of a `place`: `"person"`, `"group"`, `"meeting"`, `"campaign"`,
    `"action"` (about the action's campaign), `"assembly"` (the page of an action of that kind) or
    `"assembly-desk"` (its check-in).

    Called from `AppConfig.ready`. Registering the same address again replaces it, so that a
    test which loads the applications twice shows one panel. The view answers a fragment to
    htmx, and a page to a plain link. Lower `order` comes first.
    """
    panel = Panel(place, url_name, title, order)
    _registered.setdefault(place, {})[url_name] = panel
    return panel


def panels_of(place: str) -> list[Panel]:
    """The panels of a place, in their order."""
    found = _registered.get(place, {}).values()
    return sorted(found, key=lambda panel: (panel.order, panel.url_name))
