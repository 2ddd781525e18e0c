"""The form of one step of a sequence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from actions.domain.reminding import sequences
from actions.domain.reminding.reach import sms_is_offered
from actions.domain.reminding.steps import WORDS
from actions.enums import Anchor, Audience, StepChannel, StepMoment
from actions.forms.when import SpokenTimeField
from actions.models import ReminderStep, StepWording

BEFORE, AFTER = "before", "after"
LONGEST_DAYS = 60
LABELS = {"subject": _("Objet"), "body": _("Texte"), "sms": _("SMS")}
ROWS = {"body": 7, "sms": 3}


class StepForm(forms.Form):
    """When, to whom, by what, and in which words: of these, what this step lets one choose."""

    is_active = forms.BooleanField(label=_("Ce message part"), required=False)
    days = forms.IntegerField(label=_("Jours"), min_value=0, max_value=LONGEST_DAYS)
    side = forms.ChoiceField(
        label=_("Avant ou après le début"),
        choices=[(BEFORE, _("avant")), (AFTER, _("après"))],
    )
    at = SpokenTimeField(label=_("À quelle heure"), required=False)
    hours = forms.IntegerField(label=_("Heures avant le début"), min_value=1, max_value=12)
    window_hours = forms.IntegerField(
        label=_("Combien d’heures il peut encore partir"),
        min_value=1,
        max_value=14 * 24,
        help_text=_("Après, il n’est plus envoyé : trop tard, c’est pire que rien."),
    )
    audience = forms.ChoiceField(label=_("À qui"), choices=Audience.choices)
    channel = forms.ChoiceField(label=_("Par"), choices=StepChannel.choices)

    def __init__(self, data: Any, *, step: ReminderStep) -> None:
        super().__init__(data, initial=_initial(step))
        self.step = step
        for name in _hidden(step):
            del self.fields[name]
        for language in settings.MESSAGE_LANGUAGES:
            for name in WORDS:
                if name != "sms" or sms_is_offered():
                    self.fields[f"{name}_{language}"] = _words_field(name, language)

    def languages(self) -> list[dict[str, Any]]:
        """The fields of the words, language by language, the house's own first."""
        return [
            {
                "code": code,
                "name": label,
                "fields": [self[f"{n}_{code}"] for n in WORDS if f"{n}_{code}" in self.fields],
                "written": any(self.initial.get(f"{n}_{code}") for n in WORDS),
                "wrong": any(self.errors.get(f"{n}_{code}") for n in WORDS if self.is_bound),
            }
            for code, label in settings.MESSAGE_LANGUAGES.items()
        ]

    def values(self) -> dict[str, Any]:
        """The plan and the French words, as the domain wants them."""
        data = dict(self.cleaned_data)
        side, home = data.pop("side", BEFORE), settings.LANGUAGE_CODE
        values = {n: data[n] for n in ("is_active", "window_hours", "audience") if n in data}
        if "channel" in data:
            values["channel"] = data["channel"]
        if "days" in data:
            values["days"] = data["days"] if side == AFTER else -data["days"]
        if "at" in data:
            values["at"] = data["at"]
        if "hours" in data:
            values["hours"] = -data["hours"]
        return values | {n: data.get(f"{n}_{home}", "") for n in WORDS}

    def wordings(self) -> dict[str, dict[str, str]]:
        """The words in the other languages."""
        return {
            code: {n: self.cleaned_data.get(f"{n}_{code}", "") for n in WORDS}
            for code in settings.MESSAGE_LANGUAGES
            if code != settings.LANGUAGE_CODE
        }

    def typed(self, language: str) -> StepWording:
        """The words of one language as they are being written, for a look at them."""
        words = {n: str(self.cleaned_data.get(f"{n}_{language}") or "") for n in WORDS}
        return StepWording(step=self.step, language=language, **words)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Put each refusal of the domain beside its field."""
        for name, text in problems.items():
            self.add_error(name if name in self.fields else None, text)


def _words_field(name: str, language: str) -> forms.Field:
    widget: forms.Widget = forms.TextInput()
    if name in ROWS:
        widget = forms.Textarea(attrs={"rows": ROWS[name]})
    if language == "ar":
        widget.attrs["dir"] = "rtl"
    if name == "sms":
        widget.attrs["data-sms"] = ""
    widget.attrs["lang"] = language
    limit = {"subject": 200, "body": 5_000, "sms": 600}[name]
    return forms.CharField(label=LABELS[name], required=False, max_length=limit, widget=widget)


def _hidden(step: ReminderStep) -> set[str]:
    """What this step lets nobody choose."""
    hidden = set() if sms_is_offered() else {"channel"}
    if step.moment in sequences.EVENTS:
        return {"is_active", "days", "side", "at", "hours", "window_hours", "audience", "channel"}
    if step.anchor == Anchor.INVITED:
        return hidden | {"days", "side", "at", "hours", "window_hours", "audience"}
    if step.hours:
        return hidden | {"days", "side", "at", "window_hours"}
    if step.moment == StepMoment.SAME_MORNING:
        return hidden | {"days", "side", "hours"}
    return hidden | {"hours"}


def _initial(step: ReminderStep) -> dict[str, Any]:
    home = settings.LANGUAGE_CODE
    initial: dict[str, Any] = {
        "is_active": step.is_active,
        "days": abs(step.days),
        "side": AFTER if step.days > 0 else BEFORE,
        "at": step.at,
        "hours": -step.hours,
        "window_hours": step.window_hours,
        "audience": step.audience,
        "channel": step.channel,
    }
    initial |= {f"{name}_{home}": getattr(step, name) for name in WORDS}
    for wording in step.wordings.all() if step.pk else ():
        initial |= {f"{name}_{wording.language}": getattr(wording, name) for name in WORDS}
    return initial
