"""What every page of this room's admin has in common."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from alliance.core.admin import CappedPaginator
from alliance.core.text.names import fold


class HouseAdmin(admin.ModelAdmin):
    """Lists that stay quick when tables grow: no exact counts, no large menus."""

    paginator = CappedPaginator
    show_full_result_count = False
    list_per_page = 50

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """Names are stored folded: « Nacéra » is looked for as typed, and as « nacera »."""
        found, twice = super().get_search_results(request, queryset, search_term)
        plain = fold(search_term)
        if plain != search_term:
            also, also_twice = super().get_search_results(request, queryset, plain)
            found, twice = found | also, twice or also_twice
        return found, twice


class AppendOnlyAdmin(HouseAdmin):
    """Rows that may be added and read, never changed nor deleted: they are the memory."""

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody by hand; a row goes with its person."""
        return False


class AppendOnlyInline(admin.TabularInline):
    """The same, on the page of their person."""

    extra = 0
    can_delete = False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody."""
        return False


def stamped(form_instance: Any, *, field: str, request: HttpRequest) -> None:
    """Write who did it when the row is new and says nothing."""
    if form_instance.pk is None and getattr(form_instance, f"{field}_id") is None:
        setattr(form_instance, field, request.user)
