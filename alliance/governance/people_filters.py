"""The list behind « peuvent voter » on the page of an assembly."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.enums import ActionKind
from actions.models import Action
from alliance.governance.domain.quorum import voters
from alliance.governance.domain.rules import rules_of
from members.filters.fields import ANY, LongModelChoiceFilter
from members.filters.registry import STANDING, PeopleFilter, register_filter
from members.models import User
from members.models.person import PersonQuerySet


def _assemblies(user: User) -> django_filters.Filter:
    known = Action.objects.visible_to(user).filter(kind=ActionKind.ASSEMBLY)
    return LongModelChoiceFilter(
        label=gettext_lazy("Peut voter à"),
        queryset=known.select_related("chapter").order_by("-starts_at", "-id"),
        empty_label=ANY,
        method=may_vote_at,
    )


def may_vote_at(queryset: PersonQuerySet, name: str, value: Action | None) -> PersonQuerySet:
    """Those whom the rules of its alliance let vote at an assembly."""
    if value is None:
        return queryset
    return queryset.filter(pk__in=voters(value, rules_of(value.chapter)).values("pk"))


def register() -> None:
    """Offer it to the addresses of the figures."""
    register_filter(
        PeopleFilter(
            "votes_at",
            _assemblies,
            lambda action: _("peuvent voter à « %(action)s »") % {"action": action},
            STANDING,
            87,
            quiet=True,
        )
    )
