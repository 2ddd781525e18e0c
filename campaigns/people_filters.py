"""What listening lets one ask of people: what angers them, and who said this."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext as _

from campaigns.domain.heard.issues import voiced_by
from campaigns.enums import Theme
from campaigns.models import Grievance, Issue
from members.filters.fields import ANY, LongModelChoiceFilter
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


def _heard(user: User) -> django_filters.Filter:
    return LongModelChoiceFilter(
        label=_("A dit cette colère"),
        queryset=Issue.objects.visible_to(user).standing(),
        empty_label=ANY,
        method=voiced,
    )


def voiced(queryset: PersonQuerySet, name: str, value: Issue | None) -> PersonQuerySet:
    """Those who voiced a common problem."""
    if value is None:
        return queryset
    return queryset.filter(pk__in=voiced_by(value).values("pk"))


def _chip(value: str) -> str:
    return _("colère : %(theme)s") % {"theme": Theme(value).label}


def register() -> None:
    """Offer it on the people list; only organizers hear what was said in confidence."""
    register_filter(PeopleFilter("anger", _anger, _chip, DEEDS, 40, organizers_only=True))
    register_filter(
        PeopleFilter(
            "heard",
            _heard,
            lambda issue: _("ont dit : « %(issue)s »") % {"issue": issue.title},
            DEEDS,
            41,
            organizers_only=True,
        )
    )
