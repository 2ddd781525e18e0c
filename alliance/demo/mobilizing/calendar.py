"""Actions, past and to come, around today."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from actions.domain.reminding import sequences
from actions.enums import ActionState
from actions.models import Action, ActionRole
from alliance.demo.mobilizing.mobilizing import make_attendances
from alliance.demo.reading import table
from alliance.demo.world import World


def make_actions(world: World) -> None:
    """Each action with its groups, roles, steps and the people asked."""
    for entry in table("actions")["actions"]:
        action = make_action(world, entry)
        world.actions.append(action)
        if action.state != ActionState.DRAFT:
            sequences.copy_onto(action)
        action.groups.set(world.groups[key] for key in entry.get("groups", []))
        ActionRole.objects.bulk_create(
            ActionRole(action=action, person=world.figures[key].person, role=role)
            for key, role in entry.get("roles", [])
        )
        make_attendances(world, action, entry)


def make_action(world: World, entry: dict[str, Any]) -> Action:
    """An action as its entry says it, saved; nobody is asked yet."""
    campaign = world.campaigns.get(entry.get("campaign", ""))
    chapter = campaign.chapter if campaign else world.chapters[entry["chapter"]]
    target = campaign.targets.filter(kind="primary").first() if campaign else None
    organizer = campaign.organizer if campaign else _organizer(world, chapter.slug)
    day = _day(world, entry)
    hour, minute = (int(part) for part in entry["hour"].split(":"))
    starts_at = world.at(day, hour, minute)
    created_at = world.some_time(min(day - timedelta(days=19), world.ago(4)))
    state = ActionState(entry.get("state", ActionState.ANNOUNCED))
    announced_at = None if state == ActionState.DRAFT else created_at + timedelta(hours=3)
    cancelled = state == ActionState.CANCELLED
    action = Action(
        chapter=chapter,
        campaign=campaign,
        target=target.target if target else None,
        organizer=organizer,
        kind=entry["kind"],
        title=entry["title"],
        description=entry["description"],
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=entry["hours"]),
        place_name=entry["place_name"],
        place_address=entry["place_address"],
        access_note=entry.get("access_note", ""),
        goal=entry["goal"],
        capacity=entry.get("capacity"),
        count_only=entry.get("count_only", False),
        state=state,
        announced_at=announced_at,
        cancelled_at=_cancelled_at(world, day) if cancelled else None,
        cancel_reason=entry.get("cancel_reason", ""),
        sequence=1 if cancelled else 0,
        public_id=world.uuid(),
        created_at=created_at,
        created_by=organizer,
    )
    action.save()
    return action


def _organizer(world: World, slug: str) -> Any:
    names = {"grenoble": "amina", "rennes": "yann"}
    return world.accounts[names[slug]]


def _cancelled_at(world: World, day: date) -> datetime:
    """Two days before: whoever was told has been told again, and the windows are closed."""
    return world.at(min(day - timedelta(days=2), world.ago(4)), 12, 20)


def _day(world: World, entry: dict[str, Any]) -> date:
    return world.day(entry["on"]) if "on" in entry else world.meeting_day(entry["days"])
