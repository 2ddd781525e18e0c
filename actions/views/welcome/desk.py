"""Who welcomes at the door: an account, or a phone that opened a link. The same taps for both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache

from actions.domain.attendances import named
from actions.domain.phone_tree import access_links
from actions.domain.welcome.names import Called, Name, names_of
from actions.domain.welcome.tapped import tapped
from actions.enums import LinkPurpose
from actions.models import AccessLink, Action, Attendance, short_name
from actions.permissions import require_welcoming
from actions.views.outside.links import opened
from alliance.core.web.throttling import seal_of
from members.models import Person, User
from members.scoping import get_visible_or_404, scope_of

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Desk:
    """Who welcomes: with an account she sees what her role opens; with a link, first names only,
    the list of this action and nobody else."""

    action: Action
    user: User | None = None
    link: AccessLink | None = None
    token: str = ""
    visitor: str = ""
    tapped: Attendance | None = None  # read with the action, when a name is tapped

    @property
    def by(self) -> str:
        """Who, for the journal, when there is no account."""
        return self.link.holder if self.link is not None else ""

    def url(self, name: str, *args: int) -> str:
        """The address of a tap, on this side of the door."""
        if self.link is None:
            return reverse(f"actions:{name}", args=[self.action.pk, *args])
        return reverse(f"actions:desk-{name}", args=[self.token, *args])

    def names(self, text: str = "") -> list[Name]:
        """The names she may tap (one query)."""
        return names_of(self.rows(text))

    def rows(self, text: str = "") -> Any:
        """The attendances of those names, in their order."""
        if self.user is None:
            rows: Any = Attendance.objects.filter(action=self.action, person__isnull=False)
            rows = rows.order_by("person__sort_key", "id")
        else:
            rows = named(self.action, self.user, text=text)
        return rows.select_related("person")

    def row(self, pk: int) -> Attendance:
        """One of them, or somebody unknown: she belongs to no group, so whoever welcomes sees her.

        Raises Http404 and PermissionDenied as pages do.
        """
        if self.tapped is not None and self.tapped.pk == pk:
            return self.tapped
        rows = Attendance.objects.filter(action=self.action).select_related("action", "person")
        if self.user is not None:
            hers = rows.visible_to(self.user).filter(pk=pk).first()
            if hers is not None:
                return hers
        unknown = rows.filter(pk=pk, person=None).first()
        if unknown is not None:
            return unknown
        if self.user is None:
            return get_of_link(rows, pk)
        return get_visible_or_404(rows.filter(person__isnull=False), self.user, pk=pk)

    def people(self) -> Any:
        """Whom she may add, or name as the one who brings."""
        mine = Person.objects.active().filter(chapter=self.action.chapter_id)
        if self.user is None:
            return mine.filter(attendances__action=self.action)
        return mine.filter(pk__in=Person.objects.visible_to(self.user).values("pk"))

    def called(self, person: Person | Called | None) -> str:
        """How her page names somebody: by a link, first name and initial."""
        if person is None:
            return ""
        if self.link is None:
            return str(person)
        return short_name(person)

    def note(self, verb: str, person: Person | None) -> None:
        """Remember what was done by a link."""
        if self.link is not None:
            access_links.note_access(link=self.link, verb=verb, person=person, visitor=self.visitor)


def get_of_link(rows: Any, pk: int) -> Attendance:
    """A named row of the link's own action; Http404 otherwise."""
    found: Attendance = get_object_or_404(rows, pk=pk)
    return found


def on_both_sides(view: View) -> tuple[View, View]:
    """The same page with an account (`pk` of the action) and by a link (`token`)."""

    @wraps(view)
    def with_account(request: HttpRequest, pk: int, **kwargs: int) -> HttpResponse:
        row = _of_organizer(request.user, pk, kwargs.get("attendance"))
        if row is not None:
            return view(request, Desk(row.action, user=request.user, tapped=row), **kwargs)
        action = get_visible_or_404(Action.objects.select_related("chapter"), request.user, pk=pk)
        require_welcoming(request.user, action)
        return view(request, Desk(action, user=request.user), **kwargs)

    @login_not_required
    @never_cache
    @wraps(view)
    def by_link(request: HttpRequest, token: str, **kwargs: int) -> HttpResponse:
        link, refusal = opened(request, token, LinkPurpose.CHECK_IN)
        if link is None or link.action is None:
            return refusal
        pk = kwargs.get("attendance")
        row = tapped(link.action.pk, pk, chapters=None) if pk else None
        return view(request, replace(desk_of(request, link, token), tapped=row), **kwargs)

    return with_account, by_link


def _of_organizer(user: User, action: int, row: int | None) -> Attendance | None:
    """The name that an organizer taps. Anybody else goes the longer way, which says why not."""
    scope = scope_of(user)
    if row is None or not (scope.everywhere or scope.organizes):
        return None
    return tapped(action, row, chapters=None if scope.everywhere else scope.organizes)


def desk_of(request: HttpRequest, link: AccessLink, token: str) -> Desk:
    """The desk of a phone that opened a check-in link."""
    if link.action is None:
        raise ValueError("This link welcomes nobody.")
    return Desk(link.action, link=link, token=token, visitor=seal_of(request))
