"""What is needed to come, asked with the answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actions.domain.planning.needs import Needs
from actions.models import CHILDREN_LIMIT, SEATS_LIMIT

NONE, WANTS, OFFERS = "", "cherche", "offre"


def counting(most: int) -> forms.NumberInput:
    return forms.NumberInput(attrs={"min": 0, "max": most, "inputmode": "numeric"})


class NeedsMixin(forms.Form):
    """What somebody needs to come, or can give: asked once, all of it optional."""

    children = forms.IntegerField(
        label=_("Enfants à garder"),
        min_value=0,
        max_value=CHILDREN_LIMIT,
        required=False,
        widget=counting(CHILDREN_LIMIT),
        error_messages={"max_value": _("Jusqu’à dix enfants : au-delà, appelez-nous.")},
    )
    ride = forms.ChoiceField(
        label=_("Pour le trajet"),
        choices=[
            (NONE, _("je me débrouille")),
            (WANTS, _("je cherche une place")),
            (OFFERS, _("j’ai des places")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    seats = forms.IntegerField(
        label=_("Combien de places dans votre voiture ?"),
        min_value=0,
        max_value=SEATS_LIMIT,
        required=False,
        widget=counting(SEATS_LIMIT),
        error_messages={"max_value": _("Jusqu’à huit places.")},
    )
    interpreter = forms.CharField(
        label=_("Interprète : dans quelle langue ?"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"list": "langues", "autocomplete": "off"}),
    )
    step_free = forms.BooleanField(label=_("Un accès sans marche"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("ride") == OFFERS and not data.get("seats") and "seats" not in self.errors:
            self.add_error("seats", _("Combien de places avez-vous ?"))
        return data

    def needs(self) -> Needs:
        """What the domain takes."""
        data = self.cleaned_data
        offers = data.get("ride") == OFFERS
        return Needs(
            children=data.get("children") or 0,
            wants_ride=data.get("ride") == WANTS,
            seats_offered=(data.get("seats") or 0) if offers else 0,
            interpreter=data.get("interpreter") or "",
            step_free=bool(data.get("step_free")),
        )


def needs_initial(needs: Needs) -> dict[str, Any]:
    """What a form shows of what was said before."""
    ride = OFFERS if needs.seats_offered else WANTS if needs.wants_ride else NONE
    return {
        "children": needs.children or None,
        "ride": ride,
        "seats": needs.seats_offered or None,
        "interpreter": needs.interpreter,
        "step_free": needs.step_free,
    }
