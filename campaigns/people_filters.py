"""What listening lets one ask of people: what angers them."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext as _

from campaigns.enums import Theme
from campaigns.models import Grievance
from members.filters.fields import ANY
from members.filters.registry import DEEDS, PeopleFilter, register_filter
from members.models import User
from members.models.person import PersonQuerySet


def _anger(user: User) -> django_filters.Filter:
    return django_filters.ChoiceFilter(
        label=_("En colère contre"), choices=Theme.choices, empty_label=ANY, method=angry_about
    )


def angry_about(queryset: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
    """Those of whom a grievance of this theme was heard."""
    heard = Grievance.objects.filter(theme=value, person__isnull=False)
    return queryset.filter(pk__in=heard.values("person_id"))


def _chip(value: str) -> str:
    return _("colère : %(theme)s") % {"theme": Theme(value).label}


def register() -> None:
    """Offer it on the people list; only organizers hear what was said in confidence."""
    register_filter(PeopleFilter("anger", _anger, _chip, DEEDS, 40, organizers_only=True))
