"""The filters of the action list, kept in the URL."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.enums import ActionKind
from actions.models import Action
from actions.models.action import ActionQuerySet
from campaigns.models import Campaign
from members.forms.fields import DateInput
from members.models import Chapter, User


class ActionFilter(django_filters.FilterSet):
    """Choices are limited to what the viewer may see."""

    chapter = django_filters.ModelChoiceFilter(
        label=_("Alliance locale"), queryset=Chapter.objects.none(), empty_label=_("toutes")
    )
    kind = django_filters.ChoiceFilter(
        label=_("Sorte"), choices=ActionKind.choices, empty_label=_("toutes")
    )
    campaign = django_filters.ModelChoiceFilter(
        label=_("Campagne"), queryset=Campaign.objects.none(), empty_label=_("toutes")
    )

    du = django_filters.DateFilter(
        label=_("Depuis le"), field_name="starts_at__date", lookup_expr="gte", widget=DateInput()
    )
    au = django_filters.DateFilter(
        label=_("Jusqu’au"), field_name="starts_at__date", lookup_expr="lte", widget=DateInput()
    )
    held = django_filters.BooleanFilter(
        label=_("Seulement les actions tenues"),
        method="only_held",
        widget=forms.CheckboxInput,
    )

    class Meta:
        model = Action
        fields: tuple[str, ...] = ()

    def only_held(self, actions: ActionQuerySet, _name: str, value: bool) -> ActionQuerySet:
        """Those announced, not cancelled, that started: what the figures of the alliance count."""
        return actions.announced().filter(starts_at__lt=timezone.now()) if value else actions

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chapters = Chapter.objects.visible_to(user)
        self.filters["chapter"].queryset = chapters
        self.filters["campaign"].queryset = Campaign.objects.visible_to(user)
        if len(chapters) < 2:
            del self.filters["chapter"]
