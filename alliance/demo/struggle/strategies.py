"""The charts, the power maps moved over months, the plans, and what became of each demand."""

from __future__ import annotations

from typing import Any

from alliance.demo.reading import table
from alliance.demo.world import World
from campaigns.enums import DelegateRole, DemandStatus
from campaigns.models import (
    Campaign,
    Delegate,
    Demand,
    DemandAnswer,
    DemandMove,
    MapActor,
    MapPosition,
    Negotiation,
    Tactic,
)
from members.models import Person

CELLS = ("means_have", "means_need", "constituents", "allies", "opponents")
SAID = {
    DemandStatus.REFUSED: "Refusée en séance, devant la délégation.",
    DemandStatus.PROMISED: "Promise à voix haute ; noté mot pour mot.",
    DemandStatus.KEPT: "Constaté sur place, à plusieurs.",
    DemandStatus.BETRAYED: "La date est passée, rien n’est venu.",
}
ANSWERED = {
    DemandStatus.MADE: (
        "Je n’ai pas la réponse aujourd’hui.",
        "Il faut que j’en parle au conseil.",
        "Ce n’est pas une question simple, vous savez.",
    ),
    DemandStatus.REFUSED: (
        "Le budget est voté, je ne peux rien.",
        "Ce n’est pas notre métier.",
        "Si je le fais pour vous, tout le monde le demandera.",
    ),
    DemandStatus.PROMISED: (
        "Vous avez ma parole, laissez-moi quelques semaines.",
        "Je m’y engage devant vous.",
        "D’accord. Notez-le, je signe.",
    ),
    DemandStatus.KEPT: (
        "C’est d’accord, et vous l’aurez par écrit.",
        "Vous avez raison, on aurait dû le faire plus tôt.",
        "Entendu. Dites-le aux autres.",
    ),
}
ROLES = (
    DelegateRole.OPENS,
    DelegateRole.TELLS,
    DelegateRole.CLOSES,
    DelegateRole.WRITES,
    DelegateRole.WITNESS,
    DelegateRole.WITNESS,
)


def make_strategies(world: World) -> None:
    """Runs after the campaigns; draws no dice, so that nothing else changes."""
    strategies = table("strategies")
    for key, campaign in world.campaigns.items():
        _moves(campaign, world.demands[key])
        entry = strategies.get(key)
        if entry:
            _chart(campaign, entry)
            _map(world, campaign, entry.get("map", []))
            _tactics(world, campaign, entry.get("tactics", []))

    _rooms(world)


def _rooms(world: World) -> None:
    """Who went, and what each demand was answered; roles turn from one meeting to the next."""
    rows = Negotiation.objects.prefetch_related("campaign__groups", "campaign__demands")
    delegates, answers = [], []
    for turn, meeting in enumerate(rows.order_by("held_at", "id")):
        ours = [
            who.person
            for group in meeting.campaign.groups.all()
            for key, members in world.members_of.items()
            if world.groups[key] == group
            for who in members[:3]
        ]
        delegates += _delegation(meeting, ours, turn)
        answers += [
            DemandAnswer(
                negotiation=meeting,
                demand=demand,
                words=world.deal(f"reply{demand.status}", ANSWERED[DemandStatus(demand.status)]),
            )
            for demand in meeting.campaign.demands.all()
        ]
    Delegate.objects.bulk_create(delegates)
    DemandAnswer.objects.bulk_create(answers)


def _delegation(meeting: Negotiation, ours: list[Person], turn: int) -> list[Delegate]:
    people = list({one.pk: one for one in ours}.values())
    turned = people[turn % len(people) :] + people[: turn % len(people)] if people else []
    pairs = zip(turned, ROLES, strict=False)
    return [Delegate(negotiation=meeting, person=one, role=role) for one, role in pairs]


def _moves(campaign: Campaign, demands: list[Demand]) -> None:
    rows = []
    for demand in demands:
        asked = campaign.opened_on
        if demand.decided_on and asked and demand.decided_on < asked:
            asked = demand.decided_on
        rows.append(_move(campaign, demand, DemandStatus.MADE, asked))
        status = DemandStatus(demand.status)
        if status == DemandStatus.KEPT and demand.decided_on and asked:
            half = asked + (demand.decided_on - asked) / 2
            rows.append(_move(campaign, demand, DemandStatus.REFUSED, half))
        if status != DemandStatus.MADE:
            rows.append(_move(campaign, demand, status, demand.decided_on))
    DemandMove.objects.bulk_create(rows)


def _move(campaign: Campaign, demand: Demand, status: DemandStatus, day: Any) -> DemandMove:
    return DemandMove(
        demand=demand,
        status=status,
        happened_on=day,
        note=SAID.get(status, ""),
        author=campaign.organizer,
    )


def _chart(campaign: Campaign, entry: dict[str, Any]) -> None:
    for name in CELLS:
        setattr(campaign, name, entry.get(name, ""))
    campaign.save(update_fields=CELLS)


def _map(world: World, campaign: Campaign, entries: list[dict[str, Any]]) -> None:
    for entry in entries:
        actor = MapActor.objects.create(
            campaign=campaign,
            name=entry["name"],
            kind=entry["kind"],
            target=world.targets.get(entry["name"]),
        )
        MapPosition.objects.bulk_create(
            MapPosition(
                actor=actor,
                influence=influence,
                support=support,
                noted_on=world.day(day),
                note=note,
                author=campaign.organizer,
            )
            for day, influence, support, note in entry["places"]
        )


def _tactics(world: World, campaign: Campaign, entries: list[list[Any]]) -> None:
    Tactic.objects.bulk_create(
        Tactic(
            campaign=campaign,
            title=title,
            heat=heat,
            planned_on=world.day(day),
            state=state,
            note=note,
            client_id=world.uuid(),
        )
        for title, heat, day, state, note in entries
    )
