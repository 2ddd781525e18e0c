"""The form of an exchange: the minimum in twenty seconds, the whole method if there is time."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.core.text.french import day_and_month
from members.enums import ContactKind
from members.forms.fields import DateInput

SUNDAY = 6
NEWCOMER = ("new_name", "new_phone")
SAID = ("note", "story", "interest", "network", "next_step", "level")
FARTHEST = timedelta(days=731)
LONGEST = 20_000  # beyond, a file was pasted
COMMITTED = ("their_commitment", "our_commitment")


def short_box(label: Any, help_text: Any = "") -> forms.CharField:
    """One line that grows as one writes."""
    return forms.CharField(
        label=label,
        required=False,
        widget=forms.Textarea(attrs={"rows": 1}),
        max_length=LONGEST,
        help_text=help_text,
    )


def near_days(today: date) -> list[tuple[str, str]]:
    """The days one says without a calendar: tomorrow, a working day soon, next week, next month."""
    soon = today + timedelta(days=3)
    if soon.weekday() == SUNDAY:
        soon += timedelta(days=1)
    said = [
        (today + timedelta(days=1), _("demain")),
        (soon, day_and_month(soon).split()[0]),
        (today + timedelta(days=7), _("la semaine prochaine")),
        (today + timedelta(days=30), _("dans un mois")),
    ]
    return [(day.isoformat(), str(words)) for day, words in said]


class ContactForm(forms.Form):
    """An exchange with somebody known, or with somebody named here for the first time."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    new_name = forms.CharField(label=gettext_lazy("Prénom et nom"), max_length=200, required=False)
    new_phone = forms.CharField(
        label=gettext_lazy("Téléphone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Quoi"), choices=ContactKind.choices, widget=forms.RadioSelect
    )
    happened_at = forms.DateTimeField(
        label=gettext_lazy("Quand"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("Vide : maintenant."),
    )
    note = short_box(gettext_lazy("En quelques mots"))
    story = short_box(gettext_lazy("Son histoire"))
    interest = short_box(
        gettext_lazy("Sa colère, ce qui lui importe"),
        gettext_lazy("Ses mots à elle ou à lui, des mots qu’elle ou il pourrait relire."),
    )
    network = short_box(gettext_lazy("Son réseau"))
    their_commitment = short_box(gettext_lazy("Ce qu’elle ou il s’engage à faire"))
    our_commitment = short_box(gettext_lazy("Ce que nous nous engageons à faire"))
    next_step = short_box(gettext_lazy("Prochain pas"))
    follow_up_in = forms.ChoiceField(
        label=gettext_lazy("On se reparle"), required=False, widget=forms.RadioSelect
    )
    follow_up_on = forms.DateField(
        label=gettext_lazy("Un autre jour"), required=False, widget=DateInput()
    )
    level = forms.TypedChoiceField(
        label=gettext_lazy("Engagement"),
        required=False,
        choices=[(str(n), str(n)) for n in range(1, 6)],
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("De 1 (en retrait) à 5 (entraîne les autres)."),
    )
    reason = forms.CharField(label=gettext_lazy("Pourquoi ? Un fait."), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("client_id", uuid.uuid4())
        self.initial.setdefault("kind", ContactKind.ONE_TO_ONE)
        self.fields["follow_up_in"].choices = near_days(timezone.localdate())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("level") is not None and not (data.get("reason") or "").strip():
            self.add_error("reason", _("Dites en quelques mots pourquoi cette appréciation."))
        when = data.get("happened_at")
        if when and when > timezone.now() + timedelta(minutes=5):
            self.add_error("happened_at", _("Cette date est dans le futur."))
        if data.get("follow_up_on") and data["follow_up_on"] < timezone.localdate():
            self.add_error("follow_up_on", _("Cette date est déjà passée."))
        if data.get("follow_up_on") and data["follow_up_on"] > timezone.localdate() + FARTHEST:
            self.add_error("follow_up_on", _("Dans plus de deux ans ? Vérifiez l’année."))
        if not any(data.get(name) for name in SAID + COMMITTED) and not self.errors:
            self.add_error("note", _("Écrivez au moins quelques mots."))
        return data

    def values(self) -> dict[str, Any]:
        """What `contacts.note` takes: a day of the calendar goes before a day that was tapped."""
        apart = {*NEWCOMER, "follow_up_in"}
        values = {name: v for name, v in self.cleaned_data.items() if name not in apart}
        tapped = self.cleaned_data.get("follow_up_in")
        if values["follow_up_on"] is None and tapped:
            values["follow_up_on"] = date.fromisoformat(tapped)
        return values
