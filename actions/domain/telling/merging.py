"""How invitations, answers and presences follow when two pages of a person become one."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.models import (
    ActionRole,
    Attendance,
    EarlierTraining,
    MailingRecipient,
    Pledge,
    Reminder,
)
from members.domain.merging import Moves, register_merger


def register() -> None:
    """Called once the applications are loaded."""
    register_merger(Attendance, attendances)
    register_merger(ActionRole, day_roles)
    register_merger(Pledge, pledges)
    register_merger(MailingRecipient, mailings)
    register_merger(EarlierTraining, earlier_trainings)


def attendances(moves: Moves) -> None:
    """One attendance an action: asked first, answered last, present if either was."""
    both = [moves.kept, moves.gone]
    for row in Attendance.objects.filter(person__in=both, brought_by__in=both):
        moves.change(row, brought_by=None)  # nobody comes with herself
    mine = {row.action_id: row for row in Attendance.objects.filter(person=moves.kept)}
    for row in Attendance.objects.filter(person=moves.gone):
        twin = mine.get(row.action_id)
        if twin is None:
            moves.move(Attendance, "person", [row.pk], moves.gone.pk, moves.kept.pk)
            continue
        _drop_reminders_told_twice(moves, row, twin)
        moves.change(twin, **_invited(twin, row), **_answered(twin, row), **_present(twin, row))
        moves.change(twin, **_ride(twin, row), leader=twin.leader or row.leader)
        moves.delete(row, heir=twin)
    moves.move_from_gone(Attendance, "brought_by")
    moves.move_from_gone(Attendance, "leader")


def _drop_reminders_told_twice(moves: Moves, row: Attendance, twin: Attendance) -> None:
    told = {(r.step_id, r.starts_at, r.sequence) for r in Reminder.objects.filter(attendance=twin)}
    for reminder in Reminder.objects.filter(attendance=row):
        if (reminder.step_id, reminder.starts_at, reminder.sequence) in told:
            moves.delete(reminder)


def _invited(twin: Attendance, row: Attendance) -> dict[str, Any]:
    if row.invited_at is None or (twin.invited_at and twin.invited_at <= row.invited_at):
        return {}
    return {name: getattr(row, name) for name in ("invited_at", "invited_by", "via_group")}


def _answered(twin: Attendance, row: Attendance) -> dict[str, Any]:
    if row.answered_at is None or (twin.answered_at and twin.answered_at >= row.answered_at):
        return {}
    answer = ("answer", "answered_at", "answer_source", "confirmed_at", "companions")
    seat = ("waiting_since", "seated_at")
    needs = ("children", "seats_offered", "wants_ride", "interpreter", "step_free")
    return {name: getattr(row, name) for name in answer + seat + needs}


def _present(twin: Attendance, row: Attendance) -> dict[str, Any]:
    brought_by = twin.brought_by or row.brought_by
    if twin.attended or (row.attended is None):
        return {"brought_by": brought_by}
    names = ("attended", "checked_in_at", "checked_in_by")
    return {name: getattr(row, name) for name in names} | {"brought_by": brought_by}


def _ride(twin: Attendance, row: Attendance) -> dict[str, Any]:
    """She rides with the same driver, who is not herself."""
    driver = twin.rides_with or row.rides_with
    return {"rides_with": None if driver in (twin, row) else driver}


def pledges(moves: Moves) -> None:
    """One pledge an action: the larger of the two."""
    mine = {row.action_id: row for row in Pledge.objects.filter(leader=moves.kept)}
    for row in Pledge.objects.filter(leader=moves.gone):
        twin = mine.get(row.action_id)
        if twin is None:
            moves.move(Pledge, "leader", [row.pk], moves.gone.pk, moves.kept.pk)
            continue
        moves.change(twin, people=max(twin.people, row.people))
        moves.delete(row)


def day_roles(moves: Moves) -> None:
    """The roles of the day, each once."""
    held = ActionRole.objects.filter(person=moves.kept).values_list("action_id", "role")
    mine = set(held)
    for row in ActionRole.objects.filter(person=moves.gone):
        if (row.action_id, row.role) in mine:
            moves.delete(row)
        else:
            moves.move(ActionRole, "person", [row.pk], moves.gone.pk, moves.kept.pk)


def mailings(moves: Moves) -> None:
    """One line a mailing: of two, the one that was written stays."""
    mine = {row.mailing_id: row for row in MailingRecipient.objects.filter(person=moves.kept)}
    for row in MailingRecipient.objects.filter(person=moves.gone):
        twin = mine.get(row.mailing_id)
        if twin is None:
            moves.move(MailingRecipient, "person", [row.pk], moves.gone.pk, moves.kept.pk)
            continue
        if row.written_at and not twin.written_at:
            names = ("way", "message", "follow_up", "written_at")
            moves.change(twin, **{name: getattr(row, name) for name in names})
        moves.delete(row)


def earlier_trainings(moves: Moves) -> None:
    """Each course once: the first time stays."""
    mine = {row.course_id: row for row in EarlierTraining.objects.filter(person=moves.kept)}
    for row in EarlierTraining.objects.filter(person=moves.gone):
        twin = mine.get(row.course_id)
        if twin is None:
            moves.move(EarlierTraining, "person", [row.pk], moves.gone.pk, moves.kept.pk)
            continue
        first = min(twin, row, key=lambda one: (one.year, one.day or date(one.year, 12, 31)))
        moves.change(twin, year=first.year, day=first.day)
        moves.delete(row)
