"""Administration of the messages written to a list."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from actions.models import Mailing, MailingFile, MailingRecipient
from alliance.core.admin import ReadOnlyAdmin


class MailingFileInline(admin.TabularInline):
    """Its files, by name."""

    model = MailingFile
    extra = 0
    fields = ["name", "content_type", "size"]
    readonly_fields = fields
    can_delete = False

    def has_add_permission(self, *_args: Any) -> bool:
        return False


@admin.register(Mailing)
class MailingAdmin(ReadOnlyAdmin):
    """Messages written to a list; they are written and stopped in the house."""

    list_display = ["subject", "chapter", "author", "source", "state", "send_at"]
    list_filter = ["state", "source", "chapter"]
    list_select_related = ["chapter", "author"]
    search_fields = ["subject", "body", "sms"]
    inlines = [MailingFileInline]
    ordering = ["-id"]


@admin.register(MailingRecipient)
class MailingRecipientAdmin(ReadOnlyAdmin):
    """Who is on them, and how each heard of it."""

    list_display = ["mailing", "person", "way", "written_at"]
    list_filter = ["way"]
    list_select_related = ["mailing", "person"]
    search_fields = ["mailing__subject", "person__search_text"]
    ordering = ["-id"]
