"""What can be asked of the list of grievances; every filter lies in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.postgres.search import SearchQuery
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _

from campaigns.enums import Theme
from campaigns.forms.listening import OWN
from campaigns.models import OwnTheme
from campaigns.models.listening import GrievanceQuerySet
from members.models import Neighbourhood, User
from members.models.search import Fold, folded

ANY = ("", _("peu importe"))
STATES = (
    ANY,
    ("a-trier", _("à rapprocher")),
    ("ensemble", _("dans un problème commun")),
    ("voisins", _("entre voisins")),
)


class GrievanceFilterForm(forms.Form):
    """Words, theme, neighbourhood, and whether it is in a heap."""

    q = forms.CharField(label=_("Ses mots"), required=False, max_length=200)
    theme = forms.ChoiceField(label=_("Thème"), required=False)
    quartier = forms.ModelChoiceField(
        label=_("Quartier"),
        queryset=Neighbourhood.objects.none(),
        required=False,
        empty_label=_("peu importe"),
    )
    du = forms.DateField(label=_("Du"), required=False, widget=forms.HiddenInput)
    au = forms.DateField(label=_("Au"), required=False, widget=forms.HiddenInput)
    etat = forms.ChoiceField(label=_("Où en est-on"), required=False, choices=STATES)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(f"{OWN}{t.pk}", t.name) for t in OwnTheme.objects.visible_to(user)]
        self.fields["theme"].choices = [ANY, *Theme.choices[:-1], *own, Theme.choices[-1]]
        self.fields["quartier"].queryset = Neighbourhood.objects.visible_to(user)

    def narrow(self, grievances: GrievanceQuerySet) -> GrievanceQuerySet:
        """Those that match; what cannot be read is left out."""
        data = self.cleaned_data if self.is_valid() else {}
        if data.get("q"):
            grievances = matching(grievances, data["q"])
        theme = data.get("theme") or ""
        if theme.startswith(OWN):
            grievances = grievances.filter(own_theme=theme.removeprefix(OWN))
        elif theme:
            grievances = grievances.filter(theme=theme, own_theme=None)
        if data.get("quartier"):
            grievances = grievances.filter(neighbourhood=data["quartier"])
        if data.get("du"):
            grievances = grievances.filter(heard_on__gte=data["du"])
        if data.get("au"):
            grievances = grievances.filter(heard_on__lte=data["au"])
        return _in_state(grievances, data.get("etat") or "")


def matching(grievances: GrievanceQuerySet, words: str) -> GrievanceQuerySet:
    """By French words, whatever their ending, or by a piece of a word, accents aside."""
    french = SearchQuery(words, config="french", search_type="websearch")
    found = grievances.annotate(folded_words=Fold(F("words")), folded_term=folded(words))
    piece = Q(folded_words__contains=F("folded_term")) & ~Q(folded_term=Value(""))
    return found.filter(Q(words_vector=french) | piece)


def _in_state(grievances: GrievanceQuerySet, state: str) -> GrievanceQuerySet:
    if state == "a-trier":
        return grievances.to_sort()
    if state == "ensemble":
        return grievances.exclude(issue=None)
    if state == "voisins":
        return grievances.filter(is_vertical=False)
    return grievances
