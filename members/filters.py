"""The filters of the people list, kept in the URL."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from members.domain import people
from members.domain.figures import start_of_week
from members.enums import ContactKind, LeaderStage
from members.forms import organizers_of
from members.models import Chapter, Contact, Group, Neighbourhood, Person, User
from members.models.person import PersonQuerySet

REACH = (
    ("email", _("avec un e-mail")),
    ("phone", _("avec un téléphone")),
    ("none", _("sans e-mail ni téléphone")),
)
THIS_WEEK = (("week", _("cette semaine")),)


class PersonFilter(django_filters.FilterSet):
    """Search and filters; choices are limited to what the viewer may see."""

    q = django_filters.CharFilter(label=_("Recherche"), method="search")
    chapter = django_filters.ModelChoiceFilter(
        label=_("Alliance locale"), queryset=Chapter.objects.none(), empty_label=_("toutes")
    )
    neighbourhood = django_filters.ModelChoiceFilter(
        label=_("Quartier"), queryset=Neighbourhood.objects.none(), empty_label=_("tous")
    )
    group = django_filters.ModelChoiceFilter(
        label=_("Groupe"),
        queryset=Group.objects.none(),
        empty_label=_("tous"),
        method="in_group",
    )
    organizer = django_filters.ModelChoiceFilter(
        label=_("Suivi·e par"), queryset=User.objects.none(), empty_label=_("peu importe")
    )
    stage = django_filters.ChoiceFilter(
        label=_("Étape"),
        field_name="leadership__stage",
        choices=LeaderStage.choices,
        empty_label=_("toutes"),
    )
    reach = django_filters.ChoiceFilter(
        label=_("Joignable"), choices=REACH, method="reachable", empty_label=_("peu importe")
    )

    met = django_filters.ChoiceFilter(
        label=_("En tête-à-tête avec moi"),
        choices=THIS_WEEK,
        method="met_by_me",
        empty_label=_("peu importe"),
    )
    new = django_filters.ChoiceFilter(
        label=_("Fiche créée"),
        choices=THIS_WEEK,
        method="created_lately",
        empty_label=_("peu importe"),
    )

    class Meta:
        model = Person
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        chapters = Chapter.objects.visible_to(user)
        self.filters["chapter"].queryset = chapters
        self.filters["neighbourhood"].queryset = Neighbourhood.objects.visible_to(user)
        self.filters["group"].queryset = Group.objects.visible_to(user).active()
        self.filters["organizer"].queryset = organizers_of([c.pk for c in chapters])
        if len(chapters) < 2:
            del self.filters["chapter"]

    def search(self, queryset: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
        return people.search(queryset, value)

    def in_group(self, queryset: PersonQuerySet, name: str, value: Group) -> PersonQuerySet:
        return queryset.filter(group_memberships__group=value, group_memberships__left_on=None)

    def reachable(self, queryset: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
        if value == "email":
            return queryset.filter(emails__is_primary=True)
        if value == "phone":
            return queryset.filter(phones__is_primary=True)
        return queryset.filter(emails=None, phones=None)

    def met_by_me(self, queryset: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
        met = Contact.objects.filter(
            person=OuterRef("pk"),
            author=self.user,
            kind=ContactKind.ONE_TO_ONE,
            happened_at__gte=start_of_week(),
        )
        return queryset.filter(Exists(met))

    def created_lately(self, queryset: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
        return queryset.filter(created_at__gte=start_of_week())
