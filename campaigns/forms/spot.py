"""Where a neighbourhood lies."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.domain.map import NARROWEST, USUAL_RADIUS, WIDEST


class SpotForm(forms.Form):
    """A middle and a radius: a neighbourhood, never a home."""

    latitude = forms.DecimalField(
        label=_("Latitude"), min_value=-90, max_value=90, max_digits=7, decimal_places=4
    )
    longitude = forms.DecimalField(
        label=_("Longitude"), min_value=-180, max_value=180, max_digits=7, decimal_places=4
    )
    radius = forms.IntegerField(
        label=_("Rayon en mètres"), min_value=NARROWEST, max_value=WIDEST, initial=USUAL_RADIUS
    )
