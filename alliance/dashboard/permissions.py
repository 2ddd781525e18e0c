"""May she see every alliance's figures?"""

from __future__ import annotations

from typing import Any

from members.enums import RoleKind
from members.scoping import scope_of


def sees_every_alliance(user: Any) -> bool:
    """Administrators, and the national board: the board sees figures, never people."""
    if scope_of(user).everywhere:
        return True
    national = user.roles.current().filter(kind=RoleKind.BOARD, chapter=None)
    return bool(national.exists())
