"""What the actions' room does with people chosen on their list: invite them, call them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actions.domain import actions, turnout
from actions.domain.phone_tree import call_lists
from actions.enums import ActionState
from actions.models import Action
from members.bulk_deeds import Choice, Deed, Outcome, register_deed
from members.forms.bulk import BulkForm


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


class CallPeopleForm(BulkForm):
    """A list of calls: its title, and perhaps the action to call for."""

    title = forms.CharField(label=gettext_lazy("Titre de la liste"), max_length=160)
    action = forms.ModelChoiceField(
        label=gettext_lazy("Pour quelle action"),
        queryset=Action.objects.none(),
        required=False,
        empty_label=gettext_lazy("aucune : prendre des nouvelles"),
    )

    def prepare(self) -> None:
        running = Action.objects.filter(chapter__in=self.chapter_ids()).exclude(
            state=ActionState.CANCELLED
        )
        self.fields["action"].queryset = running.upcoming()


def _call(request: HttpRequest, form: Any, choice: Choice) -> HttpResponse:
    """A list of one chapter, then the page that shares its names between callers."""
    data = form.cleaned_data
    chapters = [chapter for chapter in form.chapters if chapter.pk in _chapters_of(choice)]
    if len(chapters) != 1 or (data["action"] and data["action"].chapter_id != chapters[0].pk):
        raise forms.ValidationError(
            _("Une liste d’appels est celle d’une seule alliance locale : choisissez-la d’abord.")
        )
    try:
        made = call_lists.prepare(
            chapter=chapters[0],
            people=choice.people.only("pk"),
            title=data["title"],
            action=data["action"],
            client_id=data["client_id"],
            actor=request.user,
        )
    except call_lists.InvalidCallList as problem:
        raise forms.ValidationError(str(problem)) from None
    return redirect("actions:call-list-split", made.pk)


def _chapters_of(choice: Choice) -> set[int]:
    return set(choice.people.order_by().values_list("chapter", flat=True).distinct())


def register() -> None:
    """Offer them on the people list, after tagging and entrusting."""
    register_deed(
        Deed(
            "liste-appels",
            gettext_lazy("Faire une liste d’appels"),
            "phone",
            gettext_lazy("Une liste d’appels, répartie entre celles et ceux qui les connaissent"),
            gettext_lazy("Choisir qui appelle"),
            CallPeopleForm,
            _call,
            order=32,
        )
    )
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
