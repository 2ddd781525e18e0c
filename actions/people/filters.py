"""What actions let one ask of people: who said yes, who came, and how often."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actions.enums import ActionKind, ActionState, Answer
from actions.models import Action, Attendance
from alliance.core.days.periods import Period
from alliance.core.text.french import spoken_date
from members.enums import MEETINGS
from members.filters.behind_figures import over_period
from members.filters.fields import ANY, LongModelChoiceFilter
from members.filters.registry import DEEDS, PeopleFilter, register_filter
from members.models import Contact, User
from members.models.person import PersonQuerySet


def _actions(label: Any, method: Any) -> Any:
    def build(user: User) -> django_filters.Filter:
        known = Action.objects.visible_to(user).order_by("-starts_at", "-id")
        return LongModelChoiceFilter(label=label, queryset=known, empty_label=ANY, method=method)

    return build


def came_to(queryset: PersonQuerySet, name: str, value: Action | None) -> PersonQuerySet:
    """Those checked in at an action."""
    return _at(queryset, value, attended=True)


def said_yes_to(queryset: PersonQuerySet, name: str, value: Action | None) -> PersonQuerySet:
    """Those whose answer to an action is a yes."""
    return _at(queryset, value, answer=Answer.YES)


def _at(queryset: PersonQuerySet, action: Action | None, **how: Any) -> PersonQuerySet:
    if action is None:
        return queryset
    there = Attendance.objects.filter(action=action, person__isnull=False, **how)
    return queryset.filter(pk__in=there.values("person_id"))


def _times(user: User) -> django_filters.Filter:
    choices = [(str(n), _times_words(str(n))) for n in (1, 2, 3, 4, 5, 10)]
    return django_filters.ChoiceFilter(
        label=_("Venu·e"), choices=choices, empty_label=ANY, method=came_often
    )


def came_often(queryset: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
    """Those checked in at so many actions at least."""
    counted = (
        Attendance.objects.filter(attended=True, person__isnull=False)
        .order_by()
        .values("person_id")
        .annotate(times=Count("pk"))
        .filter(times__gte=int(value))
    )
    return queryset.filter(pk__in=counted.values("person_id"))


def _unmet(user: User) -> django_filters.Filter:
    choices = (("once", _("venu·es une fois, jamais rencontré·es")),)
    return django_filters.ChoiceFilter(
        label=_("À rencontrer"), choices=choices, empty_label=None, method=came_once_unmet
    )


def came_once_unmet(queryset: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
    """Those who came to one action alone, and whom nobody met or called since we know them."""
    counted = (
        Attendance.objects.filter(attended=True, person__isnull=False)
        .order_by()
        .values("person_id")
        .annotate(times=Count("*"))  # rows, not ids: the index alone answers
        .filter(times=1)
    )
    met = Contact.objects.filter(person=OuterRef("pk"), kind__in=MEETINGS)
    return queryset.filter(pk__in=counted.values("person_id")).exclude(Exists(met))


def trained_within(queryset: PersonQuerySet, period: Period) -> PersonQuerySet:
    """Those checked in at a training of the period."""
    start, end = period.moments
    hers = Attendance.objects.filter(
        person=OuterRef("pk"),
        attended=True,
        action__kind=ActionKind.TRAINING,
        action__state=ActionState.ANNOUNCED,
        action__starts_at__gte=start,
        action__starts_at__lt=end,
    )
    return queryset.filter(Exists(hers))


def _times_words(value: str) -> str:
    count = int(value)
    text = ngettext("venu·es au moins %(count)d fois", "venu·es au moins %(count)d fois", count)
    return text % {"count": count}


def _named(action: Action) -> dict[str, str]:
    return {"action": action.title, "day": spoken_date(action.starts_at)}


def register() -> None:
    """Offer them on the people list."""
    yes, came = gettext_lazy("A dit oui à"), gettext_lazy("Venu·e à")
    for one in (
        PeopleFilter(
            "said_yes",
            _actions(yes, said_yes_to),
            lambda action: _("oui à « %(action)s » (%(day)s)") % _named(action),
            DEEDS,
            10,
        ),
        PeopleFilter(
            "came",
            _actions(came, came_to),
            lambda action: _("venu·es à « %(action)s » (%(day)s)") % _named(action),
            DEEDS,
            20,
        ),
        over_period("trained_in", gettext_lazy("en formation"), trained_within, 86),
        PeopleFilter("times", _times, _times_words, DEEDS, 30),
        PeopleFilter(
            "unmet",
            _unmet,
            lambda value: _("venu·es une fois, jamais rencontré·es"),
            DEEDS,
            35,
            quiet=True,
        ),
    ):
        register_filter(one)
