"""Groups and allied associations, and who is in them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from alliance.demo.reading import table
from alliance.demo.world import Resident, World
from members.enums import GroupRole
from members.models import Group, GroupMembership


def make_circles(world: World) -> None:
    """Every group with its figures in their roles, then neighbours up to its size."""
    entries = table("groups")["groups"]
    for entry in entries:
        world.groups[entry["key"]] = Group(
            chapter=world.chapters[entry["chapter"]],
            name=entry["name"],
            kind=entry["kind"],
            neighbourhood=world.hoods[entry["chapter"], entry["neighbourhood"]],
            organizer=world.accounts[entry["organizer"]],
            about=entry["about"],
            meeting_place=entry["meeting_place"],
            founded_on=entry["founded_on"],
            ended_on=entry.get("ended_on"),
        )
    Group.objects.bulk_create(world.groups.values())
    GroupMembership.objects.bulk_create(
        row for entry in entries for row in _memberships(world, entry)
    )


def _memberships(world: World, entry: dict[str, Any]) -> list[GroupMembership]:
    group = world.groups[entry["key"]]
    roles = {
        figure["key"]: figure["groups"][entry["key"]]
        for figure in table("figures")["figures"]
        if entry["key"] in figure["groups"]
    }
    chosen = [world.figures[key] for key in roles]
    near = [
        who
        for who in world.of_chapter(entry["chapter"])
        if who.hood in entry["from"] and not who.key and who.person.first_met_on < world.ago(12)
    ]
    chosen += world.rng.sample(near, min(len(near), entry["size"] - len(chosen)))
    world.members_of[entry["key"]] = chosen if group.ended_on is None else []
    rows = []
    for who in chosen:
        who.rank = max(who.rank, 1)
        row = _membership(world, group, who, roles.get(who.key, GroupRole.MEMBER))
        rows.append(row)
    _let_some_go(world, rows, world.members_of[entry["key"]])
    return rows


def _membership(world: World, group: Group, who: Resident, role: str) -> GroupMembership:
    start = max(who.person.first_met_on, group.founded_on or who.person.first_met_on)
    joined = start + timedelta(days=world.rng.randint(0, 60))
    latest = group.ended_on or world.ago(2)
    return GroupMembership(
        group=group,
        person=who.person,
        role=role,
        joined_on=min(joined, latest),
        left_on=group.ended_on,
    )


def _let_some_go(world: World, rows: list[GroupMembership], staying: list[Resident]) -> None:
    """One in fifteen has left since."""
    for row in rows:
        if row.left_on or row.role != GroupRole.MEMBER or not world.chance(0.07):
            continue
        row.left_on = max(row.joined_on, world.ago(world.rng.randint(10, 200)))
        staying[:] = [who for who in staying if who.person is not row.person]
