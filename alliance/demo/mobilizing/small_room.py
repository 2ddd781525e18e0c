"""A small room that is full: who has a seat, and who waits for one."""

from __future__ import annotations

from datetime import timedelta

from actions.domain.invitations import invite
from actions.domain.planning.public_pages import open_page
from actions.domain.reminding import sequences
from actions.domain.replies import record_reply
from actions.enums import Answer, ReplySource
from actions.models import Action, Attendance
from alliance.demo.mobilizing.calendar import make_action
from alliance.demo.reading import table
from alliance.demo.world import World


def make_small_room(world: World) -> None:
    """Seats are taken one by one in the order of the answers; the last ones wait."""
    entry = table("small_room")
    action = make_action(world, entry)
    world.actions.append(action)
    action.groups.set(world.groups[key] for key in entry["groups"])
    sequences.copy_onto(action)
    action = open_page(action=action, actor=action.organizer)
    _answer(world, action, _invited(world, action, entry["groups"]), entry["waiting"])


def _invited(world: World, action: Action, groups: list[str]) -> list[Attendance]:
    invite(
        action=action,
        groups=[world.groups[key] for key in groups],
        actor=action.organizer,
        now=(action.announced_at or action.created_at) + timedelta(minutes=20),
    )
    return list(action.attendances.order_by("person_id"))


def _answer(world: World, action: Action, rows: list[Attendance], waiting: int) -> None:
    """Two say no and one hesitates; then people say yes until so many of them wait."""
    world.rng.shuffle(rows)
    at = world.at(world.ago(3), 18)
    for row, answer in zip(rows, (Answer.NO, Answer.NO, Answer.MAYBE), strict=False):
        at += timedelta(minutes=world.rng.randint(9, 50))
        record_reply(attendance=row, answer=answer, source=ReplySource.PHONE, now=at)
    for place, row in enumerate(rows[3:]):
        if action.attendances.waiting().count() == waiting:
            return
        at += timedelta(minutes=world.rng.randint(9, 50))
        with_her = 1 if place % 4 == 1 else 0
        record_reply(
            attendance=row,
            answer=Answer.YES,
            companions=with_her,
            source=ReplySource.PAGE if place % 3 == 2 else ReplySource.LINK,
            now=at,
        )
