"""How the rows of this room follow a merge where a rule of the database stands in the way."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from members.domain.knowing.ties import BACKWARDS
from members.domain.merging.moves import Moves
from members.domain.merging.walk import register_merger, stay_in_place
from members.enums import AddressState, GroupRole, LeaderStage
from members.models import (
    CustomValue,
    DistinctPair,
    GroupMembership,
    ImportRow,
    Leadership,
    MeetingGuest,
    Membership,
    Merge,
    Person,
    PersonEmail,
    PersonPhone,
    Relationship,
    User,
)

STAGES = list(LeaderStage)
STATES = list(AddressState)


def register() -> None:
    """Called once the applications are loaded."""
    register_merger(Person, people)
    register_merger(PersonPhone, phones)
    register_merger(PersonEmail, emails)
    register_merger(Person.tags.through, tags)
    register_merger(CustomValue, custom_values)
    register_merger(GroupMembership, groups)
    register_merger(MeetingGuest, meetings)
    register_merger(Leadership, leadership)
    register_merger(Membership, memberships)
    register_merger(Relationship, ties)
    register_merger(DistinctPair, distinct_pairs)
    register_merger(User, accounts)
    stay_in_place(Merge)  # the chain of earlier merges leads to the page kept
    stay_in_place(ImportRow)  # taking an import back asks what it did to this very page


def people(moves: Moves) -> None:
    """Those she brought; `merged_into` stays, as the chain leads to the page kept."""
    brought = Person.objects.filter(brought_by=moves.gone).exclude(pk=moves.kept.pk)
    ids = list(brought.values_list("pk", flat=True))
    moves.move(Person, "brought_by", ids, moves.gone.pk, moves.kept.pk)


def phones(moves: Moves) -> None:
    """Numbers of both, each once, with one primary."""
    for row, twin in _means(moves, PersonPhone, "number"):
        moves.change(twin, label=twin.label or row.label)
        moves.delete(row)


def emails(moves: Moves) -> None:
    """Addresses of both, each once, with one primary; a bounce is remembered."""
    for row, twin in _means(moves, PersonEmail, "address"):
        moves.change(twin, state=max(twin.state, row.state, key=STATES.index))
        moves.delete(row)


def _means(moves: Moves, model: Any, name: str) -> list[tuple[Any, Any]]:
    """Move what she did not have; returns the rows that are there twice, with their twin."""
    mine = {getattr(row, name): row for row in model.objects.filter(person=moves.kept)}
    led = any(row.is_primary for row in mine.values())
    twins = []
    for row in model.objects.filter(person=moves.gone).order_by("-is_primary", "id"):
        twin = mine.get(getattr(row, name))
        if twin is not None:
            twins.append((row, twin))
            continue
        if led:
            moves.change(row, is_primary=False)
        led = led or row.is_primary
        _move(moves, row)
    return twins


def _move(moves: Moves, row: Any, field: str = "person") -> None:
    moves.move(type(row), field, [row.pk], moves.gone.pk, moves.kept.pk)


def tags(moves: Moves) -> None:
    """Words of the chapter: each once, and none from another chapter."""
    _once(moves, Person.tags.through, "tag_id")


def custom_values(moves: Moves) -> None:
    """Answers to the chapter's questions: hers stand, the others fill."""
    _once(moves, CustomValue, "field_id")


def _once(moves: Moves, model: Any, name: str) -> None:
    if not moves.same_chapter:
        return
    mine = set(model.objects.filter(person=moves.kept).values_list(name, flat=True))
    for row in model.objects.filter(person=moves.gone):
        if getattr(row, name) in mine:
            moves.delete(row)
        else:
            _move(moves, row)


def groups(moves: Moves) -> None:
    """One membership a group: since the earlier day, in the role that says more."""
    if not moves.same_chapter:
        return
    mine = GroupMembership.objects.current().filter(person=moves.kept)
    current = {row.group_id: row for row in mine}
    for row in GroupMembership.objects.filter(person=moves.gone):
        twin = current.get(row.group_id) if row.left_on is None else None
        if twin is None:
            _move(moves, row)
            continue
        role = row.role if twin.role == GroupRole.MEMBER else twin.role
        moves.change(twin, role=role, joined_on=min(twin.joined_on, row.joined_on))
        moves.delete(row, heir=twin)


def meetings(moves: Moves) -> None:
    """Meetings of both, each once; whoever came under one name or the other came."""
    mine = {row.meeting_id: row for row in MeetingGuest.objects.filter(person=moves.kept)}
    for row in MeetingGuest.objects.filter(person=moves.gone):
        twin = mine.get(row.meeting_id)
        if twin is None:
            _move(moves, row)
            continue
        moves.change(twin, came=twin.came or row.came)
        moves.delete(row, heir=twin)


def leadership(moves: Moves) -> None:
    """One way to leading: where she went furthest; the steps of both are moved elsewhere."""
    row = Leadership.objects.filter(person=moves.gone).first()
    twin = Leadership.objects.filter(person=moves.kept).first()
    if row is None:
        return
    if twin is None:
        _move(moves, row)
        return
    if STAGES.index(LeaderStage(row.stage)) > STAGES.index(LeaderStage(twin.stage)):
        moves.change(twin, kind=row.kind, stage=row.stage, since=row.since)
    moves.delete(row, heir=twin)


def memberships(moves: Moves) -> None:
    """Periods of both; two that start the same day are one, with all its payments."""
    mine = {row.starts_on: row for row in moves.kept.memberships.valid()}
    for row in Membership.objects.filter(person=moves.gone):
        twin = mine.get(row.starts_on) if row.cancelled_at is None else None
        if twin is None:
            _move(moves, row)
            continue
        moves.change(twin, ends_on=max(twin.ends_on, row.ends_on))
        moves.delete(row, heir=twin)


def ties(moves: Moves) -> None:
    """Ties with others, each once; a tie between the two pages meant nothing."""
    kept, gone = moves.kept.pk, moves.gone.pk
    for row in Relationship.objects.filter(Q(person=gone) | Q(other=gone)):
        field, far = ("person", row.other_id) if row.person_id == gone else ("other", row.person_id)
        if far == kept or (row.ended_on is None and _tied(row, field, kept, far)):
            moves.delete(row)
        else:
            _move(moves, row, field)


def _tied(row: Relationship, field: str, kept: int, far: int) -> bool:
    """Whether the page kept has this tie already, from whichever end when it reads the same."""
    ends = Q(person=kept, other=far) if field == "person" else Q(person=far, other=kept)
    if row.kind not in BACKWARDS:
        ends |= Q(person=kept, other=far) | Q(person=far, other=kept)
    return Relationship.objects.current().filter(ends, kind=row.kind).exists()


def distinct_pairs(moves: Moves) -> None:
    """« Not the same as X » holds for the page kept; between the two it was mistaken."""
    kept, gone = moves.kept.pk, moves.gone.pk
    for row in DistinctPair.objects.filter(Q(first=gone) | Q(second=gone)):
        far = row.second_id if row.first_id == gone else row.first_id
        first, second = sorted([kept, far])
        if far == kept or DistinctPair.objects.filter(first=first, second=second).exists():
            moves.delete(row)
        else:
            moves.change(row, first_id=first, second_id=second)


def accounts(moves: Moves) -> None:
    """Her account; two accounts were refused before."""
    moves.move_from_gone(User, "person")
