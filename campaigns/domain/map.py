"""The map: neighbourhoods as circles, never a home; the outlines of communes underneath."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from math import cos, pi, radians, sin
from typing import Any

from django.conf import settings

from campaigns.domain.map_layers import Layer, layers
from campaigns.models import NeighbourhoodSpot
from members.models import Chapter, Neighbourhood

OUTLINES = "geo/communes.geojson"
USUAL_RADIUS = 350
NARROWEST, WIDEST = 150, 5_000  # a circle is always wider than a home
METRES_A_DEGREE = 111_320


@dataclass(frozen=True)
class Spot:
    """Where a circle lies; `placed` when somebody put it there."""

    latitude: float
    longitude: float
    radius: int
    placed: bool


@dataclass(frozen=True)
class Place:
    """A neighbourhood on the map, with what each layer counts there."""

    neighbourhood: Neighbourhood
    spot: Spot | None
    counts: Mapping[str, int]

    @property
    def cells(self) -> list[int]:
        """The counts in the order of the layers, for the table."""
        return [self.counts.get(layer.name, 0) for layer in layers()]

    @property
    def total(self) -> int:
        """Everything counted there."""
        return sum(self.counts.values())


def places(chapters: Collection[Chapter]) -> list[Place]:
    """The neighbourhoods of these chapters (two queries, and those of the layers).

    One that nobody placed stands around the middle of its commune; in a commune without outline it
    is in the table only.
    """
    ids = [chapter.pk for chapter in chapters]
    hoods = list(
        Neighbourhood.objects.filter(chapter__in=ids)
        .select_related("chapter", "spot")
        .order_by("chapter__name", "name")
    )
    counted = {layer.name: layer.count(ids) for layer in layers()}
    spots = _spots(hoods)
    return [
        Place(
            hood,
            spots.get(hood.pk),
            {name: by_hood.get(hood.pk, 0) for name, by_hood in counted.items()},
        )
        for hood in hoods
    ]


def _spots(hoods: list[Neighbourhood]) -> dict[int, Spot]:
    found: dict[int, Spot] = {}
    unplaced: defaultdict[str, list[Neighbourhood]] = defaultdict(list)
    for hood in hoods:
        spot: NeighbourhoodSpot | None = getattr(hood, "spot", None)
        if spot is not None:
            found[hood.pk] = Spot(float(spot.latitude), float(spot.longitude), spot.radius, True)
        else:
            unplaced[hood.insee_code or hood.chapter.insee_code].append(hood)
    for code, around in unplaced.items():
        middle = middles().get(code)
        if middle is not None:
            found |= _ring(middle, around)
    return found


def _ring(middle: tuple[float, float], hoods: list[Neighbourhood]) -> dict[int, Spot]:
    """Those nobody placed, on a ring around the middle of the commune."""
    latitude, longitude = middle
    reach = 900 if len(hoods) > 1 else 0
    ring = {}
    for rank, hood in enumerate(hoods):
        angle = 2 * pi * rank / len(hoods)
        north = reach * cos(angle) / METRES_A_DEGREE
        east = reach * sin(angle) / (METRES_A_DEGREE * cos(radians(latitude)))
        ring[hood.pk] = Spot(latitude + north, longitude + east, USUAL_RADIUS, False)
    return ring


@cache
def middles() -> dict[str, tuple[float, float]]:
    """The middle of each bundled commune, by INSEE code: latitude, longitude."""
    path = settings.BASE_DIR / "static" / OUTLINES
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {one["properties"]["code"]: _middle(one["geometry"]["coordinates"]) for one in features}


def _middle(polygons: list[Any]) -> tuple[float, float]:
    points = [point for rings in polygons for point in rings[0]]
    east, north = [p[0] for p in points], [p[1] for p in points]
    return (min(north) + max(north)) / 2, (min(east) + max(east)) / 2


def as_json(found: list[Place]) -> dict[str, Any]:
    """What the page draws: circles with names and counts, nothing about anybody."""
    shown: list[Layer] = layers()
    return {
        "layers": [
            {"name": one.name, "title": str(one.title), "letter": one.letter, "tone": one.tone}
            for one in shown
        ],
        "places": [
            {
                "name": place.neighbourhood.name,
                "lat": round(place.spot.latitude, 4),
                "lon": round(place.spot.longitude, 4),
                "radius": place.spot.radius,
                "counts": dict(place.counts),
            }
            for place in found
            if place.spot is not None
        ],
    }


def put(*, neighbourhood: Neighbourhood, latitude: Any, longitude: Any, radius: int) -> None:
    """Say where a neighbourhood lies; said again, it moves."""
    NeighbourhoodSpot.objects.update_or_create(
        neighbourhood=neighbourhood,
        defaults={"latitude": latitude, "longitude": longitude, "radius": radius},
    )
