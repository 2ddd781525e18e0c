"""What happens outside: public days of the targets, petitions, the interview of a candidate."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from alliance.core.text.names import name_key
from alliance.demo.reading import table
from alliance.demo.world import Resident, World
from campaigns.enums import ActorKind, NegotiationKind, SignatureSource
from campaigns.models import (
    CampaignTarget,
    InterviewQuestion,
    MapActor,
    Negotiation,
    Petition,
    Promise,
    Signature,
    Target,
    TargetDate,
)

LINES = 15


def make_outside(world: World) -> None:
    """Runs last: it draws its own dice, and nothing after it."""
    data = table("outside")
    for name, rows in data["dates"].items():
        for row in rows:
            _date(world, world.targets[name], row)
    for entry in data["petitions"]:
        _petition(world, entry)
    _interview(world, data["interview"])


def _date(world: World, target: Target, row: list[Any]) -> None:
    day, hour, kind, title, place, road = row
    TargetDate.objects.create(
        target=target,
        kind=kind,
        title=title,
        starts_at=world.at(world.meeting_day(day), hour),
        place=place,
        on_public_road=road,
        uid=str(world.uuid()),
    )


def _petition(world: World, entry: dict[str, Any]) -> None:
    campaign = world.campaigns[entry["campaign"]]
    opened = world.day(entry["opened"])
    petition = Petition.objects.create(
        campaign=campaign,
        target=world.targets[entry["target"]],
        title=entry["title"],
        text=entry["text"],
        goal=entry["goal"],
        state=entry["state"],
        slug=f"{entry['campaign']}-demo",
        delivered_on=world.day(entry["delivered"]) if "delivered" in entry else None,
        delivered_how=entry.get("how", ""),
        created_at=world.at(opened, 12),
    )
    last = petition.delivered_on or world.ago(1)
    people = list(world.of_chapter(campaign.chapter.slug))
    rows: dict[tuple[str, str], Signature] = {}
    for number in range(entry["web"] + entry["sheets"] * LINES):
        row = _signature(world, petition, people, number, entry["web"])
        if number < entry["web"] and number % 5 == 0:
            _wants_news(row, people[number * 7 % len(people)])
        row.signed_on = opened + timedelta(days=world.rng.randint(0, (last - opened).days))
        row.created_at = world.at(row.signed_on, world.rng.randint(9, 20))
        rows.setdefault((row.name_key, row.place), row)
    Signature.objects.bulk_create(rows.values())
    if petition.delivered_on:
        petition.delivered_count = len(rows)
        petition.save(update_fields=["delivered_count"])


def _wants_news(row: Signature, who: Resident) -> None:
    """Somebody of the chapter: she ticked the other box."""
    person = who.person
    row.name, row.place = str(person), who.hood or row.place
    row.name_key = name_key(person.first_name, person.last_name)
    row.may_contact, row.person = True, person
    row.consent_words = row.petition.campaign.chapter.consent_wording


def _signature(
    world: World, petition: Petition, people: list[Resident], number: int, web: int
) -> Signature:
    """Names met in the neighbourhood, first names and last names dealt apart: nobody known."""
    first = world.rng.choice(people).person.first_name
    last = world.rng.choice(people).person.last_name
    place = world.rng.choice(people).hood or petition.campaign.chapter.city
    on_paper = number >= web
    line = number - web
    return Signature(
        petition=petition,
        name=f"{first} {last}".strip(),
        name_key=name_key(first, last),
        place=place,
        source=SignatureSource.PAPER if on_paper else SignatureSource.WEB,
        sheet=line // LINES + 1 if on_paper else None,
        line=line % LINES + 1 if on_paper else None,
        entered_by=petition.campaign.organizer if on_paper else None,
        client_id=world.uuid(),
    )


def _interview(world: World, entry: dict[str, Any]) -> None:
    campaign = world.campaigns[entry["campaign"]]
    target = Target.objects.create(
        chapter=campaign.chapter,
        name=entry["who"],
        mandate=entry["mandate"],
        organization=entry["organization"],
        weak_points="Élections en mars. A dit oui devant témoins.",
    )
    CampaignTarget.objects.create(campaign=campaign, target=target, kind="secondary")
    MapActor.objects.filter(campaign=campaign, name__startswith=entry["who"]).update(
        target=target, kind=ActorKind.OFFICIAL
    )
    meeting = Negotiation.objects.create(
        campaign=campaign,
        target=target,
        kind=NegotiationKind.INTERVIEW,
        held_at=world.at(world.day(entry["on"]), entry["hour"]),
        place=entry["place"],
        minutes=entry["minutes"],
        client_id=world.uuid(),
    )
    for what, due_on, witnesses, demand in entry["promises"]:
        Promise.objects.create(
            negotiation=meeting,
            demand=world.demands[entry["campaign"]][demand],
            what=what,
            who=entry["who"],
            made_on=world.day(entry["on"]),
            due_on=world.day(due_on),
            witnesses=witnesses,
            client_id=world.uuid(),
        )
    InterviewQuestion.objects.bulk_create(
        InterviewQuestion(
            negotiation=meeting,
            text=text,
            votes=votes,
            asked_by=asked_by,
            answer=answer,
            convinced=convinced,
            doubtful=doubtful,
            unconvinced=unconvinced,
        )
        for text, votes, asked_by, answer, convinced, doubtful, unconvinced in entry["questions"]
    )
