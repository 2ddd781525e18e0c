"""Who listens: organizers, and the leaders of a chapter; the board reads figures, not words."""

from __future__ import annotations

from members.models import Chapter, User
from members.models.chapter import ChapterQuerySet
from members.permissions import is_organizer
from members.scoping import scope_of


def may_listen(user: User) -> bool:
    """Whether she may note what she heard, somewhere."""
    return is_organizer(user) or bool(scope_of(user).belongs_to)


def may_listen_in(user: User, chapter_id: int) -> bool:
    """Whether she may note what she heard in this chapter."""
    scope = scope_of(user)
    return scope.may_organize(chapter_id) or chapter_id in scope.belongs_to


def listening_chapters(user: User) -> ChapterQuerySet:
    """The open chapters in which she may note what she heard."""
    scope = scope_of(user)
    open_ones = Chapter.objects.filter(closed_on=None)
    if scope.everywhere:
        return open_ones
    return open_ones.filter(pk__in=scope.organizes | scope.belongs_to)
