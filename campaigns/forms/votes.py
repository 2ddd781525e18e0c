"""Forms of the votes in assembly."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Issue
from campaigns.models.ballot import MOST_PICKS
from members.forms.fields import DateInput
from members.models import Chapter


class BallotForm(forms.Form):
    """Which problems, at which assembly, how many each may choose."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("Assemblée"),
        max_length=160,
        help_text=_("« Assemblée de Teisseire », « AG de rentrée »…"),
    )
    held_on = forms.DateField(label=_("Le"), widget=DateInput())
    place = forms.CharField(label=_("Où"), max_length=200, required=False)
    issues = forms.ModelMultipleChoiceField(
        label=_("Les problèmes mis au vote"),
        queryset=Issue.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Cochez au moins un problème commun.")},
    )
    picks = forms.TypedChoiceField(
        label=_("Combien de priorités chacun·e peut choisir"),
        choices=[(n, str(n)) for n in range(1, MOST_PICKS + 1)],
        coerce=int,
        widget=forms.RadioSelect,
        help_text=_("L’assemblée retient autant de priorités."),
    )
    by_link = forms.BooleanField(
        label=_("Les absent·es peuvent voter par un lien"),
        required=False,
        help_text=_("Un lien par adhérent·e, qui sert une fois. On sait qui a voté, jamais quoi."),
    )

    def __init__(self, *args: Any, chapter: Chapter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = Issue.objects.filter(chapter=chapter).standing()
        self.fields["issues"].queryset = standing.order_by("title")
        self.initial.setdefault("client_id", uuid.uuid4())
        self.initial.setdefault("picks", 1)


class CloseForm(forms.Form):
    """The minutes, and who answers for the count."""

    present = forms.IntegerField(
        label=_("Personnes présentes"), required=False, min_value=1, max_value=2_000
    )
    minutes = forms.CharField(
        label=_("Compte rendu"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Ce qui s’est dit avant le vote, en quelques lignes."),
    )
    signed_by = forms.CharField(
        label=_("Signé par"),
        max_length=200,
        help_text=_("Celles et ceux qui ont tenu le compte."),
    )
