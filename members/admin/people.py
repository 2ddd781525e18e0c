"""People, and what hangs on a person's record."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from members.admin.base import AppendOnlyAdmin, AppendOnlyInline, HouseAdmin, stamped
from members.domain import people
from members.models import (
    Consent,
    ExternalId,
    GroupMembership,
    Person,
    PersonEmail,
    PersonPhone,
)


class PhoneInline(admin.TabularInline):
    """Her numbers."""

    model = PersonPhone
    extra = 0


class EmailInline(admin.TabularInline):
    """Her addresses."""

    model = PersonEmail
    extra = 0


class ConsentInline(AppendOnlyInline):
    """What she accepted or refused, word after word."""

    model = Consent
    fields = ["channel", "purpose", "given", "source", "wording", "recorded_at", "recorded_by"]
    readonly_fields = ["recorded_by"]


class GroupMembershipInline(admin.TabularInline):
    """Her groups."""

    model = GroupMembership
    extra = 0
    autocomplete_fields = ["group"]


class ExternalIdInline(admin.TabularInline):
    """How other systems name her."""

    model = ExternalId
    extra = 0
    autocomplete_fields = ["chapter"]


@admin.register(Person)
class PersonAdmin(HouseAdmin):
    """People. Search by name, nickname, street, phone or e-mail, accents ignored."""

    list_display = ["__str__", "chapter", "neighbourhood", "organizer", "source", "last_contact_at"]
    list_filter = [
        "chapter",
        "source",
        ("archived_at", admin.EmptyFieldListFilter),
        "needs_childcare",
        "needs_ride",
        "needs_interpreter",
    ]
    list_select_related = ["chapter", "neighbourhood", "organizer"]
    search_fields = ["search_text"]
    search_help_text = _("Nom, surnom, rue, téléphone ou e-mail")
    ordering = ["sort_key", "id"]
    autocomplete_fields = [
        "chapter",
        "household",
        "neighbourhood",
        "organizer",
        "brought_by",
        "merged_into",
        "tags",
    ]
    readonly_fields = ["last_contact_at", "version", "created_at", "created_by"]
    inlines = [PhoneInline, EmailInline, ConsentInline, GroupMembershipInline, ExternalIdInline]
    fieldsets = [
        (None, {"fields": ["chapter", ("first_name", "last_name", "usual_name"), "birth_year"]}),
        (
            _("Où la trouver"),
            {
                "fields": [
                    ("street", "address_extra"),
                    ("postal_code", "city", "insee_code"),
                    ("neighbourhood", "household"),
                ]
            },
        ),
        (
            _("Langues et besoins"),
            {
                "fields": [
                    ("language", "languages"),
                    ("needs_childcare", "needs_ride", "needs_interpreter"),
                ]
            },
        ),
        (
            _("Le lien"),
            {
                "fields": [
                    ("organizer", "brought_by"),
                    ("source", "source_detail", "first_met_on"),
                    "tags",
                    "note",
                ]
            },
        ),
        (
            _("La fiche"),
            {
                "classes": ["collapse"],
                "fields": ["archived_at", "merged_into", *readonly_fields],
            },
        ),
    ]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Person], search_term: str
    ) -> tuple[QuerySet[Person], bool]:
        """The search of the house: it knows accents, nicknames and phones."""
        if not search_term.strip():
            return queryset, False
        return people.search(queryset, search_term), False

    def save_model(self, request: HttpRequest, obj: Person, form: ModelForm, change: bool) -> None:
        """Remember who made the record, and that it changed."""
        stamped(obj, field="created_by", request=request)
        obj.version += 1 if change else 0
        super().save_model(request, obj, form, change)

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool
    ) -> None:
        """A consent noted here is noted by somebody."""
        for inline in formset.forms:
            if isinstance(inline.instance, Consent):
                stamped(inline.instance, field="recorded_by", request=request)
        super().save_formset(request, form, formset, change)


class OfPerson(HouseAdmin):
    """Rows about a person, found by her name."""

    list_select_related = ["person"]
    search_fields: Any = ["person__search_text"]
    autocomplete_fields: Any = ["person"]


@admin.register(PersonPhone)
class PhoneAdmin(OfPerson):
    """Numbers; one may belong to a whole family."""

    list_display = ["number", "person", "kind", "is_primary", "is_wrong"]
    list_filter = ["kind", "is_primary", "is_wrong"]
    search_fields = ["number", "person__search_text"]
    ordering = ["-id"]


@admin.register(PersonEmail)
class EmailAdmin(OfPerson):
    """Addresses, and whether they still take our messages."""

    list_display = ["address", "person", "state", "is_primary"]
    list_filter = ["state", "is_primary"]
    search_fields = ["address", "person__search_text"]
    ordering = ["-id"]


@admin.register(ExternalId)
class ExternalIdAdmin(OfPerson):
    """How other systems name people."""

    list_display = ["value", "source", "person", "chapter"]
    list_filter = ["source", "chapter"]
    list_select_related = ["person", "chapter"]
    search_fields = ["value", "person__search_text"]
    autocomplete_fields = ["person", "chapter"]
    ordering = ["-id"]


@admin.register(Consent)
class ConsentAdmin(AppendOnlyAdmin):
    """The register of consents: a change of mind is a new line."""

    list_display = ["person", "channel", "purpose", "given", "source", "recorded_at", "recorded_by"]
    list_filter = ["channel", "purpose", "given", "source"]
    list_select_related = ["person", "recorded_by"]
    search_fields = ["person__search_text"]
    autocomplete_fields = ["person", "recorded_by"]
    date_hierarchy = "recorded_at"
