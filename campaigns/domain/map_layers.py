"""What the map can show, neighbourhood by neighbourhood; upper rooms register theirs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from campaigns.models import Grievance
from members.models import Group

Counted = Callable[[Collection[int]], Mapping[int, int]]

_registered: dict[str, Layer] = {}


@dataclass(frozen=True)
class Layer:
    """A thing that is counted by neighbourhood.

    `count` takes ids of chapters and answers, by neighbourhood id, how many; it asks at most two
    queries. `tone` and `letter` tell the layers apart, on screen and on paper.
    """

    name: str
    title: Any
    letter: str
    tone: str
    count: Counted
    order: int = 50


def register_layer(layer: Layer) -> None:
    """Show a layer on the map; called from `AppConfig.ready`. A name again replaces it."""
    _registered[layer.name] = layer


def layers() -> list[Layer]:
    """Every layer, in order."""
    return sorted(_registered.values(), key=lambda one: (one.order, one.name))


def angers(chapters: Collection[int]) -> Mapping[int, int]:
    """Grievances by neighbourhood; how many, never whose."""
    rows = Grievance.objects.filter(chapter__in=chapters, neighbourhood__isnull=False)
    return dict(rows.order_by().values_list("neighbourhood_id").annotate(n=Count("pk")))


def groups(chapters: Collection[int]) -> Mapping[int, int]:
    """Groups alive today, by neighbourhood."""
    rows = Group.objects.active().filter(chapter__in=chapters, neighbourhood__isnull=False)
    return dict(rows.order_by().values_list("neighbourhood_id").annotate(n=Count("pk")))


def register() -> None:
    """The layers of this room; called once the applications are loaded."""
    register_layer(Layer("angers", _("Colères"), "C", "brand", angers, 10))
    register_layer(Layer("groups", _("Groupes"), "G", "plum", groups, 20))
