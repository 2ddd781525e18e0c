"""One-to-ones and other exchanges, and the promises that follow."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from members.admin.base import HouseAdmin
from members.models import Contact, FollowUp


@admin.register(Contact)
class ContactAdmin(HouseAdmin):
    """Exchanges, the latest first."""

    list_display = ["happened_at", "person", "kind", "author"]
    list_filter = ["kind", ("author", admin.RelatedOnlyFieldListFilter), "person__chapter"]
    list_select_related = ["person", "author"]
    search_fields = ["person__search_text"]
    autocomplete_fields = ["person", "author"]
    readonly_fields = ["client_id", "written_at", "created_at"]
    date_hierarchy = "happened_at"


class IsOpen(admin.SimpleListFilter):
    """What remains to be done, or not."""

    title = _("à faire")
    parameter_name = "open"

    def lookups(self, request, model_admin):  # type: ignore[no-untyped-def]
        return [("1", _("à faire")), ("0", _("faite ou annulée"))]

    def queryset(self, request: HttpRequest, queryset):  # type: ignore[no-untyped-def]
        if self.value() == "1":
            return queryset.open()
        if self.value() == "0":
            return queryset.exclude(done_at=None, cancelled_at=None)
        return queryset


@admin.register(FollowUp)
class FollowUpAdmin(HouseAdmin):
    """Promises, by date."""

    list_display = ["due_on", "person", "what", "kind", "owner", "done_at", "cancelled_at"]
    list_filter = [IsOpen, "kind", ("owner", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["person", "owner"]
    search_fields = ["person__search_text", "what"]
    autocomplete_fields = ["person", "owner", "contact", "created_by", "done_by"]
    readonly_fields = ["key", "created_at"]
    ordering = ["-due_on", "-id"]
