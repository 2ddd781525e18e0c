"""Groups, who is in them, and the way of leaders."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from members.admin.base import AppendOnlyAdmin, HouseAdmin
from members.models import (
    Assessment,
    Group,
    GroupMeeting,
    GroupMembership,
    LeaderNotYet,
    Leadership,
    LeadershipMove,
    MeetingGuest,
)


@admin.register(Group)
class GroupAdmin(HouseAdmin):
    """Groups and allied associations; their members have a list of their own."""

    list_display = ["name", "kind", "chapter", "neighbourhood", "organizer", "size", "ended_on"]
    list_filter = ["chapter", "kind", ("ended_on", admin.EmptyFieldListFilter)]
    list_select_related = ["chapter", "neighbourhood", "organizer"]
    search_fields = ["name", "about", "meeting_place"]
    autocomplete_fields = ["chapter", "neighbourhood", "organizer"]
    readonly_fields = ["size"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        """Each with the number of people in it today."""
        here = Count("memberships", filter=Q(memberships__left_on=None))
        return super().get_queryset(request).annotate(current_size=here)

    @admin.display(description=_("membres"), ordering="current_size")
    def size(self, group: Group) -> str:
        """A number that leads to its list: a group may be large, it is no inline."""
        if group.pk is None:
            return "—"
        count = group.current_size  # type: ignore[attr-defined]
        url = reverse("admin:members_groupmembership_changelist")
        label = ngettext("%(count)d personne", "%(count)d personnes", count) % {"count": count}
        return format_html('<a href="{}?group__id__exact={}">{}</a>', url, group.pk, label)


@admin.register(GroupMembership)
class GroupMembershipAdmin(HouseAdmin):
    """Who is in which group, since when, in which role."""

    list_display = ["person", "group", "role", "joined_on", "left_on"]
    list_filter = [
        "role",
        ("left_on", admin.EmptyFieldListFilter),
        ("group", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["person", "group"]
    search_fields = ["person__search_text", "group__name"]
    autocomplete_fields = ["person", "group"]
    ordering = ["group__name", "person__sort_key", "id"]


@admin.register(Leadership)
class LeadershipAdmin(HouseAdmin):
    """Where each leader stands."""

    list_display = ["person", "kind", "stage", "since"]
    list_filter = ["stage", "kind", "person__chapter"]
    list_select_related = ["person"]
    search_fields = ["person__search_text"]
    autocomplete_fields = ["person"]
    ordering = ["-since", "-id"]


@admin.register(LeadershipMove)
class LeadershipMoveAdmin(AppendOnlyAdmin):
    """How she came there: each step is dated and signed."""

    list_display = ["person", "from_stage", "to_stage", "reason", "author", "moved_at"]
    list_filter = ["to_stage"]
    list_select_related = ["person", "author"]
    search_fields = ["person__search_text", "reason"]
    autocomplete_fields = ["person", "author"]
    date_hierarchy = "moved_at"


@admin.register(Assessment)
class AssessmentAdmin(AppendOnlyAdmin):
    """What was thought of somebody's commitment, and why."""

    list_display = ["person", "level", "reason", "author", "assessed_at"]
    list_filter = ["level"]
    list_select_related = ["person", "author"]
    search_fields = ["person__search_text", "reason"]
    autocomplete_fields = ["person", "author"]
    date_hierarchy = "assessed_at"


@admin.register(LeaderNotYet)
class LeaderNotYetAdmin(AppendOnlyAdmin):
    """Who was left in peace, by whom and when."""

    list_display = ["person", "author", "said_at"]
    list_select_related = ["person", "author"]
    search_fields = ["person__search_text"]
    autocomplete_fields = ["person", "author"]
    date_hierarchy = "said_at"


class GuestInline(admin.TabularInline):  # type: ignore[type-arg]
    """Who was asked, who came."""

    model = MeetingGuest
    extra = 0
    autocomplete_fields = ("person",)


@admin.register(GroupMeeting)
class GroupMeetingAdmin(HouseAdmin):
    """The meetings of the groups."""

    list_display = ["group", "kind", "starts_at", "host", "others", "reported_at"]
    list_filter = ["kind", "group__chapter"]
    list_select_related = ["group", "host"]
    search_fields = ["group__name", "host__search_text"]
    autocomplete_fields = ["group", "host", "next_host", "created_by"]
    date_hierarchy = "starts_at"
    inlines = (GuestInline,)
