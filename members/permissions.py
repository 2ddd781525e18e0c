"""May she? Guards shared by the views of every room."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from members.models import Chapter, User
from members.scoping import scope_of

View = Callable[..., HttpResponse]


def is_organizer(user: User) -> bool:
    """Whether this account organizes somewhere (an administrator organizes everywhere)."""
    scope = scope_of(user)
    return scope.everywhere or bool(scope.organizes)


def meets_people(user: User) -> bool:
    """Whether this account may open people's pages: organizers, and leaders of a group."""
    return is_organizer(user) or bool(scope_of(user).led_groups)


def require_organizer_of(user: User, chapter_id: int | None) -> None:
    """Raise PermissionDenied unless she organizes in this chapter."""
    if not scope_of(user).may_organize(chapter_id):
        raise PermissionDenied


def organizers_only(view: View) -> View:
    """Refuse (403) accounts that organize nowhere."""
    return _guarded(view, is_organizer)


def people_meeters_only(view: View) -> View:
    """Refuse (403) accounts that have nobody to meet, such as board members."""
    return _guarded(view, meets_people)


def _guarded(view: View, may: Callable[[User], bool]) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request.user):  # type: ignore[arg-type]
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def organized_chapters(user: User) -> list[Chapter]:
    """The open chapters in which she may write, by name."""
    return list(Chapter.objects.organized_by(user).filter(closed_on=None))


def sees_several(user: User) -> bool:
    """Whether she sees more than one local alliance, so that each row must say which."""
    scope = scope_of(user)
    return Chapter.objects.count() > 1 if scope.everywhere else len(scope.chapter_ids) > 1
