"""Parts of admin pages, for tables that grow for years."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest

COUNT_AT_MOST = 10_000


class CappedPaginator(Paginator):
    """Counts no further than 10,000 rows: an exact count of millions costs more than the page."""

    @cached_property
    def count(self) -> int:
        """The number of rows, or the cap."""
        rows: Any = self.object_list
        return rows.order_by()[:COUNT_AT_MOST].count()


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows to look at: no adding, changing or deleting by hand."""

    paginator = CappedPaginator
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody."""
        return False
