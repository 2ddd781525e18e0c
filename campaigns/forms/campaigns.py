"""Forms of the campaigns room: they check the shape, the domain checks the rules."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.domain.campaigns import OVER
from campaigns.models import Campaign
from members.forms.fields import DateInput
from members.forms.people import organizers_of
from members.models import Chapter, Group

# What one knows when a campaign begins; the rest waits behind « Plus ».
FIRST = ("chapter", "name", "theme", "summary", "goals_short", "groups", "status")
SHORT = forms.Textarea(attrs={"rows": 2})


class CampaignForm(forms.ModelForm):
    """A campaign on one page: its name is enough to begin."""

    class Meta:
        model = Campaign
        fields = (
            "chapter",
            "name",
            "theme",
            "summary",
            "goals_short",
            "goals_medium",
            "goals_long",
            "groups",
            "status",
            "organizer",
            "opened_on",
            "closed_on",
        )
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 4}),
            "goals_short": SHORT,
            "goals_medium": SHORT,
            "goals_long": SHORT,
            "groups": forms.CheckboxSelectMultiple,
            "opened_on": DateInput(),
            "closed_on": DateInput(),
        }
        help_texts = {
            "name": _("Ce qu’on dira au porte-à-porte, en une phrase."),
            "summary": _("Qui souffre de quoi, depuis quand, et qui pourrait dire oui."),
            "goals_short": _("Ce qu’on peut gagner dans les deux mois."),
            "opened_on": _("Vide : aujourd’hui."),
            "closed_on": _("Pour une campagne gagnée ou arrêtée. Vide : aujourd’hui."),
        }
        error_messages = {
            "name": {"required": _("Donnez un nom à la campagne.")},
        }

    def __init__(self, *args: Any, chapters: list[Chapter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = [chapter.pk for chapter in chapters]
        self.fields["chapter"].queryset = Chapter.objects.filter(pk__in=ids)
        self.fields["chapter"].empty_label = None
        if self.instance.pk or len(chapters) == 1:
            del self.fields["chapter"]
            ids = [self.instance.chapter_id or ids[0]]
            self.instance.chapter_id = ids[0]
        groups = Group.objects.active().filter(chapter__in=ids).order_by("name")
        self.fields["groups"].queryset = groups
        self.fields["organizer"].queryset = organizers_of(ids)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._check_dates(data)
        chapter = data.get("chapter") or (self.instance.chapter_id and self.instance.chapter)
        if not chapter:
            return data
        self._check_name(data.get("name"), chapter)
        foreign = [g for g in data.get("groups") or () if g.chapter_id != chapter.pk]
        if foreign:
            self.add_error("groups", _("Ces groupes ne sont pas de la même alliance locale."))
        return data

    def _check_name(self, name: str | None, chapter: Chapter) -> None:
        same = Campaign.objects.filter(chapter=chapter, name=name or "")
        if name and same.exclude(pk=self.instance.pk).exists():
            self.add_error("name", _("Une campagne de votre alliance porte déjà ce nom."))

    def _check_dates(self, data: dict[str, Any]) -> None:
        opened: date | None = data.get("opened_on")
        closed: date | None = data.get("closed_on")
        if opened and closed and closed < opened and data.get("status") in OVER:
            self.add_error("closed_on", _("La fin vient avant le début : vérifiez les dates."))

    def _post_clean(self) -> None:
        """The rules are checked above and by the domain; the instance is left to its verbs."""

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """What is asked at once."""
        return [field for field in self.visible_fields() if field.name in FIRST]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """What may wait."""
        return [field for field in self.visible_fields() if field.name not in FIRST]

    @property
    def more_has_errors(self) -> bool:
        """Whether « Plus » must be open for the errors to be seen."""
        return any(field.errors for field in self.more_fields)

    @property
    def verb_fields(self) -> dict[str, Any]:
        """What the verbs of the domain take, chapter and groups apart."""
        left_out = {"chapter", "groups"}
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}
