"""Imported files and their rows, to look at: they are undone from the house, not from here."""

from __future__ import annotations

from django.contrib import admin

from alliance.core.admin import ReadOnlyAdmin
from members.models import ImportBatch, ImportRow


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    """Files dropped, and what became of them."""

    list_display = ["file_name", "chapter", "created_by", "created_at", "state", "applied_at"]
    list_filter = ["state", "chapter"]
    list_select_related = ["chapter", "created_by"]
    search_fields = ["file_name"]
    date_hierarchy = "created_at"


@admin.register(ImportRow)
class ImportRowAdmin(ReadOnlyAdmin):
    """Their rows."""

    list_display = ["batch", "number", "verdict", "decision", "person", "reason"]
    list_filter = ["verdict", "decision"]
    list_select_related = ["batch", "person"]
    search_fields = ["batch__file_name", "person__search_text"]
    ordering = ["-batch_id", "number"]
