"""Opening an account to a leader, from her own page."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from members.domain.opening import invitations, roles
from members.enums import RoleKind
from members.models import Invitation, Person, User
from members.permissions import require_organizer_of
from members.scoping import get_visible_or_404


class AccountForm(forms.Form):
    """Where the link is sent, and what she will enter with."""

    email = forms.CharField(
        label=gettext_lazy("Son adresse e-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


@require_http_methods(["GET", "POST"])
def account_open(request: HttpRequest, pk: int) -> HttpResponse:
    """A link by e-mail, and an account that sees the people of the groups she speaks for."""
    people = Person.objects.select_related("chapter").filter(merged_into=None)
    person = get_visible_or_404(people, request.user, pk=pk)
    require_organizer_of(request.user, person.chapter_id)
    account = User.objects.filter(person=person, is_active=True).first()
    form = AccountForm(request.POST or None, initial={"email": _address(person, account)})
    if form.is_valid() and (invited := _invited(request, person, form)):
        messages.success(request, said(invited))
        return redirect("members:person-detail", pk)
    entered = account is not None and account.has_usable_password()
    context = {
        "person": person,
        "form": form,
        "account": account if entered else None,
        "leads": entered and roles.holds(account, person.chapter, RoleKind.LEADER),
        "pending": Invitation.objects.pending().filter(user=account).first(),
        "speaks": invitations.speaks_for_a_group(person),
    }
    status = 422 if form.is_bound else 200
    return render(request, "members/invitations/account.html", context, status=status)


def _address(person: Person, account: User | None) -> str:
    """That of the account she has, else the first she gave."""
    if account is not None:
        return account.email
    first = person.emails.first()
    return first.address if first else ""


def _invited(request: HttpRequest, person: Person, form: AccountForm) -> invitations.Invited | None:
    try:
        return invitations.invite(
            email=form.cleaned_data["email"],
            first_name=person.first_name,
            last_name=person.last_name,
            chapter=person.chapter,
            kind=RoleKind.LEADER,
            person=person,
            actor=request.user,  # type: ignore[arg-type]
        )
    except invitations.InvalidInvitation as problem:
        form.add_error("email", str(problem))
        return None


def said(invited: invitations.Invited) -> str:
    """What came of an invitation, in a sentence."""
    email = {"email": invited.user.email}
    if invited.invitation is not None:
        return _("L’invitation est partie à %(email)s. Le lien marche sept jours.") % email
    if invited.given:
        return _("%(email)s avait un compte : le rôle est ajouté, et c’est dit par e-mail.") % email
    return _("%(email)s a déjà ce rôle.") % email
