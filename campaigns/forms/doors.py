"""Forms of the buildings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import ListeningDrive
from campaigns.models.doors import MOST_DOORS, MOST_FLOORS
from members.forms.fields import DateInput
from members.models import Chapter, Neighbourhood


class BuildingForm(forms.Form):
    """Floors × doors: the grid is made in one go."""

    chapter = forms.ModelChoiceField(
        label=_("Alliance locale"), queryset=Chapter.objects.none(), empty_label=None
    )
    name = forms.CharField(
        label=_("Bâtiment"), max_length=120, help_text=_("Comme on l’appelle : « Tour B, hall 3 ».")
    )
    address = forms.CharField(label=_("Adresse"), max_length=200, required=False)
    floors = forms.IntegerField(label=_("Étages"), min_value=0, max_value=MOST_FLOORS, initial=4)
    doors = forms.IntegerField(
        label=_("Portes par étage"), min_value=1, max_value=MOST_DOORS, initial=4
    )
    ground_floor = forms.BooleanField(
        label=_("Il y a aussi des portes au rez-de-chaussée"), required=False
    )
    neighbourhood = forms.ModelChoiceField(
        label=_("Quartier"), queryset=Neighbourhood.objects.none(), required=False
    )
    drive = forms.ModelChoiceField(
        label=_("Campagne d’écoute"), queryset=ListeningDrive.objects.none(), required=False
    )

    def __init__(self, *args: Any, chapters: list[Chapter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = [chapter.pk for chapter in chapters]
        self.fields["chapter"].queryset = Chapter.objects.filter(pk__in=ids)
        if len(chapters) == 1:
            del self.fields["chapter"]
        self.fields["neighbourhood"].queryset = Neighbourhood.objects.filter(chapter__in=ids)
        self.fields["drive"].queryset = ListeningDrive.objects.filter(chapter__in=ids).live()


class SheetForm(forms.Form):
    """The day of a walk on paper; the doors are read by the view."""

    sheet_id = forms.UUIDField(widget=forms.HiddenInput)
    walked_on = forms.DateField(label=_("Jour de la tournée"), widget=DateInput())

    def clean_walked_on(self) -> Any:
        """Not a day to come."""
        day = self.cleaned_data["walked_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Cette tournée n’a pas encore eu lieu."))
        return day
