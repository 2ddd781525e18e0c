"""The demonstration as the walk sees it: its accounts, and its pages without account."""

from collections.abc import Iterator

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actions.domain.tokens import preferences_token, reply_token
from actions.models import Attendance
from alliance.demo.loader import load
from alliance.demo.world import World
from members.models import Chapter, User
from tests.screens.finding import Found, every_page


def pages_of_the_demonstration(*, tried: int) -> tuple[World, list[Found]]:
    """Fill the empty database with the demonstration, and walk through it."""
    world = load()
    return world, every_page(world.accounts.__getitem__, public_addresses(), tried=tried)


def public_addresses() -> Iterator[str]:
    """What people receive in their messages, or find on a poster."""
    coming = Attendance.objects.filter(
        action__starts_at__gt=timezone.now(), action__cancelled_at=None
    ).select_related("person")
    attendance = coming.order_by("action__starts_at", "pk")[0]
    yield reverse("actions:reply", args=[reply_token(attendance.pk)])
    yield reverse("actions:preferences", args=[preferences_token(attendance.person_id)])
    yield reverse("members:join", args=[Chapter.objects.order_by("pk")[0].slug])
    yield reverse("style-public")


def enter_as(user: User) -> dict[str, str]:
    """The cookie of somebody who is logged in."""
    client = Client()
    client.force_login(user, backend="members.backends.AccountBackend")
    return {"name": "sessionid", "value": client.cookies["sessionid"].value}
