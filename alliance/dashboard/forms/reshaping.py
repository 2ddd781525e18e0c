"""The forms that make two alliances one, or one two."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.core.communes import Commune, communes
from alliance.core.text.names import clean_text, fold
from alliance.dashboard.forms.chapters import named_after, only_commune
from members.models import Chapter, Group, Neighbourhood, User

CONFIRM = gettext_lazy("Pour confirmer, écrivez le nom de l’alliance qui part")


class ChoiceForm(forms.Form):
    """With which alliance."""

    avec = forms.ModelChoiceField(
        label=gettext_lazy("Avec quelle alliance ?"),
        queryset=Chapter.objects.none(),
        empty_label=gettext_lazy("Choisir…"),
        help_text=gettext_lazy("C’est elle qui accueille : elle garde son nom et ses adresses."),
    )

    def __init__(self, *args: Any, source: Chapter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Chapter.objects.filter(closed_on=None).exclude(pk=source.pk)
        self.fields["avec"].queryset = others  # type: ignore[attr-defined]


class ConfirmForm(forms.Form):
    """The name typed in full, so that nobody does it by a slip."""

    typed = forms.CharField(label=CONFIRM, max_length=120)

    def __init__(self, *args: Any, source: Chapter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source
        self.fields["typed"].help_text = source.name

    def clean_typed(self) -> str:
        """The same name, accents and case aside."""
        typed: str = self.cleaned_data["typed"]
        if fold(typed) != fold(self.source.name):
            raise forms.ValidationError(
                _("Ce n’est pas le nom : « %(name)s ».") % {"name": self.source.name}
            )
        return typed


class SplitForm(forms.Form):
    """What goes, and where to: an alliance that exists, or a new one."""

    neighbourhoods = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Quartiers qui partent"),
        queryset=Neighbourhood.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    groups = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Groupes qui partent"),
        queryset=Group.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Ceux des quartiers cochés partent aussi."),
    )
    target = forms.ModelChoiceField(
        label=gettext_lazy("Vers une alliance qui existe"),
        queryset=Chapter.objects.none(),
        required=False,
        empty_label=gettext_lazy("non : une nouvelle"),
    )
    commune_text = forms.CharField(required=False, max_length=120)
    commune = forms.CharField(required=False, max_length=5)
    name = forms.CharField(
        label=gettext_lazy("Nom de la nouvelle alliance"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Vide : « Alliance de » et la commune."),
    )
    organizers = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Qui y organisera ?"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, source: Chapter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Chapter.objects.filter(closed_on=None).exclude(pk=source.pk)
        team = User.objects.filter(is_active=True).order_by("first_name", "last_name")
        fields: dict[str, Any] = self.fields
        fields["neighbourhoods"].queryset = source.neighbourhoods.all()
        fields["groups"].queryset = Group.objects.filter(chapter=source).active()
        fields["target"].queryset = others
        fields["organizers"].queryset = team

    def clean(self) -> dict[str, Any]:
        """Something goes, somewhere; a new alliance has its commune and a free name."""
        data: dict[str, Any] = super().clean() or {}
        if not data.get("neighbourhoods") and not data.get("groups"):
            self.add_error(None, _("Cochez au moins un quartier ou un groupe."))
        if data.get("target") is None and "target" not in self.errors:
            self._clean_new(data)
        return data

    def _clean_new(self, data: dict[str, Any]) -> None:
        found: Commune | None = communes().get(data.get("commune") or "")
        found = found or only_commune(data.get("commune_text") or "")
        if found is None:
            words = _("Choisissez l’alliance qui accueille, ou la commune de la nouvelle.")
            self.add_error(None, words)
            return
        data["commune"] = found
        data["name"] = clean_text(data.get("name") or "") or named_after(found)
        if Chapter.objects.filter(name__iexact=data["name"]).exists():
            self.add_error("name", _("Une alliance porte déjà ce nom : donnez-en un autre."))
