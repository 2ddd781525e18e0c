"""The forms of the team's page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.forms.fields import DateInput
from members.models import User


class AbsenceForm(forms.Form):
    """Who leaves, when, and who looks after her people."""

    user = forms.ModelChoiceField(label=_("Qui s’absente ?"), queryset=User.objects.none())
    replacement = forms.ModelChoiceField(
        label=_("Qui prend le relais ?"), queryset=User.objects.none()
    )
    starts_on = forms.DateField(label=_("Premier jour"), widget=DateInput())
    ends_on = forms.DateField(label=_("Dernier jour"), widget=DateInput())

    def __init__(self, *args: Any, team: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(pk__in=[one.pk for one in team])
        for name in ("user", "replacement"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]
