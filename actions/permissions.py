"""May she? Guards of the actions room."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from actions.models import Action
from members.models import User
from members.scoping import scope_of


def runs(user: User, action: Action) -> bool:
    """Whether she prepares this action: invites, moves, cancels, reads every name."""
    return scope_of(user).may_organize(action.chapter_id)


def welcomes(user: User, action: Action) -> bool:
    """Whether she checks people in: organizers, and the chapter's leaders for their own people."""
    scope = scope_of(user)
    return runs(user, action) or (action.chapter_id in scope.belongs_to and bool(scope.led_groups))


def require_running(user: User, action: Action) -> None:
    """Raise PermissionDenied unless she prepares this action."""
    if not runs(user, action):
        raise PermissionDenied


def require_welcoming(user: User, action: Action) -> None:
    """Raise PermissionDenied unless she may check people in."""
    if not welcomes(user, action):
        raise PermissionDenied
