"""What can be asked of people: each filter says how to ask, and how it reads as a chip."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import django_filters
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.models import User

WHERE, STANDING, REACH, DEEDS, FIELDS = "where", "standing", "reach", "deeds", "fields"
SECTIONS: dict[str, Promise] = {
    WHERE: _("Où, et avec qui"),
    STANDING: _("Où elles en sont"),
    REACH: _("Pour les joindre"),
    DEEDS: _("Ce qu’elles ont dit et fait"),
    FIELDS: _("Les champs de l’alliance"),
}

_registered: dict[str, PeopleFilter] = {}


@dataclass(frozen=True)
class PeopleFilter:
    """A filter of the people list.

    `build` makes it for a viewer (choices she may see); `chip` says a cleaned value in plain
    French (« à Teisseire »). What only organizers may know must not be guessed by filtering:
    `organizers_only`. A `quiet` one serves links from figures, and is in the panel only when in
    use.
    """

    name: str
    build: Callable[[User], django_filters.Filter]
    chip: Callable[[Any], str]
    section: str = STANDING
    order: int = 50
    organizers_only: bool = False
    quiet: bool = False


def register_filter(people_filter: PeopleFilter) -> None:
    """Offer a filter on the people list; called from `AppConfig.ready` by the rooms above.

    Registering a name again replaces it. The filter is a django-filter one whose `method` is a
    function (queryset, name, value).
    """
    _registered[people_filter.name] = people_filter


def registered() -> list[PeopleFilter]:
    """Every filter, section by section, in order."""
    rank = list(SECTIONS).index
    return sorted(_registered.values(), key=lambda one: (rank(one.section), one.order, one.name))
