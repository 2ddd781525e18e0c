"""Two pages of one person made one: every relation moves, and it can be undone."""

from members.domain.merging.moves import LeftBehind, Moves
from members.domain.merging.verbs import (
    UNDO_DAYS,
    CannotMerge,
    CannotUndo,
    heir_of,
    may_undo,
    merge,
    pages_of,
    recent_merges,
    undo_merge,
)
from members.domain.merging.walk import (
    register_merger,
    relations,
    stay_in_place,
    unresolved,
)

__all__ = [
    "UNDO_DAYS",
    "CannotMerge",
    "CannotUndo",
    "LeftBehind",
    "Moves",
    "heir_of",
    "may_undo",
    "merge",
    "pages_of",
    "recent_merges",
    "register_merger",
    "relations",
    "stay_in_place",
    "undo_merge",
    "unresolved",
]
