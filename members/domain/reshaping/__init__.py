"""Two alliances made one, one made two: every row that belongs to them, and back."""

from members.domain.reshaping.splits import Share, share, split
from members.domain.reshaping.unions import (
    UNDO_DAYS,
    CannotReshape,
    Crossed,
    gather_all_late,
    may_take_back,
    preview,
    standing,
    take_back,
    unite,
)
from members.domain.reshaping.walk import (
    Crossing,
    Told,
    by_name,
    first_wins,
    register_rule,
    relations,
    rename,
    stay_behind,
    unify,
    unresolved,
)

__all__ = [
    "UNDO_DAYS",
    "CannotReshape",
    "Crossed",
    "Crossing",
    "Share",
    "Told",
    "by_name",
    "first_wins",
    "gather_all_late",
    "may_take_back",
    "preview",
    "register_rule",
    "relations",
    "rename",
    "share",
    "split",
    "standing",
    "stay_behind",
    "take_back",
    "unify",
    "unite",
    "unresolved",
]
