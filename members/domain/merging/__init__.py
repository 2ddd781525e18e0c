"""Two pages of one person made one: every relation moves, and it can be undone."""

from members.domain.merging.moves import Gestures, LeftBehind, Moves, check_now, undo
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
    "Gestures",
    "LeftBehind",
    "Moves",
    "check_now",
    "heir_of",
    "may_undo",
    "merge",
    "pages_of",
    "recent_merges",
    "register_merger",
    "relations",
    "stay_in_place",
    "undo",
    "undo_merge",
    "unresolved",
]
