"""Who may see what: a right is a role in a chapter, and objects are fetched through it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404

if TYPE_CHECKING:
    from members.models import User

ModelT = TypeVar("ModelT", bound=models.Model)


@dataclass(frozen=True)
class Scope:
    """The chapters somebody acts in, read once per request from her roles."""

    everywhere: bool = False
    organizes: frozenset[int] = frozenset()
    sits_in: frozenset[int] = frozenset()
    belongs_to: frozenset[int] = frozenset()
    led_groups: frozenset[int] = frozenset()

    @property
    def chapter_ids(self) -> frozenset[int]:
        """Every chapter where she holds any role."""
        return self.organizes | self.sits_in | self.belongs_to

    @property
    def key(self) -> str:
        """The same for whoever sees the same rows: part of the name of what is remembered."""
        if self.everywhere:
            return "everywhere"
        kinds = (self.organizes, self.sits_in, self.belongs_to, self.led_groups)
        return "/".join(",".join(map(str, sorted(ids))) for ids in kinds)

    def may_organize(self, chapter_id: int | None) -> bool:
        """Whether she organizes in that chapter: full access to its people."""
        return self.everywhere or chapter_id in self.organizes


NOWHERE = Scope()


class ScopedQuerySet(models.QuerySet[ModelT]):
    """A queryset that knows the way from its rows to a chapter.

    `chapter_path` leads to the chapter; by default the rows of every chapter where the
    viewer organizes are hers. Rooms widen this for board members and leaders row by row.
    """

    chapter_path: ClassVar[str] = "chapter"

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep only the rows this viewer may read."""
        scope = scope_of(user)
        if scope.everywhere:
            return self
        return self.filter(self.scope_filter(scope))

    def scope_filter(self, scope: Scope) -> models.Q:
        """The condition for a viewer who is not an administrator."""
        return self.in_chapters(scope.organizes)

    def in_chapters(self, chapter_ids: frozenset[int]) -> models.Q:
        """Rows of these chapters, as a condition."""
        return models.Q(**{f"{self.chapter_path}__in": chapter_ids})


class ChapterWideQuerySet(ScopedQuerySet[ModelT]):
    """Rows that everybody with a role in the chapter may read (actions, groups…)."""

    def scope_filter(self, scope: Scope) -> models.Q:
        return self.in_chapters(scope.chapter_ids)


def scope_of(user: User | AnonymousUser) -> Scope:
    """The viewer's scope; nothing for an anonymous or inactive one."""
    if isinstance(user, AnonymousUser) or not user.is_active:
        return NOWHERE
    return user.scope


def get_visible_or_404(
    source: type[ModelT] | models.QuerySet[ModelT], user: User | AnonymousUser, **lookup: Any
) -> ModelT:
    """Fetch one object through its viewer.

    Raises Http404 when it does not exist or lies in a chapter foreign to her, and
    PermissionDenied when it lies in her chapter but her role does not open it.
    """
    queryset: Any = source._default_manager.all() if isinstance(source, type) else source
    found = queryset.visible_to(user).filter(**lookup).first()
    if found is not None:
        return found
    scope = scope_of(user)
    if queryset.filter(queryset.in_chapters(scope.chapter_ids), **lookup).exists():
        raise PermissionDenied
    raise Http404
