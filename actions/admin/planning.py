"""What prepares and follows an action, in Django admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from actions.models import (
    ActionPhoto,
    CheckItem,
    Debrief,
    Declaration,
    DeclarationOffice,
    DeclarationOrganizer,
    Lesson,
    MaterialItem,
    Pledge,
    PressLink,
)
from alliance.core.admin import ReadOnlyAdmin
from members.admin.base import HouseAdmin


class OfAction(HouseAdmin):
    """What hangs on an action."""

    list_select_related: Any = ["action"]
    search_fields: Any = ["action__title"]
    ordering: Any = ["-id"]


@admin.register(Pledge)
class PledgeAdmin(OfAction):
    """What leaders said they would bring."""

    list_display = ["action", "leader", "people", "pledged_at"]
    list_select_related = ["action", "leader"]
    search_fields = ["action__title", "leader__search_text"]
    autocomplete_fields = ["action", "leader"]
    raw_id_fields = ["recorded_by"]


@admin.register(CheckItem)
class CheckItemAdmin(OfAction):
    """What is to be done before an action."""

    list_display = ["what", "action", "due_on", "person", "done_at"]
    list_select_related = ["action", "person"]
    search_fields = ["what", "action__title"]
    autocomplete_fields = ["action", "person"]
    raw_id_fields = ["done_by"]


@admin.register(MaterialItem)
class MaterialItemAdmin(OfAction):
    """Who brings what."""

    list_display = ["what", "quantity", "action", "person"]
    list_select_related = ["action", "person"]
    search_fields = ["what", "action__title"]
    autocomplete_fields = ["action", "person"]


@admin.register(Debrief)
class DebriefAdmin(OfAction):
    """What was said in the circle."""

    list_display = ["action", "held_at", "next_on"]
    autocomplete_fields = ["action"]
    raw_id_fields = ["recorded_by"]


@admin.register(ActionPhoto)
class ActionPhotoAdmin(ReadOnlyAdmin):
    """Photos: added in the house, where they are checked."""

    list_display = ["action", "caption", "content_type", "added_at"]
    list_select_related = ["action"]
    search_fields = ["action__title", "caption"]
    ordering = ["-id"]


@admin.register(PressLink)
class PressLinkAdmin(OfAction):
    """What the press said."""

    list_display = ["title", "url", "action", "added_at"]
    search_fields = ["title", "url", "action__title"]
    autocomplete_fields = ["action"]
    raw_id_fields = ["added_by"]


@admin.register(DeclarationOffice)
class DeclarationOfficeAdmin(HouseAdmin):
    """Where each town's demonstrations are declared; to check before relying on it."""

    list_display = ["city", "insee_code", "name", "is_prefecture", "email", "checked_on"]
    list_filter = ["is_prefecture", ("checked_on", admin.EmptyFieldListFilter)]
    search_fields = ["city", "insee_code", "name"]
    ordering = ["city"]


class SignerInline(admin.TabularInline):
    """Who signs; homes are sealed and not shown here."""

    model = DeclarationOrganizer
    extra = 0
    fields = ["name"]


@admin.register(Declaration)
class DeclarationAdmin(OfAction):
    """Declarations of demonstrations."""

    list_display = ["action", "office", "filed_at", "receipt", "purged_at"]
    list_select_related = ["action", "office"]
    autocomplete_fields = ["action", "office"]
    raw_id_fields = ["created_by"]
    readonly_fields = ["purged_at"]
    inlines = [SignerInline]


@admin.register(Lesson)
class LessonAdmin(ReadOnlyAdmin):
    """What actions held taught the forecast; one that is deleted is counted again."""

    list_display = ["action", "starts_at", "by_name", "others", "learned_at"]
    list_filter = ["by_name"]
    list_select_related = ["action"]
    search_fields = ["action__title"]

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Whoever may: nothing is lost."""
        return admin.ModelAdmin.has_delete_permission(self, request, obj)
