"""Forms of what prepares an action: they check the shape, the domain checks the rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actions.domain.planning.leaders import Candidate
from actions.enums import DayRole
from actions.forms.when import SpokenDateField
from actions.models import PLEDGE_LIMIT
from members.models import Person


class PledgesForm(forms.Form):
    """How many each leader brings, by the field `amene_<person>`."""

    def __init__(self, *args: Any, candidates: Iterable[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = list(candidates)
        fresh = all(one.pledged is None for one in self.candidates)
        for one in self.candidates:
            usual = one.suggestion if fresh else 0
            self.fields[f"amene_{one.leader.pk}"] = forms.IntegerField(
                label=one.leader.full_name,
                required=False,
                min_value=0,
                max_value=PLEDGE_LIMIT,
                initial=(one.pledged if one.pledged is not None else usual) or None,
                widget=forms.NumberInput(
                    attrs={"min": 0, "max": PLEDGE_LIMIT, "inputmode": "numeric"}
                ),
                error_messages={
                    "max_value": _("Une promesse est un nombre de personnes, de 0 à 500."),
                    "min_value": _("Une promesse est un nombre de personnes, de 0 à 500."),
                    "invalid": _("Écrivez un nombre de personnes."),
                },
            )

    def _rows(self, *, likely: bool) -> list[tuple[Candidate, Any]]:
        return [
            (one, self[f"amene_{one.leader.pk}"])
            for one in self.candidates
            if likely == bool(one.suggestion or one.pledged)
        ]

    def rows(self) -> list[tuple[Candidate, Any]]:
        """Those of whom something may be asked, each with her field."""
        return self._rows(likely=True)

    def others(self) -> list[tuple[Candidate, Any]]:
        """Leaders with nobody around them yet."""
        return self._rows(likely=False)

    def promised(self) -> int:
        """What the numbers on the page make together; what is no number counts for none."""
        written = (str(self[name].value() or "") for name in self.fields)
        return sum(int(one) for one in written if one.isdecimal() and len(one) < 6)

    def pledges(self) -> list[tuple[Person, int]]:
        """What was said of each; an empty field is 0."""
        return [
            (one.leader, self.cleaned_data[f"amene_{one.leader.pk}"] or 0)
            for one in self.candidates
        ]


class RoleForm(forms.Form):
    """Who holds which role on the day."""

    role = forms.ChoiceField(choices=DayRole.choices)
    person = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        error_messages={
            "required": _("Choisissez quelqu’un."),
            "invalid_choice": _("Cette personne ne peut pas être choisie ici."),
        },
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class ItemForm(forms.Form):
    """Something to do: what, before when, by whom."""

    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    what = forms.CharField(
        label=_("À faire"),
        max_length=200,
        error_messages={"required": _("Dites ce qu’il y a à faire.")},
    )
    due_on = SpokenDateField(label=_("Avant le"), required=False)
    person = forms.ModelChoiceField(
        label=_("Par"), queryset=Person.objects.none(), required=False, empty_label=_("à trouver")
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class MaterialForm(forms.Form):
    """Something to bring: what, how many, by whom."""

    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    what = forms.CharField(
        label=_("Quoi"),
        max_length=120,
        error_messages={"required": _("Dites ce qu’il faut apporter.")},
    )
    quantity = forms.IntegerField(
        label=_("Combien"), min_value=1, max_value=1_000, required=False, initial=1
    )
    person = forms.ModelChoiceField(
        label=_("Apporté par"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("à trouver"),
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class WhoForm(forms.Form):
    """Who does it or brings it; empty: nobody yet."""

    person = forms.ModelChoiceField(queryset=Person.objects.none(), required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
