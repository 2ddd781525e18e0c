"""Pages, as one organizer feels them: one request at a time on a warm connection."""

import statistics

from django.db.models import Count
from django.urls import reverse

from actions.models import Attendance
from launcher.console import Refusal
from members.models import Contact
from tests.bench.ground import Ground
from tests.bench.registry import Figure, figure

HELLO = "/bench/bonjour/"


@figure("pages.hello")
def hello(ground: Ground) -> Figure:
    """The logged-in hello beside /healthz, which asks for neither session nor account."""
    return beside(ground, "pages.hello", HELLO, "/healthz", "/healthz", goal=3.0)


@figure("pages.people")
def people(ground: Ground) -> Figure:
    """The first page of the people list beside the logged-in hello (performance goal: 6)."""
    path = reverse("members:person-list")
    if ground.client.get(path).count(b"/personnes/") < 40:
        raise Refusal("pages.people : la liste est vide.")
    return beside(ground, "pages.people", path, HELLO, "logged-in hello", goal=6.0)


@figure("pages.person")
def person(ground: Ground) -> Figure:
    """The page of the person with the most exchanges, beside the logged-in hello."""
    most = Contact.objects.values("person").annotate(n=Count("id")).order_by("-n")[0]
    path = reverse("members:person-detail", args=[most["person"]])
    return beside(ground, "pages.person", path, HELLO, "logged-in hello", goal=10.0)


@figure("pages.week")
def week(ground: Ground) -> Figure:
    """« Ma semaine », the dashboard of an organizer, beside the logged-in hello."""
    path = reverse("dashboard:home")
    return beside(ground, "pages.week", path, HELLO, "logged-in hello", goal=10.0)


@figure("pages.attendance")
def attendance(ground: Ground) -> Figure:
    """The check-in page of the action with the most people invited."""
    most = Attendance.objects.values("action").annotate(n=Count("id")).order_by("-n")[0]
    path = reverse("actions:attendance-list", args=[most["action"]])
    return beside(ground, "pages.attendance", path, HELLO, "logged-in hello", goal=10.0)


@figure("pages.action")
def action(ground: Ground) -> Figure:
    """The page of the action with the most people invited, beside the logged-in hello."""
    most = Attendance.objects.values("action").annotate(n=Count("id")).order_by("-n")[0]
    path = reverse("actions:action-detail", args=[most["action"]])
    return beside(ground, "pages.action", path, HELLO, "logged-in hello", goal=10.0)


@figure("pages.week_people")
def week_people(ground: Ground) -> Figure:
    """What « Ma semaine » loads after its first screen, beside the logged-in hello."""
    path = reverse("dashboard:week-people")
    return beside(ground, "pages.week_people", path, HELLO, "logged-in hello", goal=10.0)


def beside(
    ground: Ground, name: str, path: str, anchor: str, beside: str, *, goal: float
) -> Figure:
    """What a page costs beside another of the same run."""
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
