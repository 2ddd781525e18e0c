"""The form that invites somebody to open an account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.domain.opening.invitations import INVITABLE
from members.enums import RoleKind
from members.models import Chapter


class InvitationForm(forms.Form):
    """An address, a name if it is known, a role, and where."""

    email = forms.CharField(
        label=_("Adresse e-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    first_name = forms.CharField(label=_("Prénom"), max_length=150, required=False)
    last_name = forms.CharField(label=_("Nom"), max_length=150, required=False)
    kind = forms.ChoiceField(
        label=_("Rôle"),
        choices=[(kind.value, kind.label) for kind in INVITABLE],
        initial=INVITABLE[0],
        widget=forms.RadioSelect,
        help_text=_(
            "Qui organise voit les personnes de l’alliance ; le conseil voit les actions, "
            "les groupes et les chiffres, jamais les fiches."
        ),
    )
    chapter = forms.ModelChoiceField(
        label=_("Alliance locale"), queryset=Chapter.objects.none(), empty_label=None
    )

    def __init__(
        self, *args: Any, chapters: Sequence[Chapter], everywhere: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        mine = Chapter.objects.filter(pk__in=[one.pk for one in chapters])
        self.fields["chapter"].queryset = mine  # type: ignore[attr-defined]
        if everywhere:
            self._open_to_the_whole()
        elif len(chapters) == 1:
            self.fields["chapter"].initial = chapters[0].pk
            self.fields["chapter"].widget = forms.HiddenInput()

    def _open_to_the_whole(self) -> None:
        """The national administration also invites to itself, and to the national board."""
        chapter: Any = self.fields["chapter"]
        chapter.required, chapter.empty_label = False, _("toute l’association")
        chapter.help_text = _("Le conseil et l’administration peuvent valoir partout.")
        kinds = (*INVITABLE, RoleKind.ADMIN)
        self.fields["kind"].choices = [(one.value, one.label) for one in kinds]  # type: ignore[attr-defined]
        self.fields["kind"].help_text = _(
            "Qui organise voit les personnes de l’alliance ; le conseil voit les actions, les "
            "groupes et les chiffres, jamais les fiches ; l’administration voit et règle tout."
        )
