"""Forms of the power map and of the tactics."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.enums import ActorKind
from campaigns.models import MapPosition, Tactic
from members.forms.fields import DateInput

INFLUENCE = {"min": 0, "max": 100, "step": 5}
SUPPORT = {"min": -100, "max": 100, "step": 5}


class ActorForm(forms.Form):
    """Somebody new on the map."""

    name = forms.CharField(label=_("Qui"), max_length=120)
    kind = forms.ChoiceField(label=_("Sorte"), choices=ActorKind.choices, initial=ActorKind.OTHER)
    influence = forms.IntegerField(
        label=_("Influence"),
        initial=50,
        help_text=_("0 : ne pèse rien. 100 : décide."),
        widget=forms.NumberInput(attrs=INFLUENCE),
    )
    support = forms.IntegerField(
        label=_("Soutien"),
        initial=0,
        help_text=_("−100 : contre nous. 100 : avec nous."),
        widget=forms.NumberInput(attrs=SUPPORT),
    )
    note = forms.CharField(
        label=_("Pourquoi ?"),
        required=False,
        max_length=300,
        help_text=_("Le fait qui le montre : un vote, une phrase, une absence."),
    )


class PlaceForm(forms.ModelForm):
    """Where somebody stands from a day on; `seen` is the place she was moved from."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = MapPosition
        fields = ("influence", "support", "noted_on", "note")
        widgets = {
            "influence": forms.NumberInput(attrs=INFLUENCE),
            "support": forms.NumberInput(attrs=SUPPORT),
            "noted_on": DateInput(),
        }
        help_texts = {
            "influence": _("0 : ne pèse rien. 100 : décide."),
            "support": _("−100 : contre nous. 100 : avec nous."),
            "note": _("Le fait qui le montre : un vote, une phrase, une absence."),
        }

    def __init__(self, *args: Any, place: MapPosition | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["noted_on"].required = False
        if place is not None:
            self.initial |= {
                "seen": place.pk,
                "influence": place.influence,
                "support": place.support,
            }

    def _post_clean(self) -> None:
        """The rules are checked by the domain."""

    def take_up(self, now: MapPosition | None) -> None:
        """Show the form again, against the place as it is now; what was typed stays."""
        self.data = self.data.copy()
        self.data["seen"] = str(now.pk) if now else ""


class TacticForm(forms.ModelForm):
    """What we would do if the answer is still no."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Tactic
        fields = ("title", "heat", "planned_on", "state", "note")
        widgets = {"planned_on": DateInput(), "note": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "title": _("Une lettre portée à quarante, une file d’attente, un hall occupé…"),
            "heat": _("Une marche après l’autre : on monte quand la précédente n’a pas suffi."),
        }
        error_messages = {"title": {"required": _("Dites ce qu’on ferait.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("client_id", uuid.uuid4())
        if self.instance.pk:
            del self.fields["client_id"]

    def _post_clean(self) -> None:
        """The instance is left to the verbs of the domain."""
