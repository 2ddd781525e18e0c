"""How listeners and voters follow when two pages of a person become one."""

from __future__ import annotations

from campaigns.models import BallotVoter, DriveListener
from members.domain.merging import Moves, register_merger


def register() -> None:
    """Called once the applications are loaded."""
    register_merger(DriveListener, listeners)
    register_merger(BallotVoter, voters)


def listeners(moves: Moves) -> None:
    """Once in a team: what she heard under the page gone is hers."""
    mine = {row.drive_id: row for row in DriveListener.objects.filter(person=moves.kept)}
    for row in DriveListener.objects.filter(person=moves.gone):
        twin = mine.get(row.drive_id)
        if twin is None:
            moves.move(DriveListener, "person", [row.pk], moves.gone.pk, moves.kept.pk)
            continue
        moves.change(twin, goal=max(twin.goal, row.goal))
        moves.delete(row, heir=twin)


def voters(moves: Moves) -> None:
    """One voice a person: if either page has voted, she has."""
    mine = {row.ballot_id: row for row in BallotVoter.objects.filter(person=moves.kept)}
    for row in BallotVoter.objects.filter(person=moves.gone):
        twin = mine.get(row.ballot_id)
        if twin is None:
            moves.move(BallotVoter, "person", [row.pk], moves.gone.pk, moves.kept.pk)
            continue
        moves.change(twin, voted_on=twin.voted_on or row.voted_on)
        moves.delete(row, heir=twin)
