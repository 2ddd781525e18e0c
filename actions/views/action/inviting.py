"""Inviting: choose groups and people, see who gets what, and let it go."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from actions.domain import actions, turnout
from actions.domain.attendances import saying_who_is_invited
from actions.enums import ActionState
from actions.forms.actions import InviteForm
from actions.models import Action
from actions.permissions import require_running
from campaigns.domain.heard.issues import voiced_by
from members.domain import people
from members.models import Group, Person
from members.scoping import get_visible_or_404

FOUND_SHOWN = 12


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose, see who will get what as one chooses; only « Inviter » (`confirm`) writes.

    The first invitation announces a draft.
    """
    action = get_visible_or_404(
        Action.objects.select_related("chapter", "campaign__issue"), request.user, pk=pk
    )
    require_running(request.user, action)
    groups = Group.objects.filter(chapter=action.chapter_id).active()
    mine = Person.objects.visible_to(request.user).active().filter(chapter=action.chapter_id)
    chosen = request.POST if request.method == "POST" else request.GET
    issue = action.campaign.issue if action.campaign else None
    voiced = mine.filter(pk__in=voiced_by(issue).values("pk")) if issue else mine.none()
    form = InviteForm(chosen, groups=groups, people=mine, voiced_by=voiced)
    wanted = "confirm" in request.POST
    if wanted and form.is_valid() and _invited(request, action, form.asked):
        return redirect("actions:action-detail", pk)
    context = _context(action, form, groups, mine, chosen.get("qui", "").strip(), wanted)
    context |= {"issue": issue, "voiced": voiced.count()}
    template = "actions/_invite_choice.html" if request.htmx else "actions/invite.html"
    return render(request, template, context, status=422 if wanted else 200)


def _context(
    action: Action, form: InviteForm, groups: Any, mine: Any, typed: str, wanted: bool
) -> dict[str, Any]:
    valid = form.is_valid()
    picked = form.cleaned_data.get("people") or mine.none()
    found = saying_who_is_invited(action, people.search(mine, typed)) if typed else mine.none()
    picked_ids = {person.pk for person in picked}
    return {
        "action": action,
        "form": form if wanted else None,
        "groups": _sized(action, groups),
        "chosen_groups": {group.pk for group in form.cleaned_data.get("groups") or ()},
        "picked": list(saying_who_is_invited(action, picked)) if picked_ids else [],
        "found": [person for person in found[:FOUND_SHOWN] if person.pk not in picked_ids],
        "typed": typed,
        "preview": turnout.preview(action=action, **form.asked) if valid else None,
        "closed": action.state == ActionState.CANCELLED or action.ends_at <= timezone.now(),
    }


def _sized(action: Action, groups: Any) -> Any:
    """Groups with how many they hold today, and how many of them are invited already."""
    current = Q(memberships__left_on=None, memberships__person__archived_at=None)
    invited = current & Q(
        memberships__person__attendances__action=action,
        memberships__person__attendances__invited_at__isnull=False,
    )
    person = "memberships__person"
    return groups.annotate(
        size=Count(person, filter=current, distinct=True),
        asked=Count(person, filter=invited, distinct=True),
    ).order_by("kind", "name")


def _invited(request: HttpRequest, action: Action, chosen: dict[str, Any]) -> bool:
    try:
        with transaction.atomic():
            done = turnout.invite(action=action, actor=request.user, **chosen)
            actions.announce(action=action, actor=request.user)
    except actions.WrongState as problem:
        messages.error(request, str(problem))
        return False
    count = len(done.invited)
    if not count:
        messages.info(request, _("Tout le monde était déjà invité : rien ne part deux fois."))
        return True
    said = ngettext(
        "%(count)d personne invitée : %(mail)d par e-mail, %(call)d à appeler.",
        "%(count)d personnes invitées : %(mail)d par e-mail, %(call)d à appeler.",
        count,
    )
    words = {"count": count, "mail": len(done.by_email), "call": len(done.to_call)}
    messages.success(request, said % words)
    return True
