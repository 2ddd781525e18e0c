"""The menu, in the order of the method; what is not built yet is not in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from alliance.dashboard.guide import address_for
from members.models import User
from members.permissions import is_organizer, meets_people
from members.scoping import scope_of


def anybody(user: User) -> bool:
    """Every account with the door open."""
    return user.is_active


def has_alliance(user: User) -> bool:
    """Whoever has any role."""
    scope = scope_of(user)
    return scope.everywhere or bool(scope.chapter_ids)


@dataclass(frozen=True)
class Entry:
    """A page of the menu: who finds it there, and the other addresses that belong under it."""

    label: Any
    name: str
    icon: str
    may: Callable[[User], bool] = anybody
    also: tuple[str, ...] = ()
    phone: bool = False
    more: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class NavItem:
    """An entry as drawn; `phone` ones stand in the bottom bar, `more` are the pages under it."""

    label: Any
    url: str
    icon: str
    current: bool = False
    phone: bool = False
    count: int | None = None
    more: tuple[NavItem, ...] = ()


ENTRIES = (
    Entry(
        _("Ma semaine"),
        "dashboard:home",
        "house",
        phone=True,
        more=(
            Entry(_("Relances"), "members:follow-up-list", "bell", meets_people),
            Entry(_("Quoi de neuf"), "dashboard:news", "sun", is_organizer),
        ),
    ),
    Entry(
        _("Personnes"),
        "members:person-list",
        "users",
        meets_people,
        also=("/recus/", "/liens/"),
        phone=True,
        more=(
            Entry(_("Leaders"), "members:leader-board", "star", is_organizer),
            Entry(_("Formations"), "actions:trainings", "graduation-cap", is_organizer),
            Entry(_("Adhésions"), "members:membership-list", "coins", is_organizer),
        ),
    ),
    Entry(
        _("Groupes"),
        "members:group-list",
        "heart-handshake",
        also=("/reunions/",),
        more=(Entry(_("Coups de main"), "actions:mutual-aid", "handshake", is_organizer),),
    ),
    Entry(_("Écoute"), "campaigns:listening", "ear"),
    Entry(_("Campagnes"), "campaigns:campaign-list", "flag"),
    Entry(
        _("Actions"),
        "actions:action-list",
        "megaphone",
        phone=True,
        more=(
            Entry(_("Calendrier"), "actions:calendar", "calendar-days", has_alliance),
            Entry(_("Envois"), "actions:outbox", "mail", is_organizer),
        ),
    ),
    Entry(
        _("Alliance"),
        "dashboard:alliance",
        "chart-column",
        more=(
            Entry(_("Équipe"), "dashboard:team", "hand-heart", is_organizer),
            Entry(_("Rapport"), "dashboard:report", "file-text", has_alliance),
        ),
    ),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `nav_items` for whoever is logged in."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"nav_items": ()}
    return {
        "nav_items": cache(lambda: menu_of(user, request.path)),  # fragments do not call them
        "guide_url": cache(lambda: address_for(request.path)),
    }


def menu_of(user: User, path: str) -> tuple[NavItem, ...]:
    """The entries this account may open; the one whose address is nearest to `path` is current."""
    drawn = [item for entry in ENTRIES for item in _drawn(entry, user)]
    starts = [(start, entry.name) for entry in _every(ENTRIES) for start in _starts(entry)]
    found = [
        pair
        for pair in starts
        if path == pair[0] or (len(pair[0]) > 1 and path.startswith(pair[0]))
    ]
    here = _address(max(found, key=lambda pair: len(pair[0]))[1]) if found else None
    return tuple(_marked(item, here) for item in drawn)


def _marked(item: NavItem, here: str | None) -> NavItem:
    more = tuple(_marked(one, here) for one in item.more)
    return replace(item, current=item.url == here, more=more)


def _drawn(entry: Entry, user: User) -> Iterator[NavItem]:
    url = _address(entry.name)
    if url and entry.may(user):
        more = tuple(item for one in entry.more for item in _drawn(one, user))
        yield NavItem(entry.label, url, entry.icon, phone=entry.phone, more=more)


def _every(entries: tuple[Entry, ...]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from _every(entry.more)


def _starts(entry: Entry) -> tuple[str, ...]:
    url = _address(entry.name)
    return (url, *entry.also) if url else ()


@cache
def _address(name: str) -> str:
    """The address of a page, or nothing while it does not exist."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
