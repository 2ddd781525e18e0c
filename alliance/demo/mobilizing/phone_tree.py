"""Calls: a phone tree under way for the town hall, one branch of it silent; a list that is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from actions.domain.phone_tree import call_lists, call_sources, calling
from actions.domain.phone_tree.callers import Caller
from actions.domain.phone_tree.calling import Call
from actions.enums import Answer, AskChannel, CallOutcome
from actions.models import Action, CallBranch, CallLine, CallList
from alliance.demo.world import World
from members.models import Person

TREE = "On va à cinquante à la mairie"
OVER = "Le cahier des pannes à l’agence"
CALLERS = ("nacera", "fatou", "saida", "gerard")
SILENT = "gerard"
ALMOST = "almost"  # whoever has not said yes twice
OUTCOMES = {
    CallOutcome.YES: 34,
    CallOutcome.NO_ANSWER: 24,
    CallOutcome.MESSAGE_LEFT: 14,
    CallOutcome.MAYBE: 12,
    CallOutcome.NO: 10,
    CallOutcome.WRONG_NUMBER: 4,
}
WORDS = {
    CallOutcome.YES: ("elle amène le tapis et du thé", "après l’école, vers 18 h 15", ""),
    CallOutcome.MAYBE: ("si son mari garde les petits", "dépend de son service", ""),
    CallOutcome.NO: ("de garde à l’hôpital", "chez sa fille à Lyon", ""),
}


def make_phone_tree(world: World) -> None:
    """The tree since yesterday evening, and an old list whose links are out."""
    tree = _prepared(world, TREE, at=world.at(world.ago(1), 17, 40), audience=ALMOST)
    _shared(world, tree, at=world.at(world.ago(1), 17, 50))
    for branch in tree.branches.order_by("pk"):
        _called(world, branch, start=world.at(world.ago(1), 18, 5))
    old = _action(world, OVER)
    before = old.starts_at - timedelta(days=2)
    over = _prepared(world, OVER, at=before, audience=Answer.NONE)
    for line in over.lines.order_by("number"):
        outcome = world.rng.choice([CallOutcome.NO_ANSWER, CallOutcome.MESSAGE_LEFT])
        before += timedelta(minutes=3)
        _note(world, line, Call(outcome), before)


def _action(world: World, title: str) -> Action:
    return next(action for action in world.actions if action.title == title)


def _prepared(world: World, title: str, *, at: datetime, audience: str) -> CallList:
    action = _action(world, title)
    until = max(call_lists.end_of_the_evening(at), world.at(world.today, 22))
    return call_lists.prepare(
        chapter=action.chapter,
        people=_people(world, action, audience),
        title=f"{action.title}, le tour d’appels"
        if audience == ALMOST
        else call_sources.title_of(action, audience)[:160],
        actor=world.accounts["amina"],
        action=action,
        expires_at=until if title == TREE else call_lists.end_of_the_evening(at),
        client_id=world.uuid(),
        now=at,
    )


def _people(world: World, action: Action, audience: str) -> list[Person]:
    """The silent and the hesitating; and half of those who said yes once, to hear it again."""
    if audience != ALMOST:
        return list(call_sources.of_action(action, audience))
    once = action.attendances.filter(answer=Answer.YES, confirmed_at=None).order_by("pk")
    said = [row.person for row in once.select_related("person") if row.person is not None]
    kept = [person for person in said if person.pk not in _callers(world)]
    return [*call_sources.of_action(action, "open"), *kept[: len(kept) * 2 // 3]]


def _callers(world: World) -> set[int]:
    return {world.figures[key].person.pk for key in CALLERS}


def _shared(world: World, tree: CallList, *, at: datetime) -> None:
    """Between four leaders who know the names; those who know nobody help all the same."""
    known = {caller.person_id: caller for caller in call_lists.callers_for(tree, now=at)}
    people = [world.figures[key].person for key in CALLERS]
    callers = [known.get(one.pk) or Caller(str(one), one.pk) for one in people]
    call_lists.split(call_list=tree, callers=callers, actor=world.accounts["amina"], now=at)


def _called(world: World, branch: CallBranch, *, start: datetime) -> None:
    lines = list(branch.lines.select_related("person", "attendance").order_by("number"))
    silent = branch.person_id == world.figures[SILENT].person.pk
    for place, line in enumerate(lines[:1] if silent else lines):
        outcome = CallOutcome(world.weighted({key.value: n for key, n in OUTCOMES.items()}))
        start += timedelta(minutes=world.rng.randint(3, 9))
        _note(world, line, _call(world, line, outcome, last=place == len(lines) - 1), start)


def _call(world: World, line: CallLine, outcome: CallOutcome, *, last: bool) -> Call:
    if not line.person.phones.exists():
        return Call(CallOutcome.YES, channel=AskChannel.FACE, note="croisée en bas de l’immeuble")
    if last:
        return Call(CallOutcome.CALL_BACK, call_back_at=world.at(world.today, 18, 30))
    said_yes = line.attendance is not None and line.attendance.answer == Answer.YES
    if said_yes and outcome in {CallOutcome.NO, CallOutcome.MAYBE, CallOutcome.WRONG_NUMBER}:
        outcome = CallOutcome.YES
    companions = world.rng.randint(1, 3) if outcome == CallOutcome.YES and world.chance(0.35) else 0
    words = WORDS.get(outcome)
    note = world.rng.choice(words) if words and world.chance(0.4) else ""
    return Call(outcome, companions, note)


def _note(world: World, line: CallLine, call: Call, at: datetime) -> None:
    calling.open_line(line=line, now=at - timedelta(minutes=2))
    calling.record_call(line=line, call=call, client_id=world.uuid(), anyway=True, now=at)
