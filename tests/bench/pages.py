"""Pages, as one organizer feels them: one request at a time on a warm connection."""

import statistics

from django.urls import reverse

from launcher.console import Refusal
from tests.bench.ground import Ground
from tests.bench.registry import Figure, figure

HELLO = "/bench/bonjour/"


@figure("pages.hello")
def hello(ground: Ground) -> Figure:
    """The logged-in hello beside /healthz, which asks for neither session nor account."""
    return _beside(ground, "pages.hello", HELLO, "/healthz", "/healthz", goal=3.0)


@figure("pages.people")
def people(ground: Ground) -> Figure:
    """The first page of the people list beside the logged-in hello (performance goal: 6)."""
    path = reverse("members:person-list")
    if ground.client.get(path).count(b"/personnes/") < 40:
        raise Refusal("pages.people : la liste est vide.")
    return _beside(ground, "pages.people", path, HELLO, "logged-in hello", goal=6.0)


def _beside(
    ground: Ground, name: str, path: str, anchor: str, beside: str, *, goal: float
) -> Figure:
    rounds = ground.median_ms(path, anchor)
    ratio = statistics.median(ours / theirs for ours, theirs in rounds)
    return Figure(
        name=name,
        value=round(statistics.median(ours for ours, _theirs in rounds), 2),
        unit="ms",
        beside=beside,
        ratio=round(ratio, 2),
        goal=goal,
        ok=ratio <= goal,
        size=ground.size,
        rounds=ground.rounds,
    )
