"""What a chapter adds to a record: its own fields, ties between people, requests received."""

from __future__ import annotations

from django.contrib import admin

from alliance.core.admin import ReadOnlyAdmin
from members.admin.base import HouseAdmin
from members.forms.custom import CustomFieldForm
from members.models import (
    BulkDeed,
    CustomField,
    CustomValue,
    DistinctPair,
    JoinRequest,
    Merge,
    Relationship,
    SavedList,
)


@admin.register(CustomField)
class CustomFieldAdmin(HouseAdmin):
    """Questions of a chapter's own."""

    form = CustomFieldForm
    list_display = ["name", "chapter", "kind", "position", "is_active"]
    list_filter = ["chapter", "kind", "is_active"]
    list_select_related = ["chapter"]
    search_fields = ["name"]
    autocomplete_fields = ["chapter"]


@admin.register(CustomValue)
class CustomValueAdmin(HouseAdmin):
    """Their answers."""

    list_display = ["person", "field", "text"]
    list_filter = [("field", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["person", "field"]
    search_fields = ["person__search_text", "text"]
    autocomplete_fields = ["person", "field"]
    ordering = ["-id"]


@admin.register(Relationship)
class RelationshipAdmin(HouseAdmin):
    """Ties between two people."""

    list_display = ["person", "kind", "other", "started_on", "ended_on"]
    list_filter = ["kind"]
    list_select_related = ["person", "other"]
    search_fields = ["person__search_text", "other__search_text"]
    autocomplete_fields = ["person", "other", "created_by"]
    readonly_fields = ["created_at"]


@admin.register(JoinRequest)
class JoinRequestAdmin(HouseAdmin):
    """What people wrote on the public form; their words stay as they wrote them."""

    list_display = ["name", "chapter", "phone", "email", "sent_at", "person"]
    list_filter = ["chapter", ("person", admin.EmptyFieldListFilter)]
    list_select_related = ["chapter", "person"]
    search_fields = ["name", "email", "phone", "anger"]
    autocomplete_fields = ["chapter", "person"]
    readonly_fields = ["client_id", "sent_at", "consent_wording"]
    date_hierarchy = "sent_at"


@admin.register(SavedList)
class SavedListAdmin(HouseAdmin):
    """Filters kept under a name."""

    list_display = ["name", "chapter", "owner", "is_shared", "created_at"]
    list_filter = ["chapter", "is_shared"]
    list_select_related = ["chapter", "owner"]
    search_fields = ["name", "owner__email"]
    autocomplete_fields = ["chapter", "owner"]
    readonly_fields = ["created_at"]


@admin.register(Merge)
class MergeAdmin(ReadOnlyAdmin):
    """Records made one; undone from the house, not from here."""

    list_display = ["gone", "kept", "merged_by", "merged_at", "undone_at"]
    list_select_related = ["gone", "kept", "merged_by"]
    search_fields = ["gone__search_text", "kept__search_text"]
    date_hierarchy = "merged_at"


@admin.register(DistinctPair)
class DistinctPairAdmin(HouseAdmin):
    """People who look alike and are not the same; a wrong decision is deleted here."""

    list_display = ["first", "second", "decided_by", "decided_at"]
    list_select_related = ["first", "second", "decided_by"]
    search_fields = ["first__search_text", "second__search_text"]
    autocomplete_fields = ["first", "second", "decided_by"]
    ordering = ["-decided_at", "-id"]


@admin.register(BulkDeed)
class BulkDeedAdmin(ReadOnlyAdmin):
    """Gestures on many people; undone from the house, not from here."""

    list_display = ["kind", "chapter", "actor", "count", "done_at", "undone_at"]
    list_filter = ["kind", "chapter"]
    list_select_related = ["chapter", "actor"]
    search_fields = ["kind", "actor__email"]
    date_hierarchy = "done_at"
