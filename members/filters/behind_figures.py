"""Filters behind the figures of the dashboards, so that each number opens its list."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.core.days.periods import InvalidPeriod, Period
from members.domain.telling.period_figures import MET
from members.enums import ContactKind, LeaderKind
from members.filters.registry import STANDING, PeopleFilter, register_filter
from members.models import Contact, FollowUp, Leadership, Membership, User
from members.models.person import PersonQuerySet

Choice = django_filters.ChoiceFilter
Within = Callable[[PersonQuerySet, Period], PersonQuerySet]

LEADER = (("any", gettext_lazy("leaders, à toute étape")), *LeaderKind.choices)
KNOWN = (("me", gettext_lazy("que je connais")),)
WAITING = (("no", gettext_lazy("sans relance ouverte")),)
ENDING = (("month", gettext_lazy("adhésion finie ce mois-ci")),)


def leading(queryset: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
    """Those who are on the leaders' board, at any stage, of any kind or of one."""
    places = Leadership.objects.filter(person=OuterRef("pk"))
    return queryset.filter(Exists(places if value == "any" else places.filter(kind=value)))


def without_promise(queryset: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
    """Those to whom nobody owes a call yet: no open follow-up."""
    return queryset.exclude(Exists(FollowUp.objects.open().filter(person=OuterRef("pk"))))


def ending_this_month(queryset: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
    """Those whose last valid period of membership ends in the current month."""
    today = timezone.localdate()
    first = today.replace(day=1)
    last = today.replace(day=monthrange(today.year, today.month)[1])
    hers = Membership.objects.valid().filter(person=OuterRef("pk"))
    return queryset.filter(
        Exists(hers.filter(ends_on__range=(first, last))),
        ~Exists(hers.filter(ends_on__gt=last)),
    )


def exchanged(kinds: frozenset[str]) -> Within:
    """Those with whom an exchange of these kinds is noted in a period."""

    def within(queryset: PersonQuerySet, period: Period) -> PersonQuerySet:
        start, end = period.moments
        hers = Contact.objects.filter(person=OuterRef("pk"), kind__in=kinds)
        return queryset.filter(Exists(hers.filter(happened_at__gte=start, happened_at__lt=end)))

    return within


def _period(value: str) -> Period | None:
    """« 2026-01-01..2026-06-30 », as the links of the figures write it."""
    start, _dots, end = value.partition("..")
    try:
        return Period(date.fromisoformat(start), date.fromisoformat(end))
    except (ValueError, InvalidPeriod):
        return None


def _chip_between(words: Any) -> Any:
    def chip(value: str) -> str:
        period = _period(value)
        if period is None:
            return str(words)
        return f"{words} {period.words}"

    return chip


def over_period(name: str, label: Any, within: Within, order: int) -> PeopleFilter:
    """A filter of the addresses alone, over « 2026-01-01..2026-06-30 »; nobody when unreadable."""

    def narrowed(queryset: PersonQuerySet, _name: str, value: str) -> PersonQuerySet:
        period = _period(value)
        return within(queryset, period) if period else queryset.none()

    def build(user: User) -> django_filters.Filter:
        return django_filters.CharFilter(label=label, max_length=22, method=narrowed)

    return PeopleFilter(name, build, _chip_between(label), STANDING, order, quiet=True)


def _known(user: User) -> django_filters.Filter:
    def known_to_me(queryset: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
        met = Contact.objects.filter(person=OuterRef("pk"), author=user)
        return queryset.filter(Q(organizer=user) | Exists(met))

    return Choice(label=_("Connu·e de moi"), choices=KNOWN, empty_label=None, method=known_to_me)


def _quiet(name: str, label: Any, choices: Any, method: Any, order: int) -> PeopleFilter:
    def build(user: User) -> django_filters.Filter:
        return Choice(label=label, choices=choices, empty_label=None, method=method)

    def chip(value: str) -> str:
        return str(dict(choices)[value])

    return PeopleFilter(name, build, chip, STANDING, order, quiet=True)


def register() -> None:
    """Offer them to addresses; the panel shows them only when in use."""
    register_filter(_quiet("leader", gettext_lazy("Leader"), LEADER, leading, 80))
    register_filter(
        _quiet("promise", gettext_lazy("Relance ouverte"), WAITING, without_promise, 81)
    )
    register_filter(
        _quiet("ends", gettext_lazy("Fin de l’adhésion"), ENDING, ending_this_month, 82)
    )
    register_filter(over_period("seen_in", gettext_lazy("rencontré·es"), exchanged(MET), 84))
    one_to_one = exchanged(frozenset({ContactKind.ONE_TO_ONE}))
    register_filter(over_period("heard_in", gettext_lazy("en tête-à-tête"), one_to_one, 85))
    register_filter(
        PeopleFilter("known", _known, lambda v: str(dict(KNOWN)[v]), STANDING, 83, quiet=True)
    )
