"""The filters of the action list, kept in the URL."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from actions.enums import ActionKind
from actions.models import Action
from campaigns.models import Campaign
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

    class Meta:
        model = Action
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chapters = Chapter.objects.visible_to(user)
        self.filters["chapter"].queryset = chapters
        self.filters["campaign"].queryset = Campaign.objects.visible_to(user)
        if len(chapters) < 2:
            del self.filters["chapter"]
