"""Invented values shown by the style page; nothing here reaches the product."""

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

PEOPLE = (
    {"value": 1, "label": "Fatoumata Diallo", "hint": "Les Tilleuls"},
    {"value": 2, "label": "Fatou Diarra", "hint": "Jean-Jaurès"},
    {"value": 3, "label": "Malik Benali", "hint": "Les Tilleuls"},
)


@dataclass(frozen=True)
class SampleNav:
    """An entry of the menu, in the shape that the navigation gives."""

    label: str
    url: str
    icon: str
    current: bool = False
    phone: bool = False
    count: int | None = None
    more: tuple["SampleNav", ...] = ()


@dataclass(frozen=True)
class SampleMessage:
    """A message in the shape of the messages framework."""

    text: str
    level_tag: str
    extra_tags: str = ""

    def __str__(self) -> str:
        return self.text


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Nom et prénom"), help_text=_("Comme la personne se présente."))
    phone = forms.CharField(label=_("Téléphone"), required=False)
    outcome = forms.ChoiceField(
        label=_("Comment ça s’est passé ?"),
        widget=forms.RadioSelect,
        choices=[("1", _("Très motivée")), ("2", _("À revoir")), ("3", _("Pas maintenant"))],
        initial="1",
    )
    topics = forms.MultipleChoiceField(
        label=_("De quoi avez-vous parlé ?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("a", _("Ascenseurs")), ("b", _("Charges")), ("c", _("École")), ("d", _("Bus"))],
        initial=["a"],
    )
    place = forms.ChoiceField(
        label=_("Quartier"), choices=[("", "—"), ("1", "Les Tilleuls"), ("2", "Jean-Jaurès")]
    )
    note = forms.CharField(
        label=_("Ce qui compte pour elle"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Notez des faits et des mots qu’elle pourrait relire."),
    )
    agreed = forms.BooleanField(label=_("Elle accepte de recevoir nos messages"), required=False)


def form_with_errors() -> SampleForm:
    """The same form, refused: it keeps what was typed."""
    return SampleForm({"phone": "06 12", "outcome": "2", "note": ""}, prefix="refused")


def lists() -> dict[str, Any]:
    """Values of the components that take lists."""
    today = datetime.date(2026, 11, 27)
    relances = SampleNav("Relances", "#relances", "bell", count=5)
    return {
        "nav_items": (
            SampleNav("Ma semaine", "/style/", "house", current=True, phone=True),
            SampleNav("Personnes", "#personnes", "users", phone=True, more=(relances,)),
            SampleNav("Groupes", "#groupes", "heart-handshake"),
            SampleNav("Campagnes", "#campagnes", "flag"),
            SampleNav("Actions", "#actions", "megaphone", phone=True),
        ),
        "sample_messages": [
            SampleMessage("C’est noté.", "success"),
            SampleMessage("Josiane Robert est retirée du groupe.", "info", "undo=/style/"),
            SampleMessage("Le message n’est pas parti : pas de réseau.", "error"),
        ],
        "steps": ["Fichier", "Colonnes", "Aperçu", "C’est fait"],
        "bar_rows": [
            {"label": "Premier contact", "value": 412, "tone": "night", "url": "#echelle"},
            {"label": "Sympathisant·e", "value": 178, "tone": "plum", "url": "#echelle"},
            {"label": "Participant·e", "value": 96, "tone": "brand", "url": "#echelle"},
            {"label": "Relais", "value": 31, "tone": "sun", "url": "#echelle"},
            {"label": "Leader", "value": 9, "tone": "leaf", "url": "#echelle"},
        ],
        "tabs": [
            {"label": "Échanges", "url": "#onglets", "current": True, "count": 12},
            {"label": "Groupes", "url": "#onglets", "count": 2},
            {"label": "Actions", "url": "#onglets", "count": None},
        ],
        "filters": [
            {"label": "Quartier : Les Tilleuls", "url": "#filtres"},
            {"label": "Leaders", "url": "#filtres"},
        ],
        "facts": [
            ("Téléphone", "06 12 34 56 78"),
            ("Quartier", "Les Tilleuls, bât. C"),
            ("Langues", "français, soninké"),
        ],
        "table_headers": ["Mois", "Promis", "Venus"],
        "table_rows": [["Septembre", 48, 39], ["Octobre", 62, 55], ["Novembre", 50, 47]],
        "days": [today, today + datetime.timedelta(days=2), today + datetime.timedelta(days=7)],
    }
