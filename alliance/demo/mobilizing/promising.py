"""« Pourraient être leaders »: three people whom the facts point at, and nobody has spotted yet."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from actions.models import Attendance
from alliance.demo.world import World
from members.enums import GroupRole
from members.models import GroupMembership, Leadership

YEAR = timedelta(days=350)
BROUGHT, CAME = 3, 4


def make_promising(world: World) -> None:
    """One brings neighbours, one is always there, one speaks for her group beside its leader."""
    there = _presences(world)
    steady, bringer, *_others = [pk for pk, _n in Counter(r.person_id for r in there).most_common()]
    _bring(there, bringer)
    _come_again(world, there, steady)
    _speak(world, {steady, bringer})


def _presences(world: World) -> list[Attendance]:
    """Who was there this year in Grenoble, and is not on the board of the leaders."""
    since = world.at(world.today, 0) - YEAR
    rows = Attendance.objects.filter(
        action__chapter=world.chapters["grenoble"],
        action__starts_at__range=(since, world.at(world.today, 0)),
        person__isnull=False,
    ).exclude(person__in=Leadership.objects.values("person"))
    return list(rows.filter(attended=True).order_by("action__starts_at", "person_id"))


def _bring(there: list[Attendance], bringer: int | None) -> None:
    """At the actions where she was, neighbours who came by nobody came by her."""
    hers = {row.action_id for row in there if row.person_id == bringer}
    near = [
        row
        for row in there
        if row.action_id in hers and row.person_id != bringer and row.brought_by_id is None
    ]
    for row in near[:BROUGHT]:
        row.brought_by_id = bringer
    Attendance.objects.bulk_update(near[:BROUGHT], ["brought_by"])


def _come_again(world: World, there: list[Attendance], steady: int | None) -> None:
    """She was there each time that she had said yes, and once more without a word."""
    missing = CAME - sum(row.person_id == steady for row in there)
    mine = {row.action_id for row in there if row.person_id == steady}
    others = {row.action_id: row for row in there if row.action_id not in mine}
    for action_id, model in list(others.items())[: max(missing, 0)]:
        row, _made = Attendance.objects.get_or_create(
            action_id=action_id,
            person_id=steady,
            defaults={"client_id": world.uuid(), "created_at": model.checked_in_at},
        )
        row.attended = True
        row.checked_in_at, row.checked_in_by = model.checked_in_at, model.checked_in_by
        row.save(update_fields=["attended", "checked_in_at", "checked_in_by"])


def _speak(world: World, known: set[int | None]) -> None:
    """A second voice for a group that had one: the newest who is not a leader."""
    group = world.groups["buttes"]
    leaders = Leadership.objects.values("person")
    members = GroupMembership.objects.current().filter(group=group, role=GroupRole.MEMBER)
    voice = members.exclude(person__in=leaders).exclude(person__in=known).order_by("pk").first()
    if voice is not None:
        voice.role = GroupRole.SPOKESPERSON
        voice.save(update_fields=["role"])
