"""What is not a page asked again and again: a tap at the door, a first visit in five minutes."""

import statistics
import time
from collections.abc import Callable
from http.client import HTTPConnection

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from actions.models import Attendance
from launcher.console import Refusal
from tests.bench.ground import REQUESTS, WARM_UP, Client, Ground
from tests.bench.pages import HELLO
from tests.bench.registry import Figure, figure

SECRET = "a" * 32  # the same in the cookie and in the header: that is all the check asks


@figure("pages.check_in")
def check_in(ground: Ground) -> Figure:
    """A tap on a name of the longest list (the row and the counter come back), beside the hello."""
    over = Attendance.objects.filter(action__starts_at__lt=timezone.now())
    most = over.values("action").annotate(n=Count("id")).order_by("-n")[0]["action"]
    row = over.filter(action=most, person__isnull=False).exclude(attended=True).order_by("pk")[0]
    phone = Phone(ground.client, most, row.pk)
    ground.client.get(HELLO)  # the connection may have been idle for too long
    return _beside_hello(ground, "pages.check_in", phone.tap, goal=3.0)


@figure("pages.week_people_first")
def week_people_first(ground: Ground) -> Figure:
    """What « Ma semaine » loads next, when nothing of it is remembered, beside the hello."""
    path = reverse("dashboard:week-people")

    def first() -> float:
        cache.clear()
        start = time.perf_counter()
        ground.client.get(path)
        return time.perf_counter() - start

    return _beside_hello(ground, "pages.week_people_first", first, goal=10.0)


class Phone:
    """Checks somebody in, and takes it back so that the next tap is one again."""

    def __init__(self, client: Client, action: int, row: int) -> None:
        self.line: HTTPConnection = client.line
        cookie = f"{client.headers['Cookie']}; {settings.CSRF_COOKIE_NAME}={SECRET}"
        self.headers = {**client.headers, "Cookie": cookie, "X-CSRFToken": SECRET}
        self.headers |= {"HX-Request": "true", "Content-Length": "0"}
        names = ("check-in", "check-out")
        self.here, self.undo = (reverse(f"actions:{name}", args=[action, row]) for name in names)

    def tap(self) -> float:
        """The seconds that a tap took; what takes it back is not counted."""
        start = time.perf_counter()
        self._post(self.here)
        seconds = time.perf_counter() - start
        self._post(self.undo)
        return seconds

    def _post(self, path: str) -> None:
        self.line.request("POST", path, headers=self.headers)
        answer = self.line.getresponse()
        answer.read()
        if answer.status != 200:
            raise Refusal(f"{path} : {answer.status}")


def _beside_hello(ground: Ground, name: str, ask: Callable[[], float], *, goal: float) -> Figure:
    for _ in range(WARM_UP):
        ask()
    rounds = [_round(ask, ground.client) for _ in range(ground.rounds)]
    ratio = statistics.median(ours / theirs for ours, theirs in rounds)
    value = round(statistics.median(ours for ours, _theirs in rounds), 2)
    return Figure(
        *(name, value, "ms", "logged-in hello", round(ratio, 2), goal),
        *(ratio <= goal, ground.size, ground.rounds),
    )


def _round(ask: Callable[[], float], client: Client) -> tuple[float, float]:
    ours, hellos = [], []
    for _ in range(REQUESTS):
        ours.append(ask())
        start = time.perf_counter()
        client.get(HELLO)
        hellos.append(time.perf_counter() - start)
    return statistics.median(ours) * 1000, statistics.median(hellos) * 1000
