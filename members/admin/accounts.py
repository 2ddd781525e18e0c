"""Accounts and their dated roles. Nobody types somebody else's password: a link is sent."""

from __future__ import annotations

import smtplib
from typing import Any

from allauth.account.forms import ResetPasswordForm
from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.admin.base import HouseAdmin
from members.models import Absence, Invitation, Role, User

NOT_SENT = (OSError, smtplib.SMTPException)


class RoleInline(admin.TabularInline):
    """What this account may do, where, from when to when."""

    model = Role
    extra = 0
    autocomplete_fields = ["chapter"]


class AccountForm(forms.ModelForm):
    """An account is known by its e-mail, whatever the case."""

    class Meta:
        model = User
        fields = ("email",)

    def clean_email(self) -> str:
        """Lower-cased, and nobody else's."""
        email = self.cleaned_data["email"].lower()
        others = User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(_("Un compte existe déjà à cette adresse."))
        return str(email)


@admin.register(User)
class UserAdmin(HouseAdmin):
    """Accounts: an e-mail, dated roles, and a link by which each chooses a password."""

    form = AccountForm
    list_display = ["email", "first_name", "last_name", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "roles__kind", "roles__chapter"]
    search_fields = ["email", "first_name", "last_name"]
    ordering = ["first_name", "last_name", "email"]
    autocomplete_fields = ["person"]
    readonly_fields = ["last_login", "date_joined"]
    inlines = [RoleInline]
    actions = ["send_password_link", "close_accounts"]
    fieldsets = [
        (None, {"fields": ["email", ("first_name", "last_name"), "person"]}),
        (gettext_lazy("Préférences"), {"fields": ["language", "wants_digest"]}),
        (
            gettext_lazy("Accès"),
            {
                "fields": ["is_active", "is_staff", "is_superuser", "last_login", "date_joined"],
                "description": gettext_lazy(
                    "Les droits dans les alliances locales viennent des rôles ci-dessous. "
                    "« Équipe » et « super-utilisateur » ouvrent cette administration."
                ),
            },
        ),
    ]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """A new account has no password until its owner chooses one."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Once the account and its roles are there, its owner gets the link."""
        super().save_related(request, form, formsets, change)
        if not change:
            self.send_password_link(request, User.objects.filter(pk=form.instance.pk))

    @admin.action(description=gettext_lazy("Envoyer le lien pour choisir un mot de passe"))
    def send_password_link(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        """Send each chosen active account the link of the « mot de passe oublié » page."""
        for account in chosen.filter(is_active=True):
            form = ResetPasswordForm({"email": account.email})
            try:
                if form.is_valid():
                    form.save(request)
                    messages.success(
                        request, _("Lien envoyé à %(email)s.") % {"email": account.email}
                    )
            except NOT_SENT:
                messages.error(
                    request,
                    _("Le lien pour %(email)s n’est pas parti : le courrier ne répond pas.")
                    % {"email": account.email},
                )

    @admin.action(description=gettext_lazy("Fermer ces comptes"))
    def close_accounts(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        """Close accounts without losing what they signed; one's own stays open."""
        closed = chosen.exclude(pk=request.user.pk).update(is_active=False)
        messages.info(request, _("%(count)d compte(s) fermé(s).") % {"count": closed})

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Accounts are closed, not deleted: notes and journal name their authors."""
        return False


@admin.register(Role)
class RoleAdmin(HouseAdmin):
    """Rights, one by one."""

    list_display = ["user", "kind", "chapter", "starts_on", "ends_on"]
    list_filter = ["kind", "chapter", ("ends_on", admin.EmptyFieldListFilter)]
    list_select_related = ["user", "chapter"]
    search_fields = ["user__email", "user__first_name", "user__last_name"]
    autocomplete_fields = ["user", "chapter"]
    ordering = ["user__first_name", "user__last_name", "id"]


@admin.register(Absence)
class AbsenceAdmin(HouseAdmin):
    """Leaves, and what changed hands; they are planned and ended on the team's page."""

    list_display = ["user", "replacement", "starts_on", "ends_on", "began_at", "ended_at"]
    list_filter = [("cancelled_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user", "replacement"]
    search_fields = ["user__email", "user__last_name", "replacement__email"]
    autocomplete_fields = ["user", "replacement"]
    readonly_fields = ["created_at", "began_at", "ended_at", "cancelled_at"]
    date_hierarchy = "starts_on"


@admin.register(Invitation)
class InvitationAdmin(HouseAdmin):
    """Who was asked to open an account; sent, sent again and withdrawn on the team's page."""

    list_display = ["user", "chapter", "kind", "sent_at", "expires_at", "accepted_at"]
    list_filter = ["kind", "chapter", ("accepted_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user", "chapter"]
    search_fields = ["user__email", "user__first_name", "user__last_name"]
    autocomplete_fields = ["user", "chapter", "invited_by"]
    readonly_fields = ["times_sent", "accepted_at", "withdrawn_at"]
    date_hierarchy = "sent_at"
