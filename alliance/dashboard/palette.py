"""« Aller à »: any page, anybody, any gesture, from a few letters (Ctrl K)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from actions.models import Action
from alliance.core.text.names import fold
from alliance.dashboard.navigation import NavItem, anybody, menu_of
from campaigns.models import Campaign
from members.domain import people
from members.domain.finding.search import groups_named
from members.models import Group, User
from members.models.search import Fold
from members.permissions import is_organizer, meets_people

PEOPLE, OTHERS = 5, 3


@dataclass(frozen=True)
class Place:
    """Somewhere to go."""

    label: str
    url: str
    icon: str
    hint: str = ""


GESTURES: tuple[tuple[Any, str, str, Callable[[User], bool]], ...] = (
    (gettext_lazy("Noter un tête-à-tête"), "members:contact-create", "plus", meets_people),
    (gettext_lazy("Ajouter une personne"), "members:person-create", "user-plus", meets_people),
    (gettext_lazy("Préparer une action"), "actions:action-create", "megaphone", is_organizer),
    (gettext_lazy("Noter une écoute"), "campaigns:listen", "ear", is_organizer),
    (gettext_lazy("Importer un fichier"), "members:import-new", "upload", is_organizer),
    (gettext_lazy("Les doublons"), "members:duplicate-list", "merge", is_organizer),
    (gettext_lazy("Mon compte"), "account_change_password", "user", anybody),
)


@require_GET
def go(request: HttpRequest) -> HttpResponse:
    """The places that the letters typed may mean; without letters, the menu and the gestures."""
    typed = request.GET.get("q", "").strip()[:100]
    places = list(_places(request.user, typed))  # type: ignore[arg-type]
    template = "dashboard/_places.html" if request.htmx else "dashboard/go.html"  # type: ignore[attr-defined]
    return render(request, template, {"places": places, "typed": typed})


def _places(user: User, typed: str) -> Iterator[Place]:
    wanted = fold(typed)
    known = [*_gestures(user), *_pages(user)]
    if not wanted:
        yield from known
        return
    yield from (one for one in known if wanted in fold(one.label))
    if meets_people(user):
        yield from _people(user, typed)
    yield from _circles(user, typed)


def _gestures(user: User) -> Iterator[Place]:
    for label, name, icon, may in GESTURES:
        try:
            if may(user):
                yield Place(str(label), reverse(name), icon)
        except NoReverseMatch:
            continue


def _pages(user: User) -> Iterator[Place]:
    def flat(items: list[NavItem] | tuple[NavItem, ...]) -> Iterator[NavItem]:
        for item in items:
            yield item
            yield from flat(item.more)

    return (Place(str(one.label), one.url, one.icon) for one in flat(menu_of(user, "")))


def _people(user: User, typed: str) -> Iterator[Place]:
    """« noter fatou » and « fatou » both find her: her page, and an exchange with her."""
    first, _space, rest = typed.partition(" ")
    words = rest if rest and fold(_("noter")).startswith(fold(first)) else typed
    found = people.likeliest(user, words, PEOPLE)
    for person in found.select_related("neighbourhood"):
        where = person.neighbourhood.name if person.neighbourhood else person.city
        note = f"{reverse('members:contact-create')}?personne={person.pk}"
        yield Place(
            person.full_name, reverse("members:person-detail", args=[person.pk]), "user", where
        )
        yield Place(_("Noter un échange avec %(name)s") % {"name": person.full_name}, note, "plus")


def _circles(user: User, typed: str) -> Iterator[Place]:
    for group in groups_named(Group.objects.visible_to(user).active(), typed)[:OTHERS]:
        url = reverse("members:group-detail", args=[group.pk])
        yield Place(group.name, url, "heart-handshake", group.get_kind_display())
    for campaign in _named(Campaign.objects.visible_to(user), "name", typed):
        url = reverse("campaigns:campaign-detail", args=[campaign.pk])
        yield Place(campaign.name, url, "flag", _("campagne"))
    for action in _named(Action.objects.visible_to(user), "title", typed):
        url = reverse("actions:action-detail", args=[action.pk])
        yield Place(action.title, url, "megaphone", _("action"))


def _named(rows: Any, name: str, typed: str) -> Any:
    """Those whose name holds what was typed, accents aside; the latest first."""
    found = rows.annotate(folded=Fold(name)).filter(folded__contains=fold(typed))
    return found.order_by("-pk")[:OTHERS]
