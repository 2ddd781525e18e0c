"""The form of a declaration: what the law asks for, and who signs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from actions.domain.declaring.declarations import Signer, office_for, signers_of
from actions.models import Action, Declaration, DeclarationOffice

SIGNERS = 3


class DeclarationForm(forms.Form):
    """Purpose, route, dispersal, where to send it; up to three people who sign."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput)
    purpose = forms.CharField(
        label=_("But de la manifestation"),
        max_length=300,
        help_text=_("Ce qu’on demande, à qui, en une phrase."),
        error_messages={"required": _("Dites le but en une phrase : ce qu’on demande, à qui.")},
    )
    route = forms.CharField(
        label=_("Itinéraire"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Rues dans l’ordre, pour une marche. Vide : sur place."),
    )
    dispersal = forms.CharField(label=_("Dispersion : où et quand"), max_length=200, required=False)
    groups_invited = forms.CharField(label=_("Groupes invités"), max_length=300, required=False)
    office = forms.ModelChoiceField(
        label=_("À adresser à"),
        queryset=DeclarationOffice.objects.all(),
        required=False,
        empty_label=_("à demander à la mairie"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(1, SIGNERS + 1):
            first = place == 1
            self.fields[f"name_{place}"] = forms.CharField(
                label=_now("Prénom et nom"),
                max_length=200,
                required=first,
                error_messages={
                    "required": _now("Au moins une personne signe, avec son nom et son domicile.")
                },
            )
            self.fields[f"home_{place}"] = forms.CharField(
                label=_now("Domicile"),
                max_length=300,
                required=first,
                error_messages={"required": _now("La loi demande le domicile de qui signe.")},
                help_text=_now("Scellé ; effacé une semaine après l’action.") if first else "",
            )
            self.fields[f"phone_{place}"] = forms.CharField(
                label=_now("Téléphone"), max_length=40, required=False
            )

    @classmethod
    def of(
        cls, action: Action, declaration: Declaration | None, data: Any = None
    ) -> DeclarationForm:
        """As it was kept; a new one begins with what the plan says already."""
        if declaration is None:
            return cls(data, initial=_suggested(action))
        names = ("purpose", "route", "dispersal", "groups_invited")
        initial: dict[str, Any] = {name: getattr(declaration, name) for name in names}
        initial |= {"office": declaration.office_id, "expected_version": declaration.version}
        for place, one in enumerate(signers_of(declaration), start=1):
            initial |= {f"name_{place}": one.name, f"home_{place}": one.home}
            initial[f"phone_{place}"] = one.phone
        return cls(data, initial=initial)

    def signers(self) -> list[Signer]:
        """Who signs."""
        data = self.cleaned_data
        return [
            Signer(data[f"name_{place}"], data[f"home_{place}"], data[f"phone_{place}"])
            for place in range(1, SIGNERS + 1)
        ]

    def signer_fields(self) -> list[tuple[Any, Any, Any]]:
        """Name, home and number of each, as the page shows them."""
        return [
            (self[f"name_{place}"], self[f"home_{place}"], self[f"phone_{place}"])
            for place in range(1, SIGNERS + 1)
        ]


def _suggested(action: Action) -> dict[str, Any]:
    groups = ", ".join(str(group) for group in action.groups.all()[:6])
    purpose = f"{action.campaign} : {action.title}" if action.campaign else action.title
    return {
        "expected_version": 0,
        "purpose": purpose[:300],
        "groups_invited": groups[:300],
        "office": office_for(action),
    }


class ReceiptForm(forms.Form):
    """That it was handed in, and the number of the receipt."""

    receipt = forms.CharField(label=_("Numéro du récépissé"), max_length=120, required=False)
