"""Forms of the calls: a list, its callers, what a call gave, a sheet that comes back."""

from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actions.domain.phone_tree.call_lists import end_of_the_evening
from actions.domain.phone_tree.callers import Caller
from actions.domain.phone_tree.calling import Call
from actions.enums import AskChannel, CallOutcome
from actions.forms.when import SpokenTimeField
from actions.models import COMPANIONS_LIMIT, Action, CallBranch, CallLine

EVENINGS = (
    ("0", _("ce soir, 22 h")),
    ("1", _("demain soir")),
    ("3", _("dans trois jours")),
    ("7", _("dans une semaine")),
)
# The letters of the printed sheet; a figure is a yes, with as many people.
LETTERS = {
    "o": CallOutcome.YES,
    "p": CallOutcome.MAYBE,
    "n": CallOutcome.NO,
    "m": CallOutcome.MESSAGE_LEFT,
    "a": CallOutcome.NO_ANSWER,
    "r": CallOutcome.CALL_BACK,
    "f": CallOutcome.WRONG_NUMBER,
}
SHOWN_LETTERS = {outcome.value: letter for letter, outcome in LETTERS.items()}
CODE = re.compile(r"([opnmarf]?)\s*\+?(\d{0,2})", re.IGNORECASE)


class CallListForm(forms.Form):
    """A title, an action perhaps, what to say, until when."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("Titre"),
        max_length=160,
        error_messages={"required": _("Donnez un titre à cette liste.")},
    )
    action = forms.ModelChoiceField(
        label=_("Pour quelle action"),
        queryset=Action.objects.none(),
        required=False,
        empty_label=_("aucune : prendre des nouvelles"),
    )
    until = forms.ChoiceField(
        label=_("Les liens s’éteignent"),
        choices=EVENINGS,
        initial="0",
        widget=forms.RadioSelect,
    )
    script = forms.CharField(
        label=_("Quoi dire"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Deux phrases. Vide : celles de la maison, avec la date et le lieu."),
    )

    def __init__(self, *args: Any, actions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].queryset = actions
        self.initial.setdefault("client_id", uuid.uuid4())

    def ends(self, now: datetime | None = None) -> datetime:
        """The evening chosen, at 22 h."""
        return end_of_the_evening(now) + timedelta(days=int(self.cleaned_data["until"]))


class CallersForm(forms.Form):
    """Who calls: ticked among those who know the names."""

    callers = forms.MultipleChoiceField(
        choices=[],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez au moins une personne pour appeler.")},
    )

    def __init__(self, *args: Any, callers: list[Caller], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {caller.key: caller for caller in callers}
        self.fields["callers"].choices = [(key, c.name) for key, c in self.known.items()]

    def chosen(self) -> list[Caller]:
        """The callers ticked, in the order of the page."""
        wanted = set(self.cleaned_data["callers"])
        return [caller for key, caller in self.known.items() if key in wanted]


class AddCallerForm(forms.Form):
    """Somebody more to call, known or not."""

    name = forms.CharField(label=_("Qui appelle"), max_length=120)
    phone = forms.CharField(label=_("Son numéro"), max_length=40, required=False)


class MoveLinesForm(forms.Form):
    """Names to give to another caller: some of them, or all that wait on a branch."""

    to = forms.ModelChoiceField(label=_("À"), queryset=CallBranch.objects.none())
    branch = forms.ModelChoiceField(queryset=CallBranch.objects.none(), required=False)
    lines = forms.ModelMultipleChoiceField(queryset=CallLine.objects.none(), required=False)

    def __init__(self, *args: Any, call_list: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = call_list.branches.all()
        self.fields["branch"].queryset = call_list.branches.all()
        self.fields["lines"].queryset = call_list.lines.all()


class CallForm(forms.Form):
    """What a call gave, on the caller's phone."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        choices=CallOutcome.choices,
        error_messages={"required": _("Touchez ce que l’appel a donné.")},
    )
    companions = forms.IntegerField(
        label=_("Qui viendra avec elle ou lui ?"),
        min_value=0,
        max_value=COMPANIONS_LIMIT,
        required=False,
        widget=forms.NumberInput(attrs={"min": 0, "max": COMPANIONS_LIMIT, "inputmode": "numeric"}),
        error_messages={"max_value": _("Jusqu’à vingt personnes.")},
    )
    back_at = SpokenTimeField(label=_("Rappeler à"), required=False)
    note = forms.CharField(
        label=_("Un mot à garder"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    channel = forms.ChoiceField(
        choices=[(c.value, c.label) for c in (AskChannel.PHONE, AskChannel.SMS, AskChannel.FACE)],
        required=False,
    )
    number = forms.CharField(max_length=20, required=False)
    anyway = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("client_id", uuid.uuid4())
        self.initial.setdefault("companions", 0)

    def call(self, now: datetime | None = None) -> Call:
        """What the domain takes; an hour already past today is tomorrow's."""
        data = self.cleaned_data
        back_at = None
        if data["back_at"] is not None:
            local = timezone.localtime(now or timezone.now())
            back_at = local.replace(
                hour=data["back_at"].hour, minute=data["back_at"].minute, second=0, microsecond=0
            )
            back_at += timedelta(days=1) if back_at <= local else timedelta()
        return Call(
            data["outcome"],
            data["companions"] or 0,
            data["note"],
            back_at,
            data["channel"] or AskChannel.PHONE,
            data["number"],
        )


def read_code(text: str) -> tuple[str, int] | None:
    """A line of the paper: « o », « n », « 2 » (yes, with two), « p1 »; None when unreadable."""
    match = CODE.fullmatch(text.strip())
    if match is None or not (match[1] or match[2]):
        return None
    companions = int(match[2] or 0)
    if companions > COMPANIONS_LIMIT:
        return None
    outcome = LETTERS[match[1].lower()] if match[1] else CallOutcome.YES
    if companions and outcome not in {CallOutcome.YES, CallOutcome.MAYBE}:
        return None
    return outcome, companions


def code_of(line: CallLine) -> str:
    """How a noted line reads on the paper."""
    if line.outcome == CallOutcome.YES and line.companions:
        return str(line.companions)
    letter = SHOWN_LETTERS.get(line.outcome, "")
    return f"{letter}{line.companions}" if line.companions else letter
