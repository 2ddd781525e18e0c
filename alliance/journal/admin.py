from django.contrib import admin

from alliance.core.admin import ReadOnlyAdmin
from alliance.journal.models import Entry


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    """The journal, to read."""

    list_display = ["at", "verb", "actor_label", "subject_type", "subject_id", "chapter_id"]
    list_filter = ["verb", "subject_type"]
    search_fields = ["=subject_id", "=actor_id", "actor_label"]
    date_hierarchy = "at"
    ordering = ["-id"]
