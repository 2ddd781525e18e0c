"""How delegations follow when two pages of a person become one."""

from __future__ import annotations

from campaigns.enums import DelegateRole
from campaigns.models import Delegate
from members.domain.merging import Moves, register_merger


def register() -> None:
    """Called once the applications are loaded."""
    register_merger(Delegate, delegates)


def delegates(moves: Moves) -> None:
    """One place in a delegation: the role that speaks wins over that of a witness."""
    mine = {row.negotiation_id: row for row in Delegate.objects.filter(person=moves.kept)}
    for row in Delegate.objects.filter(person=moves.gone):
        twin = mine.get(row.negotiation_id)
        if twin is None:
            moves.move(Delegate, "person", [row.pk], moves.gone.pk, moves.kept.pk)
            continue
        role = row.role
        moves.delete(row, heir=twin)
        if twin.role == DelegateRole.WITNESS:
            moves.change(twin, role=role)
