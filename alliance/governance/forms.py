"""The rules of an assembly, and the proxies handed in at its door."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliance.governance.domain.rules import FIELDS
from alliance.governance.models import (
    LONGEST_SENIORITY,
    MOST_DAYS,
    MOST_PROXIES,
    AssemblyRules,
)

LIMITS = {
    "notice_days": MOST_DAYS,
    "quorum_percent": 100,
    "proxies_each": MOST_PROXIES,
    "member_since_days": LONGEST_SENIORITY,
}


def _numbered(form: forms.BaseForm) -> None:
    """Numbers within what is plausible, with the keyboard of digits."""
    for name, most in LIMITS.items():
        field = form.fields[name]
        field.max_value = most  # type: ignore[attr-defined]
        field.validators.append(forms.fields.validators.MaxValueValidator(most))  # type: ignore[attr-defined]
        field.widget.attrs |= {"inputmode": "numeric", "max": most, "min": 0}


class RulesForm(forms.ModelForm):
    """The rules of an alliance."""

    class Meta:
        model = AssemblyRules
        fields = FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _numbered(self)


class OpeningRulesForm(RulesForm):
    """The same at the opening: left empty, the model's or the usual ones."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required, field.initial = False, None


class ProxiesForm(forms.Form):
    """How many proxies were handed in."""

    proxies = forms.IntegerField(
        label=_("Pouvoirs reçus"),
        min_value=0,
        max_value=5000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
