"""How lists of calls follow when two pages of a person become one."""

from __future__ import annotations

from actions.models import CallBranch, CallLine
from members.domain.merging import Moves, register_merger


def register() -> None:
    """Called once the applications are loaded."""
    register_merger(CallLine, call_lines)
    register_merger(CallBranch, call_branches)


def call_lines(moves: Moves) -> None:
    """One line a list: the one that was called; its number on paper stays its own."""
    mine = {row.call_list_id: row for row in CallLine.objects.filter(person=moves.kept)}
    for row in CallLine.objects.filter(person=moves.gone):
        twin = mine.get(row.call_list_id)
        if twin is None:
            moves.move(CallLine, "person", [row.pk], moves.gone.pk, moves.kept.pk)
            continue
        if row.done_at and not twin.done_at:
            names = ("outcome", "done_at", "companions", "call_back_at", "note", "contact")
            moves.change(twin, **{name: getattr(row, name) for name in names})
        moves.delete(row, heir=twin)


def call_branches(moves: Moves) -> None:
    """Somebody who calls on two branches of one list keeps both; one bears her page."""
    mine = set(CallBranch.objects.filter(person=moves.kept).values_list("call_list", flat=True))
    for row in CallBranch.objects.filter(person=moves.gone):
        if row.call_list_id in mine:
            moves.change(row, person=None)
        else:
            moves.move(CallBranch, "person", [row.pk], moves.gone.pk, moves.kept.pk)
