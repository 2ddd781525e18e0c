"""The menu, in the order of the method; what is not built yet is not in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class NavItem:
    """An entry of the menu; `phone` ones stand in the bottom bar."""

    label: Any
    url: str
    icon: str
    current: bool
    phone: bool = False
    count: int | None = None


ENTRIES = (
    (_("Ma semaine"), "dashboard:home", "house", True),
    (_("Personnes"), "members:person-list", "users", True),
    (_("Relances"), "members:follow-up-list", "bell", False),
    (_("Leaders"), "members:leader-board", "star", False),
    (_("Groupes"), "members:group-list", "heart-handshake", False),
    (_("Campagnes"), "campaigns:campaign-list", "flag", False),
    (_("Actions"), "actions:action-list", "megaphone", True),
    (_("Envois"), "actions:outbox", "mail", False),
    (_("Alliance"), "dashboard:alliance", "chart-column", False),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `nav_items` for whoever is logged in."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {"nav_items": []}
    return {"nav_items": SimpleLazyObject(lambda: _items(request))}


def _items(request: HttpRequest) -> list[NavItem]:
    current = request.resolver_match.namespace if request.resolver_match else ""
    path = request.path
    items = []
    for label, name, icon, phone in ENTRIES:
        url = reverse(name)
        here = path == url if url == "/" else path.startswith(url)
        items.append(NavItem(label, url, icon, here and bool(current), phone))
    return items
