"""Campaigns with their demands, named targets, negotiations, promises and victories."""

from __future__ import annotations

from typing import Any

from alliance.demo.reading import table
from alliance.demo.world import World
from campaigns.models import (
    Campaign,
    CampaignTarget,
    Demand,
    Negotiation,
    Promise,
    Target,
    Victory,
)

COPIED = ("name", "theme", "summary", "status", "goals_long", "goals_medium", "goals_short")


def make_campaigns(world: World) -> None:
    """The won ones that the association tells, and those being fought today."""
    for name in ("campaigns_won", "campaigns_live"):
        for entry in table(name)["campaigns"]:
            _campaign(world, entry)


def _campaign(world: World, entry: dict[str, Any]) -> None:
    campaign = Campaign.objects.create(
        chapter=world.chapters[entry["chapter"]],
        organizer=world.accounts[entry["organizer"]],
        issue=world.issues.get((entry["chapter"], entry["topic"])) if "issue" in entry else None,
        opened_on=world.day(entry["opened_on"]),
        closed_on=world.day(entry["closed_on"]) if "closed_on" in entry else None,
        **{field: entry[field] for field in COPIED if field in entry},
    )
    campaign.groups.set(world.groups[key] for key in entry["groups"])
    world.campaigns[entry["key"]] = campaign
    world.demands[entry["key"]] = [
        Demand.objects.create(
            campaign=campaign,
            text=text,
            status=status,
            position=position,
            decided_on=world.day(decided) if decided else None,
        )
        for position, (text, status, decided) in enumerate(entry["demands"])
    ]
    for target in entry["targets"]:
        _target(world, campaign, target)
    for meeting in entry.get("negotiations", []):
        _negotiation(world, entry["key"], meeting)
    for victory in entry.get("victories", []):
        _victory(world, campaign, victory)


def _target(world: World, campaign: Campaign, entry: dict[str, Any]) -> None:
    superior = world.targets.get(entry.get("superior", ""))
    target = Target.objects.create(
        chapter=campaign.chapter,
        name=entry["name"],
        mandate=entry["mandate"],
        organization=entry["organization"],
        weak_points=entry["weak_points"],
        superior=superior,
    )
    world.targets[target.name] = target
    CampaignTarget.objects.create(campaign=campaign, target=target, kind=entry["kind"])


def _negotiation(world: World, key: str, entry: dict[str, Any]) -> None:
    negotiation = Negotiation.objects.create(
        campaign=world.campaigns[key],
        target=world.targets[entry["target"]],
        held_at=world.at(world.meeting_day(entry["on"]), entry["hour"], 30),
        place=entry["place"],
        fallback=entry.get("fallback", ""),
        minutes=entry["minutes"],
    )
    for what, due_on, witnesses, status, demand in entry.get("promises", []):
        Promise.objects.create(
            negotiation=negotiation,
            demand=world.demands[key][demand],
            what=what,
            who=entry["target"],
            due_on=world.day(due_on),
            made_on=negotiation.held_at.date(),
            witnesses=witnesses,
            status=status,
        )


def _victory(world: World, campaign: Campaign, entry: dict[str, Any]) -> None:
    Victory.objects.create(
        campaign=campaign,
        what=entry["what"],
        households=entry.get("households"),
        amount=entry.get("amount"),
        won_on=world.day(entry["won_on"]),
        is_public=entry["is_public"],
    )
