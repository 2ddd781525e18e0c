"""Listening and campaigns in Django admin, for the national administration."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from campaigns.models import (
    Campaign,
    CampaignTarget,
    Conversation,
    Demand,
    Grievance,
    Issue,
    ListeningDrive,
    Negotiation,
    Promise,
    Target,
    Victory,
)
from members.admin.base import HouseAdmin


class DemandInline(admin.TabularInline):
    """What is asked for."""

    model = Demand
    extra = 0


class TargetInline(admin.TabularInline):
    """On whom."""

    model = CampaignTarget
    extra = 0
    autocomplete_fields = ["target"]


class VictoryInline(admin.TabularInline):
    """What was won."""

    model = Victory
    extra = 0
    autocomplete_fields = ["demand"]


class PromiseInline(admin.TabularInline):
    """What was promised at a meeting."""

    model = Promise
    extra = 0
    autocomplete_fields = ["demand"]


@admin.register(Campaign)
class CampaignAdmin(HouseAdmin):
    """Campaigns with their demands, targets and victories."""

    list_display = ["name", "chapter", "theme", "status", "organizer", "opened_on", "closed_on"]
    list_filter = ["chapter", "status", "theme"]
    list_select_related = ["chapter", "organizer"]
    search_fields = ["name", "summary"]
    autocomplete_fields = ["chapter", "issue", "organizer", "groups"]
    inlines = [DemandInline, TargetInline, VictoryInline]


@admin.register(Demand)
class DemandAdmin(HouseAdmin):
    """Demands and their answers."""

    list_display = ["text", "campaign", "status", "decided_on"]
    list_filter = ["status", "campaign__chapter"]
    list_select_related = ["campaign"]
    search_fields = ["text", "campaign__name"]
    autocomplete_fields = ["campaign"]
    ordering = ["campaign__name", "position", "id"]


@admin.register(Target)
class TargetAdmin(HouseAdmin):
    """People who can say yes."""

    list_display = ["name", "mandate", "organization", "chapter", "superior"]
    list_filter = ["chapter"]
    list_select_related = ["chapter", "superior"]
    search_fields = ["name", "mandate", "organization"]
    autocomplete_fields = ["chapter", "superior"]


@admin.register(CampaignTarget)
class CampaignTargetAdmin(HouseAdmin):
    """Which target for which campaign."""

    list_display = ["target", "campaign", "kind"]
    list_filter = ["kind"]
    list_select_related = ["target", "campaign"]
    search_fields = ["target__name", "campaign__name"]
    autocomplete_fields = ["target", "campaign"]
    ordering = ["campaign__name", "id"]


@admin.register(Negotiation)
class NegotiationAdmin(HouseAdmin):
    """Meetings with targets, and what they promised."""

    list_display = ["held_at", "campaign", "target", "place"]
    list_filter = ["campaign__chapter"]
    list_select_related = ["campaign", "target"]
    search_fields = ["campaign__name", "target__name", "place", "minutes"]
    autocomplete_fields = ["campaign", "target"]
    date_hierarchy = "held_at"
    inlines = [PromiseInline]


@admin.register(Promise)
class PromiseAdmin(HouseAdmin):
    """Promises, by date."""

    list_display = ["due_on", "what", "who", "status", "campaign"]
    list_filter = ["status", "negotiation__campaign__chapter"]
    list_select_related = ["negotiation__campaign"]
    search_fields = ["what", "who", "negotiation__campaign__name"]
    autocomplete_fields = ["negotiation", "demand"]

    @admin.display(description=_("campagne"), ordering="negotiation__campaign__name")
    def campaign(self, promise: Promise) -> str:
        """The campaign in which it was promised."""
        return str(promise.negotiation.campaign)


@admin.register(Victory)
class VictoryAdmin(HouseAdmin):
    """The book of victories."""

    list_display = ["what", "campaign", "households", "amount", "won_on", "is_public"]
    list_filter = ["is_public", "campaign__chapter"]
    list_select_related = ["campaign"]
    search_fields = ["what", "campaign__name"]
    autocomplete_fields = ["campaign", "demand"]
    date_hierarchy = "won_on"


@admin.register(ListeningDrive)
class ListeningDriveAdmin(HouseAdmin):
    """Listening campaigns."""

    list_display = ["name", "chapter", "neighbourhood", "starts_on", "ends_on", "goal"]
    list_filter = ["chapter"]
    list_select_related = ["chapter", "neighbourhood"]
    search_fields = ["name", "neighbourhood__name"]
    autocomplete_fields = ["chapter", "neighbourhood"]


@admin.register(Conversation)
class ConversationAdmin(HouseAdmin):
    """Who was listened to, where; sometimes without a name."""

    list_display = ["happened_at", "person", "place", "place_detail", "listener", "drive"]
    list_filter = ["chapter", "place"]
    list_select_related = ["person", "listener", "drive"]
    search_fields = ["person__search_text", "place_detail"]
    autocomplete_fields = ["chapter", "drive", "person", "contact", "listener", "neighbourhood"]
    raw_id_fields = ["meeting", "heard_by"]
    readonly_fields = ["client_id"]
    date_hierarchy = "happened_at"


@admin.register(Grievance)
class GrievanceAdmin(HouseAdmin):
    """Angers, in people's own words."""

    list_display = ["words", "theme", "depth", "neighbourhood", "issue", "heard_on"]
    list_filter = ["chapter", "theme", "depth", "is_vertical"]
    list_select_related = ["neighbourhood", "issue"]
    search_fields = ["words", "person__search_text", "place"]
    autocomplete_fields = ["chapter", "conversation", "person", "neighbourhood", "issue"]
    raw_id_fields = ["own_theme", "recorded_by"]
    date_hierarchy = "heard_on"


@admin.register(Issue)
class IssueAdmin(HouseAdmin):
    """Common problems."""

    list_display = ["title", "chapter", "theme", "is_winnable", "created_at"]
    list_filter = ["chapter", "theme", "is_winnable"]
    list_select_related = ["chapter"]
    search_fields = ["title", "description"]
    autocomplete_fields = ["chapter", "created_by", "merged_into", "split_from"]
    readonly_fields = ["created_at"]
