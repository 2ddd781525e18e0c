"""The page of an invitation: it shows on GET, and the password is kept on POST."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from alliance.core.web import throttling
from members.domain.opening import invitations

BACKEND = "members.backends.AccountBackend"
PER_VISITOR, PER_INVITATION = 60, 3  # tries an hour; new links an hour


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password; from then on the account is hers, and the second factor is asked."""
    try:
        found, seed = invitations.read(token)
    except invitations.Gone as gone:
        return _ended(request, token, gone)
    form = _password_form(request, found)
    if form.is_bound and _too_many(request):
        form.add_error(None, _("Trop d’essais d’affilée. Réessayez dans une heure."))
        return _page(request, token, found, form, 429)
    if not form.is_valid():
        return _page(request, token, found, form, 422 if form.is_bound else 200)
    try:
        password = form.cleaned_data["new_password1"]
        user = invitations.accept(invitation=found, password=password, seed=seed)
    except invitations.Gone as gone:
        return _ended(request, token, gone)
    login(request, user, backend=BACKEND)
    messages.success(request, _("Bienvenue ! Votre mot de passe est enregistré."))
    return redirect("/")


@login_not_required
@never_cache
@require_POST
def invitation_renew(request: HttpRequest, token: str) -> HttpResponse:
    """Send a new link to the address that was invited, for a link too old to be used."""
    try:
        invitations.read(token)
    except invitations.Gone as gone:
        if gone.why not in {"expired", "replaced"} or gone.invitation is None:
            return _ended(request, token, gone)
        key = f"invitation:{gone.invitation.pk}"
        if _too_many(request) or throttling.too_many({key: PER_INVITATION}):
            return _ended(request, token, invitations.Gone("often", gone.invitation), 429)
        invitations.resend(invitation=gone.invitation, actor=None)
        return render(request, "members/invitations/sent.html", {"invitation": gone.invitation})
    return redirect("members:invitation", token)


def _password_form(request: HttpRequest, found: invitations.Invitation) -> SetPasswordForm:
    form = SetPasswordForm(found.user, request.POST or None)
    first, again = form.fields["new_password1"], form.fields["new_password2"]
    first.label, again.label = _("Mot de passe"), _("Encore une fois")
    first.help_text, again.help_text = _("Dix caractères au moins : une phrase convient."), ""
    return form


def _page(
    request: HttpRequest,
    token: str,
    found: invitations.Invitation,
    form: SetPasswordForm,
    status: int,
) -> HttpResponse:
    context = {"token": token, "invitation": found, "form": form}
    context["organization_name"] = found.place
    return render(request, "members/invitations/password.html", context, status=status)


def _ended(
    request: HttpRequest, token: str, gone: invitations.Gone, status: int = 0
) -> HttpResponse:
    context = {"why": gone.why, "invitation": gone.invitation, "token": token}
    usual = 404 if gone.why == "unknown" else 410
    return render(request, "members/invitations/ended.html", context, status=status or usual)


def _too_many(request: HttpRequest) -> bool:
    return throttling.too_many(
        {f"invitation:{throttling.visitor(request, 'invitation')}": PER_VISITOR}
    )
