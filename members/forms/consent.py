"""What a person agreed to."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from members.enums import Channel, ConsentSource


class ConsentForm(forms.Form):
    """A yes or a no heard by an organizer."""

    channel = forms.ChoiceField(choices=Channel.choices)
    given = forms.TypedChoiceField(
        choices=[("1", _("oui")), ("0", _("non"))], coerce=lambda value: value == "1"
    )
    source = forms.ChoiceField(
        choices=[
            (s.value, s.label)
            for s in (ConsentSource.SPOKEN, ConsentSource.PAPER, ConsentSource.MEMBERSHIP)
        ]
    )
