"""Calls and links without account in Django admin: read here, written by the house."""

from __future__ import annotations

from django.contrib import admin

from actions.models import AccessLink, CallBranch, CallLine, CallList, LinkAccess, SignInSheet
from alliance.core.admin import ReadOnlyAdmin


@admin.register(CallList)
class CallListAdmin(ReadOnlyAdmin):
    """Lists of calls."""

    list_display = ["title", "chapter", "action", "expires_at", "closed_at", "created_by"]
    list_filter = ["chapter"]
    list_select_related = ["chapter", "action", "created_by"]
    search_fields = ["title", "action__title"]
    date_hierarchy = "created_at"
    ordering = ["-id"]


@admin.register(CallBranch)
class CallBranchAdmin(ReadOnlyAdmin):
    """Callers of lists."""

    list_display = ["name", "call_list", "person", "user", "started_at"]
    list_select_related = ["call_list", "person", "user"]
    search_fields = ["name", "call_list__title"]
    ordering = ["-id"]


@admin.register(CallLine)
class CallLineAdmin(ReadOnlyAdmin):
    """Names of lists, and what their calls gave."""

    list_display = ["number", "person", "call_list", "branch", "outcome", "done_at"]
    list_filter = ["outcome"]
    list_select_related = ["person", "call_list", "branch"]
    search_fields = ["person__search_text", "call_list__title"]
    ordering = ["-id"]


@admin.register(AccessLink)
class AccessLinkAdmin(ReadOnlyAdmin):
    """Links without account: never their token."""

    list_display = ["purpose", "holder", "chapter", "created_by", "expires_at", "revoked_at"]
    list_filter = ["purpose", "chapter"]
    list_select_related = ["chapter", "created_by"]
    search_fields = ["holder"]
    exclude = ["seed", "token_hash"]
    ordering = ["-id"]


@admin.register(LinkAccess)
class LinkAccessAdmin(ReadOnlyAdmin):
    """Who opened what by a link, and when."""

    list_display = ["at", "link", "verb", "person", "visitor"]
    list_filter = ["verb"]
    list_select_related = ["link", "person"]
    search_fields = ["link__holder", "person__search_text"]
    date_hierarchy = "at"
    ordering = ["-id"]


@admin.register(SignInSheet)
class SignInSheetAdmin(ReadOnlyAdmin):
    """Printed sign-in sheets."""

    list_display = ["action", "created_at", "created_by", "entered_at"]
    list_select_related = ["action", "created_by"]
    search_fields = ["action__title"]
    ordering = ["-id"]
