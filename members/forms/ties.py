"""Forms of the ties between people."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from members.domain.knowing import ties
from members.forms.fields import DateInput


class TieForm(forms.Form):
    """How two people are tied, and since when if one knows; who is chosen beside."""

    kind = forms.ChoiceField(label=_("Le lien"), choices=ties.kinds)
    started_on = forms.DateField(label=_("Depuis le"), required=False, widget=DateInput())
    note = forms.CharField(label=_("Précision"), required=False, max_length=200)
