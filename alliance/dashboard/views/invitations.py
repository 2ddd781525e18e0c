"""Inviting colleagues and board members from the team's page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alliance.dashboard.forms.invitations import InvitationForm
from members.domain.opening import invitations
from members.models import Invitation
from members.permissions import organized_chapters, organizers_only
from members.scoping import get_visible_or_404, scope_of
from members.views.account_opening import said


@require_http_methods(["GET", "POST"])
@organizers_only
def invitation_create(request: HttpRequest) -> HttpResponse:
    """An address and a role: the account opens by a link, the role is there already."""
    mine = organized_chapters(request.user)  # type: ignore[arg-type]
    initial = {"chapter": request.GET.get("alliance", "")}
    everywhere = scope_of(request.user).everywhere
    form = InvitationForm(
        request.POST or None, chapters=mine, everywhere=everywhere, initial=initial
    )
    if form.is_valid():
        try:
            invited = invitations.invite(**form.cleaned_data, actor=request.user)
        except invitations.InvalidInvitation as problem:
            form.add_error(problem.field, str(problem))
        else:
            messages.success(request, said(invited))
            return redirect("dashboard:team")
    status = 422 if form.is_bound else 200
    return render(request, "dashboard/invitation.html", {"form": form}, status=status)


@require_POST
def invitation_resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a new link: the older ones end."""
    invitation = get_visible_or_404(Invitation, request.user, pk=pk)
    sent = invitations.resend(invitation=invitation, actor=request.user)  # type: ignore[arg-type]
    if sent.accepted_at or sent.withdrawn_at:
        messages.info(request, _("Cette invitation n’attend plus : rien n’est parti."))
    else:
        words = _("Un nouveau lien part à %(email)s ; l’ancien ne marche plus.")
        messages.success(request, words % {"email": sent.user.email})
    return redirect("dashboard:team")


@require_POST
def invitation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back: the link ends, the role goes."""
    invitation = get_visible_or_404(Invitation, request.user, pk=pk)
    if invitations.withdraw(invitation=invitation, actor=request.user):  # type: ignore[arg-type]
        words = _("L’invitation de %(email)s est retirée : le lien ne marche plus.")
        messages.success(request, words % {"email": invitation.user.email})
    else:
        messages.info(request, _("Trop tard : l’invitation a été acceptée, ou retirée déjà."))
    return redirect("dashboard:team")
