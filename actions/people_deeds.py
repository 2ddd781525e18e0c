"""Inviting people chosen on their list to an action."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actions.domain import actions, turnout
from actions.enums import ActionState
from actions.models import Action
from members.bulk_deeds import Choice, Deed, Outcome, register_deed
from members.forms_bulk import BulkForm


class InvitePeopleForm(BulkForm):
    """To which action: those to come, in the chapters of the people chosen."""

    action = forms.ModelChoiceField(label=gettext_lazy("Action"), queryset=Action.objects.none())

    def prepare(self) -> None:
        there = Action.objects.filter(chapter__in=self.chapter_ids())
        running = there.exclude(state=ActionState.CANCELLED)
        self.fields["action"].queryset = running.filter(ends_at__gt=timezone.now()).order_by(
            "starts_at"
        )


def _invite(request: HttpRequest, form: Any, choice: Choice) -> Outcome:
    """As on the action's page: the first invitation announces a draft."""
    action = form.cleaned_data["action"]
    try:
        with transaction.atomic():
            done = turnout.invite(
                action=action, people=choice.people.only("pk"), actor=request.user
            )
            actions.announce(action=action, actor=request.user)
    except actions.WrongState as problem:
        raise forms.ValidationError(str(problem)) from None
    count = len(done.invited)
    if not count:
        return Outcome(_("Tout le monde était déjà invité : rien ne part deux fois."))
    said = ngettext(
        "%(count)d personne invitée : %(mail)d par e-mail, %(call)d à appeler.",
        "%(count)d personnes invitées : %(mail)d par e-mail, %(call)d à appeler.",
        count,
    )
    return Outcome(said % {"count": count, "mail": len(done.by_email), "call": len(done.to_call)})


def register() -> None:
    """Offer it on the people list, after tagging and entrusting."""
    register_deed(
        Deed(
            "inviter",
            gettext_lazy("Inviter à une action"),
            "megaphone",
            gettext_lazy("À quelle action les inviter ?"),
            gettext_lazy("Inviter"),
            InvitePeopleForm,
            _invite,
            order=30,
        )
    )
