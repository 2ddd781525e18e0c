"""The forms that open an alliance, and change it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.core.communes import Commune, communes, find
from alliance.core.phones import format_phone, parse_phone
from alliance.core.text.names import clean_text
from alliance.dashboard.forms.quarters import QuartersForm
from members.domain.opening.invitations import InvalidInvitation, Wanted, read_lines
from members.models import Chapter, User


class OpeningForm(QuartersForm):
    """A commune, neighbourhoods, organizers, and an alliance to take after."""

    commune_text = forms.CharField(required=False, max_length=120)
    commune = forms.CharField(required=False, max_length=5)
    name = forms.CharField(
        label=gettext_lazy("Nom de l’alliance"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Vide : « Alliance de » et la commune."),
    )
    organizers = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Qui organise ?"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    invited = forms.CharField(
        label=gettext_lazy("Qui inviter à organiser ?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=gettext_lazy(
            "Pour qui n’a pas de compte : une adresse e-mail par ligne, avec le nom si on veut. "
            "Chacun·e reçoit un lien pour choisir son mot de passe."
        ),
    )
    board = forms.CharField(
        label=gettext_lazy("Qui inviter au conseil d’administration ?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=gettext_lazy("Voit les actions, les groupes et les chiffres, jamais les fiches."),
    )
    like = forms.ModelChoiceField(
        label=gettext_lazy("Reprendre les modèles de"),
        queryset=Chapter.objects.none(),
        required=False,
        empty_label=gettext_lazy("aucune"),
        help_text=gettext_lazy(
            "Types d’adhésion, questions, étiquettes, phrase de consentement, rappels et règles "
            "d’assemblée. Jamais les personnes."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        accounts = User.objects.filter(is_active=True).order_by("first_name", "last_name")
        self.fields["organizers"].queryset = accounts  # type: ignore[attr-defined]
        self.fields["like"].queryset = Chapter.objects.filter(closed_on=None)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Find the commune chosen, else the only one typed; name the alliance after it."""
        data: dict[str, Any] = super().clean() or {}
        found = communes().get(data.get("commune") or "") or only_commune(
            data.get("commune_text") or ""
        )
        if found is None:
            self.add_error(None, _("Choisissez la commune dans la liste."))
            return data
        data["commune"] = found
        data["name"] = clean_text(data.get("name") or "") or named_after(found)
        self.understand(found)
        if Chapter.objects.filter(name__iexact=data["name"]).exists():
            self.add_error("name", _("Une alliance porte déjà ce nom."))
        return data

    def clean_invited(self) -> list[Wanted]:
        """One a line, with an address each."""
        return self._wanted("invited")

    def clean_board(self) -> list[Wanted]:
        """One a line, with an address each."""
        return self._wanted("board")

    def _wanted(self, name: str) -> list[Wanted]:
        try:
            return read_lines(self.cleaned_data[name])
        except InvalidInvitation as problem:
            raise forms.ValidationError(str(problem)) from problem


class ChapterForm(forms.ModelForm):
    """What may change of an alliance; its identifier does not, for what is printed."""

    class Meta:
        model = Chapter
        fields = ("name", "reply_to", "phone", "consent_wording")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["phone"] = format_phone(self.instance.phone) if self.instance.phone else ""

    def clean_phone(self) -> str:
        """Typed as people write it, kept as telephones dial it."""
        typed = self.cleaned_data["phone"].strip()
        number = parse_phone(typed) if typed else None
        if typed and number is None:
            words = _("« %(text)s » n’est pas un numéro de téléphone.")
            raise forms.ValidationError(words % {"text": typed})
        return number.e164 if number else ""


def only_commune(typed: str) -> Commune | None:
    """The commune of exactly this name, or the only one it may mean."""
    found = find(typed, most=2)
    exact = [one for one in found if one.name.casefold() == typed.strip().casefold()]
    return exact[0] if exact else (found[0] if len(found) == 1 else None)


def named_after(commune: Commune) -> str:
    """« Alliance de Lyon », « Alliance d’Aubervilliers »."""
    vowel = commune.name[:1].casefold() in "aeéèêiîoôuyœ"
    return f"Alliance d’{commune.name}" if vowel else f"Alliance de {commune.name}"
