"""Inviting: choose groups and people, see who gets what, and let it go."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from actions.domain import actions, turnout
from actions.forms import InviteForm
from actions.models import Action
from actions.permissions import require_running
from members.models import Group, Person
from members.scoping import get_visible_or_404


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Groups first. « Voir » shows who will get what; « Inviter » writes and announces."""
    action = get_visible_or_404(Action, request.user, pk=pk)
    require_running(request.user, action)
    groups = Group.objects.filter(chapter=action.chapter_id).active()
    people = Person.objects.visible_to(request.user).active().filter(chapter=action.chapter_id)
    form = InviteForm(request.POST or None, groups=groups, people=people)
    shown: Any = None
    if form.is_valid():
        chosen = {"groups": form.cleaned_data["groups"], "people": form.cleaned_data["people"]}
        if "confirm" in request.POST and _invited(request, action, chosen):
            return redirect("actions:action-detail", pk)
        shown = turnout.preview(action=action, **chosen)
    status = 422 if form.is_bound and form.errors else 200
    return render(
        request, "actions/invite.html", _context(action, groups, form, shown), status=status
    )


def _context(action: Action, groups: Any, form: InviteForm, shown: Any) -> dict[str, Any]:
    sized = groups.annotate(size=Count("memberships", filter=Q(memberships__left_on=None)))
    chosen = {str(value) for value in form["groups"].value() or []}
    people = form.cleaned_data.get("people", []) if form.is_bound and form.is_valid() else []
    asked = set(action.groups.values_list("pk", flat=True))
    return {
        "action": action,
        "form": form,
        "preview": shown,
        "people": people,
        "groups": [
            {"group": group, "chosen": str(group.pk) in chosen, "asked": group.pk in asked}
            for group in sized.select_related("neighbourhood").order_by("kind", "name")
        ],
    }


def _invited(request: HttpRequest, action: Action, chosen: dict[str, Any]) -> bool:
    try:
        done = turnout.invite(action=action, actor=request.user, **chosen)
        actions.announce(action=action, actor=request.user)
    except actions.WrongState as problem:
        messages.error(request, str(problem))
        return False
    count = len(done.invited)
    if not count:
        messages.info(request, _("Tout le monde était déjà invité : rien ne part deux fois."))
    else:
        said = ngettext(
            "%(count)s personne invitée. Les messages partent.",
            "%(count)s personnes invitées. Les messages partent.",
            count,
        )
        messages.success(request, said % {"count": count})
    return True
