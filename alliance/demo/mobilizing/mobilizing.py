"""Who was asked to come, what they answered, who came and with whom."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from actions.enums import ActionState, Answer, AskRound, ReplySource
from actions.models import Action, Ask, Attendance, Reply
from alliance.demo.reading import agree, sections
from alliance.demo.world import Resident, World
from members.enums import Channel
from members.models import Group

SHARES = {"yes": 0.5, "maybe": 0.1, "no": 0.12, "came": 0.7, "confirmed": 0.35}
WORDS = {Answer.YES: "mots_oui", Answer.MAYBE: "mots_maybe", Answer.NO: "mots_non"}
CAME_ANYWAY = {Answer.MAYBE: 0.35, Answer.NONE: 0.05, Answer.NO: 0.0}


def make_attendances(world: World, action: Action, entry: dict[str, Any]) -> None:
    """Invitations, answers, presences: promised is always more than came."""
    invited = _invited(world, entry)
    rows = [_invite(world, action, who, group) for who, group in invited]
    drafts = action.state == ActionState.DRAFT
    if not drafts:
        for row, (who, _group) in zip(rows, invited, strict=True):
            _answer(world, row, who, entry)
    if action.state == ActionState.ANNOUNCED and action.ends_at < world.at(world.today, 0):
        for row in rows:
            _attend(world, row, entry.get("came", SHARES["came"]))
        _say_who_came_with_whom(world, rows, invited)
        rows += _walk_ins(world, action, entry, {who.person.pk for who, _group in invited})
    Attendance.objects.bulk_create(rows)
    named = {row.person_id: row for row in rows if row.person_id}
    asked = [(named[who.person.pk], who) for who, _group in invited]
    Reply.objects.bulk_create(reply for row, who in asked for reply in _replies(world, row, who))
    Ask.objects.bulk_create(ask for row, who in asked for ask in _asks(world, row, who))


def _invited(world: World, entry: dict[str, Any]) -> list[tuple[Resident, Group | None]]:
    found: dict[int, tuple[Resident, Group | None]] = {}
    for key in entry.get("groups", []):
        for who in world.members_of[key]:
            found.setdefault(who.person.pk, (who, world.groups[key]))
    extra = [*entry.get("people", []), *(key for key, _role in entry.get("roles", []))]
    for who in (world.figures[key] for key in extra):
        if not entry.get("count_only"):
            found.setdefault(who.person.pk, (who, None))
    return list(found.values())


def _invite(world: World, action: Action, who: Resident, group: Group | None) -> Attendance:
    announced = action.announced_at or action.created_at
    late = timedelta(days=1) if world.chance(0.15) else timedelta()
    return Attendance(
        action=action,
        person=who.person,
        invited_at=announced + timedelta(minutes=20) + late,
        invited_by=action.organizer,
        via_group=group,
        client_id=world.uuid(),
        created_at=announced + timedelta(minutes=20) + late,
    )


def _answer(world: World, row: Attendance, who: Resident, entry: dict[str, Any]) -> None:
    shares = {name: entry.get(name, usual) for name, usual in SHARES.items()}
    throw = world.rng.random()
    has_role = any(key == who.key for key, _role in entry.get("roles", []))
    if has_role or throw < shares["yes"]:
        row.answer = Answer.YES
    elif throw < shares["yes"] + shares["maybe"]:
        row.answer = Answer.MAYBE
    elif throw < shares["yes"] + shares["maybe"] + shares["no"]:
        row.answer = Answer.NO
    if row.answer == Answer.NONE or row.invited_at is None:
        return
    last = min(row.action.starts_at - timedelta(hours=3), world.at(world.ago(1), 20))
    span = max((last - row.invited_at).total_seconds(), 60)
    said = row.invited_at + timedelta(seconds=int(span * world.rng.random() ** 1.5))
    row.answered_at = max(min(_awake(said), last), row.invited_at)
    if row.answer == Answer.YES:
        row.companions = world.rng.randint(1, 3) if world.chance(0.2) else 0
        again = row.answered_at + timedelta(days=world.rng.randint(1, 4))
        if (has_role or world.chance(shares["confirmed"])) and again < last:
            row.confirmed_at = again


def _awake(moment: datetime) -> datetime:
    """The same day, at an hour when people call each other: between 9 h and 21 h."""
    local = timezone.localtime(moment)
    return local if 9 <= local.hour < 21 else local.replace(hour=9 + local.hour % 12)


def _attend(world: World, row: Attendance, share: float) -> None:
    came = share if row.answer == Answer.YES else CAME_ANYWAY[Answer(row.answer)]
    if world.chance(came):
        row.attended = True
        row.checked_in_at = row.action.starts_at + timedelta(minutes=world.rng.randint(-12, 25))
        row.checked_in_by = row.action.organizer


def _say_who_came_with_whom(
    world: World, rows: list[Attendance], invited: list[tuple[Resident, Group | None]]
) -> None:
    """The proof of a leader: people who came with her, of her own neighbourhood first."""
    present = [(row, who) for row, (who, _g) in zip(rows, invited, strict=True) if row.attended]
    leaders = [who for _row, who in present if who.key]
    for row, who in present:
        if who.key or not leaders or not world.chance(0.6):
            continue
        near = [leader for leader in leaders if leader.hood == who.hood] or leaders
        row.brought_by = world.rng.choice(near).person


def _walk_ins(
    world: World, action: Action, entry: dict[str, Any], known: set[int]
) -> list[Attendance]:
    count = entry.get("walk_ins", 0) + entry.get("crowd", 0)
    named = [] if action.count_only else _neighbours_who_came(world, action, known)
    found = []
    for place in range(count):
        at = action.starts_at + timedelta(minutes=world.rng.randint(-5, 40))
        who = named[place] if place < min(len(named), count // 3) else None
        found.append(
            Attendance(
                action=action,
                person=who.person if who else None,
                attended=True,
                checked_in_at=at,
                checked_in_by=action.organizer,
                client_id=world.uuid(),
                created_at=at,
            )
        )
    return found


def _neighbours_who_came(world: World, action: Action, known: set[int]) -> list[Resident]:
    """People of the chapter, met by then, whom nobody had invited."""
    day = action.starts_at.date()
    near = [
        who
        for who in world.of_chapter(action.chapter.slug)
        if who.person.pk not in known and who.person.first_met_on < day
    ]
    return world.rng.sample(near, min(3, len(near)))


def _replies(world: World, row: Attendance, who: Resident) -> list[Reply]:
    if row.answered_at is None:
        return []
    source = ReplySource.LINK if who.has_email else ReplySource.PHONE
    if world.chance(0.25):
        source = ReplySource.FACE
    words = ""
    if world.chance(0.14):
        pool = sections("notes")[WORDS[Answer(row.answer)]]
        words = agree(world.deal(f"mots{row.answer}", pool), woman=who.woman)
    replies = [_reply(world, row, source, row.answered_at, words)]
    if row.confirmed_at:
        replies.append(_reply(world, row, ReplySource.PHONE, row.confirmed_at, ""))
    return replies


def _reply(world: World, row: Attendance, source: ReplySource, at: datetime, comment: str) -> Reply:
    by_hand = source != ReplySource.LINK
    return Reply(
        attendance=row,
        answer=row.answer,
        companions=row.companions,
        comment=comment,
        source=source,
        replied_at=at,
        recorded_by=row.invited_by if by_hand else None,
        client_id=world.uuid(),
    )


def _asks(world: World, row: Attendance, who: Resident) -> list[Ask]:
    """Those without e-mail are called; a second call for some who said nothing clear."""
    if row.invited_at is None or row.action.state == ActionState.DRAFT:
        return []
    asks = []
    if not who.has_email:
        at = (row.answered_at or row.invited_at + timedelta(days=1)) - timedelta(minutes=4)
        at = _awake(at)
        asks.append(_ask(row, AskRound.INVITATION, max(at, row.invited_at)))
    if row.confirmed_at:
        asks.append(_ask(row, AskRound.SECOND_CALL, row.confirmed_at - timedelta(minutes=3)))
    return asks


def _ask(row: Attendance, turn: AskRound, at: datetime) -> Ask:
    return Ask(
        attendance=row, round=turn, channel=Channel.PHONE, asked_by=row.invited_by, asked_at=at
    )
