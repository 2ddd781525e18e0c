"""Local alliances, their neighbourhoods, tags and households."""

from __future__ import annotations

from django.contrib import admin

from members.admin.base import HouseAdmin
from members.models import Chapter, Household, Neighbourhood, Tag


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
