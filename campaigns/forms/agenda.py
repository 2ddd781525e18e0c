"""Forms of the target's agenda."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import TargetDate
from members.forms.meetings import DateTimeInput


class TargetDateForm(forms.ModelForm):
    """A day when she is seen in public."""

    class Meta:
        model = TargetDate
        fields = ("title", "kind", "starts_at", "place", "on_public_road")
        widgets = {"starts_at": DateTimeInput()}
        help_texts = {
            "on_public_road": _("Un rassemblement dans la rue se déclare trois jours francs avant.")
        }
        error_messages = {
            "title": {"required": _("Dites ce que c’est : conseil municipal, inauguration…")},
            "starts_at": {"required": _("Quel jour, à quelle heure ?")},
        }

    def _post_clean(self) -> None:
        """The instance is left to the verbs of the domain."""


class CalendarForm(forms.Form):
    """A calendar published by a town hall or a landlord."""

    file = forms.FileField(
        label=_("Calendrier (.ics)"),
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
        help_text=_("Sur le site de la mairie ou du bailleur : « s’abonner » ou « iCal »."),
        error_messages={"required": _("Choisissez le fichier du calendrier.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="ics", **kwargs)
