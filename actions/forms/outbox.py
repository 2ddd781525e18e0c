"""The filters of the outbox, as they stand in its address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actions.domain.reminding import sequences
from actions.domain.reminding.reach import sms_is_offered
from actions.domain.writing import mailings
from alliance.outbox.enums import ChannelName, State
from alliance.outbox.models import MessageQuerySet

REMINDERS, LETTERS, OTHERS = "rappels", "ecrits", "autres"


class OutboxFilter(forms.Form):
    """Whom, which sort, by which means; the state has its tabs."""

    state = forms.ChoiceField(
        required=False, widget=forms.HiddenInput, choices=[("", ""), *State.choices]
    )
    q = forms.CharField(label=_("Nom, adresse ou objet"), required=False, max_length=100)
    sorte = forms.ChoiceField(
        label=_("Sorte"),
        required=False,
        choices=[
            ("", _("toutes")),
            (REMINDERS, _("invitations et rappels")),
            (LETTERS, _("messages écrits")),
            (OTHERS, _("autres")),
        ],
    )
    par = forms.ChoiceField(
        label=_("Moyen"), required=False, choices=[("", _("tous")), *ChannelName.choices]
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        if not sms_is_offered():
            self.fields["par"].widget = forms.HiddenInput()

    def wanted(self) -> dict[str, str]:
        """What is asked, without what makes no sense."""
        self.is_valid()
        return {name: str(self.cleaned_data.get(name) or "") for name in self.fields}

    def applied(self, rows: MessageQuerySet) -> MessageQuerySet:
        """The messages that pass."""
        wanted = self.wanted()
        if wanted["state"]:
            rows = rows.filter(state=wanted["state"])
        if wanted["par"]:
            rows = rows.filter(channel=wanted["par"])
        kinds = {REMINDERS: [sequences.MESSAGE_KIND], LETTERS: [mailings.KIND]}
        if wanted["sorte"] in kinds:
            rows = rows.filter(kind__in=kinds[wanted["sorte"]])
        elif wanted["sorte"] == OTHERS:
            rows = rows.exclude(kind__in=[sequences.MESSAGE_KIND, mailings.KIND])
        if words := wanted["q"].strip():
            rows = rows.filter(
                Q(to_name__icontains=words)
                | Q(to_address__icontains=words)
                | Q(subject__icontains=words)
            )
        return rows
