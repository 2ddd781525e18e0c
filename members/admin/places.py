"""Local alliances, their neighbourhoods, tags and households."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from members.admin.base import HouseAdmin
from members.models import Chapter, Household, Neighbourhood, Reshaping, Tag


@admin.register(Chapter)
class ChapterAdmin(HouseAdmin):
    """Local alliances: opened here, closed by a date, never deleted with their people."""

    list_display = ["name", "city", "reply_to", "phone", "opened_on", "closed_on"]
    search_fields = ["name", "city", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    ordering = ["name"]


@admin.register(Neighbourhood)
class NeighbourhoodAdmin(HouseAdmin):
    """Quartiers."""

    list_display = ["name", "chapter", "city", "postal_code", "qpv_code"]
    list_filter = ["chapter"]
    list_select_related = ["chapter"]
    search_fields = ["name", "city", "postal_code"]
    autocomplete_fields = ["chapter"]


@admin.register(Tag)
class TagAdmin(HouseAdmin):
    """Words of a chapter's own."""

    list_display = ["name", "chapter"]
    list_filter = ["chapter"]
    list_select_related = ["chapter"]
    search_fields = ["name"]
    autocomplete_fields = ["chapter"]


@admin.register(Household)
class HouseholdAdmin(HouseAdmin):
    """People who share a door."""

    list_display = ["__str__", "chapter"]
    list_filter = ["chapter"]
    list_select_related = ["chapter"]
    search_fields = ["name"]
    ordering = ["name", "id"]
    autocomplete_fields = ["chapter"]


@admin.register(Reshaping)
class ReshapingAdmin(HouseAdmin):
    """Alliances made one or two; done and undone on their pages."""

    list_display = ["source", "target", "kind", "done_at", "done_by", "undone_at"]
    list_filter = ["kind", ("undone_at", admin.EmptyFieldListFilter)]
    list_select_related = ["source", "target", "done_by"]
    search_fields = ["source__name", "target__name"]
    autocomplete_fields = ["source", "target", "done_by", "undone_by"]
    exclude = ["moves"]
    readonly_fields = ["kind", "counts", "done_at", "undone_at", "opened_target"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reshaping]:
        """Without the list of keys, which may be long."""
        return super().get_queryset(request).defer("moves")
