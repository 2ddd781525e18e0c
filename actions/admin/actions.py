"""Actions in Django admin, for the national administration.

What people were told and answered is read here, not rewritten: dates and places change by the
verbs of the house, which tell people; replies and reminders are memory.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from actions.models import (
    Action,
    ActionRole,
    Ask,
    Attendance,
    Reminder,
    ReminderStep,
    Reply,
    StepWording,
)
from alliance.core.admin import ReadOnlyAdmin
from members.admin.base import HouseAdmin

TOLD = ["state", "starts_at", "ends_at", "place_name", "place_address"]


class DayRoleInline(admin.TabularInline):
    """Who does what on the day."""

    model = ActionRole
    extra = 0
    autocomplete_fields = ["person"]


class StepInline(admin.TabularInline):
    """Its sequence of reminders."""

    model = ReminderStep
    extra = 0
    fields = ["moment", "anchor", "days", "at", "window_hours", "audience", "is_active"]


@admin.register(Action)
class ActionAdmin(HouseAdmin):
    """Actions. The date and the place of one that exists are changed in the house, by moving it."""

    list_display = ["title", "chapter", "kind", "starts_at", "goal", "state", "organizer"]
    list_filter = ["chapter", "state", "kind"]
    list_select_related = ["chapter", "organizer"]
    search_fields = ["title", "place_name", "description"]
    autocomplete_fields = [
        "chapter",
        "campaign",
        "target",
        "organizer",
        "groups",
        "organizing_groups",
    ]
    readonly_fields = [
        "people",
        "announced_at",
        "moved_at",
        "moved_from",
        "cancelled_at",
        "cancel_reason",
        "sequence",
        "public_id",
        "public_slug",
        "version",
        "created_at",
        "created_by",
    ]
    date_hierarchy = "starts_at"
    inlines = [DayRoleInline, StepInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A new one may be dated; what people were told is then left to the verbs."""
        return [*self.readonly_fields, *(TOLD if obj else ["state"])]

    @admin.display(description=_("présences"))
    def people(self, action: Action) -> str:
        """A link to its attendances: there may be thousands."""
        if action.pk is None:
            return "—"
        url = reverse("admin:actions_attendance_changelist")
        return format_html(
            '<a href="{}?action__id__exact={}">{}</a>', url, action.pk, _("Voir la liste")
        )


@admin.register(ActionRole)
class ActionRoleAdmin(HouseAdmin):
    """Roles of the day."""

    list_display = ["action", "role", "person"]
    list_filter = ["role"]
    list_select_related = ["action", "person"]
    search_fields = ["action__title", "person__search_text"]
    autocomplete_fields = ["action", "person"]
    ordering = ["-action__starts_at", "id"]


class WordingInline(admin.TabularInline):
    """Its words in other languages."""

    model = StepWording
    extra = 0


@admin.register(ReminderStep)
class ReminderStepAdmin(HouseAdmin):
    """Steps of actions, and the templates of chapters."""

    list_display = ["moment", "action", "chapter", "days", "at", "window_hours", "is_active"]
    list_filter = ["moment", "is_active", ("chapter", admin.EmptyFieldListFilter)]
    list_select_related = ["action", "chapter"]
    search_fields = ["action__title", "chapter__name"]
    autocomplete_fields = ["action", "chapter"]
    inlines = [WordingInline]
    ordering = ["-id"]


class OfAttendance(ReadOnlyAdmin):
    """What hangs on an attendance: written by the house, read here."""

    list_select_related: Any = ["attendance__action", "attendance__person"]
    search_fields: Any = ["attendance__action__title", "attendance__person__search_text"]
    ordering: Any = ["-id"]


@admin.register(Attendance)
class AttendanceAdmin(ReadOnlyAdmin):
    """Who was asked, answered, came."""

    list_display = ["person", "action", "answer", "companions", "confirmed_at", "attended"]
    list_filter = ["answer", "attended", "action__chapter"]
    list_select_related = ["person", "action"]
    search_fields = ["action__title", "person__search_text"]
    ordering = ["-id"]


@admin.register(Ask)
class AskAdmin(OfAttendance):
    """Who asked whom."""

    list_display = ["attendance", "round", "channel", "asked_by", "asked_at"]
    list_filter = ["round", "channel"]
    list_select_related = ["attendance__action", "attendance__person", "asked_by"]


@admin.register(Reply)
class ReplyAdmin(OfAttendance):
    """Every answer, as it was given."""

    list_display = ["attendance", "answer", "companions", "source", "replied_at", "comment"]
    list_filter = ["answer", "source"]
    date_hierarchy = "replied_at"


@admin.register(Reminder)
class ReminderAdmin(OfAttendance):
    """What was announced to whom, for which date, once."""

    list_display = ["attendance", "step", "starts_at", "channel", "created_at"]
    list_filter = ["channel", "step__moment"]
    list_select_related = [
        "attendance__action",
        "attendance__person",
        "step",
    ]
    date_hierarchy = "created_at"
