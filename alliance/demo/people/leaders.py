"""Leaders: who was spotted, how each moved on, what organizers think and why."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from alliance.demo.reading import agree, sections, table
from alliance.demo.world import Resident, World
from members.enums import LeaderKind, LeaderStage
from members.models import Assessment, Leadership, LeadershipMove

REASONS = {
    LeaderStage.SPOTTED: "repere",
    LeaderStage.CONNECTED: "lien",
    LeaderStage.TRAINING: "formation",
}
PATH = list(REASONS)


def make_leaders(world: World) -> None:
    """The figures with their own story, and the next ones behind them."""
    moves: list[LeadershipMove] = []
    for entry in table("figures")["figures"]:
        moves += _told(world, entry)
    for who in _coming_up(world):
        moves += _drawn(world, who)
    moves.sort(key=lambda move: (move.moved_at, move.person_id))
    LeadershipMove.objects.bulk_create(moves)
    Leadership.objects.bulk_create(_where_they_stand(world, moves))
    Assessment.objects.bulk_create(_assessments(world))


def _told(world: World, entry: dict[str, Any]) -> list[LeadershipMove]:
    who, author = world.figures[entry["key"]], world.accounts[entry["organizer"]]
    moves: list[LeadershipMove] = []
    for stage, days, reason in entry["moves"]:
        moves.append(
            LeadershipMove(
                person=who.person,
                from_stage=moves[-1].to_stage if moves else "",
                to_stage=stage,
                reason=reason,
                author=author,
                moved_at=world.some_time(world.ago(days)),
            )
        )
    return moves


def _coming_up(world: World) -> list[Resident]:
    """One in nine of those in groups; they become the next leaders."""
    return [who for who in world.residents if who.rank in {1, 2} and world.chance(0.17)]


def _drawn(world: World, who: Resident) -> list[LeadershipMove]:
    steps = PATH[: 1 + int(world.rng.random() ** 1.6 * len(PATH))]
    day = max(who.person.first_met_on + timedelta(days=8), world.ago(500))
    moves: list[LeadershipMove] = []
    for stage in steps:
        day = min(
            day + timedelta(days=world.rng.randint(5, 90)), world.ago(world.rng.randint(2, 9))
        )
        reason = agree(world.deal(stage, sections("notes")[REASONS[stage]]), woman=who.woman)
        moves.append(
            LeadershipMove(
                person=who.person,
                from_stage=moves[-1].to_stage if moves else "",
                to_stage=stage,
                reason=reason,
                author=who.person.organizer,
                moved_at=world.at(day, 19, len(moves)),
            )
        )
    who.rank = max(who.rank, 2)
    return moves


def _where_they_stand(world: World, moves: list[LeadershipMove]) -> list[Leadership]:
    kinds = {world.figures[f["key"]].person.pk: f["kind"] for f in table("figures")["figures"]}
    draw = {LeaderKind.NETWORK: 5, LeaderKind.LOUDMOUTH: 3, LeaderKind.TENANTS: 2}
    standing: dict[int, Leadership] = {}
    for move in moves:
        kind = kinds.setdefault(
            move.person_id, world.weighted({str(name): weight for name, weight in draw.items()})
        )
        standing[move.person_id] = Leadership(
            person_id=move.person_id, kind=kind, stage=move.to_stage, since=move.moved_at
        )
    return list(standing.values())


def _assessments(world: World) -> list[Assessment]:
    found = [
        Assessment(
            person=world.figures[entry["key"]].person,
            level=entry["level"],
            reason=entry["reason"],
            author=world.accounts[entry["organizer"]],
            assessed_at=world.some_time(world.ago(world.rng.randint(6, 60))),
        )
        for entry in table("figures")["figures"]
    ]
    for who in world.residents:
        if who.key or who.rank == 0 or not world.chance(0.45):
            continue
        level = world.rng.choices((1, 2, 3, 4, 5), weights=(5, 22, 42, 24, 7))[0]
        found += _opinions(world, who, level)
    return sorted(found, key=lambda opinion: (opinion.assessed_at, opinion.person_id))


def _opinions(world: World, who: Resident, level: int) -> list[Assessment]:
    """What is thought now, and for one in four what was thought before."""
    known = max((world.today - who.person.first_met_on).days, 3)
    ages = [world.rng.randint(1, min(known - 1, 240))]
    levels = [level]
    if world.chance(0.25) and known > 260:
        ages.append(world.rng.randint(241, min(known, 500)))
        levels.append(max(1, level - 1))
    return [
        Assessment(
            person=who.person,
            level=grade,
            reason=agree(
                world.deal(f"level{grade}", sections("notes")[f"appreciation{grade}"]),
                woman=who.woman,
            ),
            author=who.person.organizer,
            assessed_at=world.some_time(world.ago(age)),
        )
        for age, grade in zip(ages, levels, strict=True)
    ]
