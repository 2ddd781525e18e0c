"""Strategy, negotiation, research, petitions and testimonies in Django admin."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from campaigns.models import (
    Delegate,
    DemandAnswer,
    DemandMove,
    Document,
    InterviewQuestion,
    MapActor,
    MapPosition,
    Petition,
    Signature,
    Tactic,
    TargetDate,
    Testimony,
    VictoryBook,
)
from members.admin.base import AppendOnlyAdmin, AppendOnlyInline, HouseAdmin


class MapPositionInline(AppendOnlyInline):
    """Where the actor stood, from when."""

    model = MapPosition
    autocomplete_fields = ["author"]


@admin.register(DemandMove)
class DemandMoveAdmin(AppendOnlyAdmin):
    """What happened to demands."""

    list_display = ["demand", "status", "happened_on", "author"]
    list_filter = ["status", "demand__campaign__chapter"]
    list_select_related = ["demand", "author"]
    search_fields = ["demand__text", "note"]
    autocomplete_fields = ["demand", "author"]
    date_hierarchy = "happened_on"


@admin.register(TargetDate)
class TargetDateAdmin(HouseAdmin):
    """When targets are seen in public."""

    list_display = ["starts_at", "title", "target", "kind", "place"]
    list_filter = ["kind", "target__chapter"]
    list_select_related = ["target"]
    search_fields = ["title", "target__name", "place"]
    autocomplete_fields = ["target", "noted_by"]
    date_hierarchy = "starts_at"


@admin.register(MapActor)
class MapActorAdmin(HouseAdmin):
    """Who weighs on the decision, and where they stood."""

    list_display = ["name", "kind", "campaign", "removed_on"]
    list_filter = ["kind", "campaign__chapter"]
    list_select_related = ["campaign"]
    search_fields = ["name", "campaign__name"]
    autocomplete_fields = ["campaign", "target", "group"]
    inlines = [MapPositionInline]


@admin.register(Tactic)
class TacticAdmin(HouseAdmin):
    """What is planned if the answer is no."""

    list_display = ["title", "campaign", "heat", "planned_on", "state"]
    list_filter = ["state", "heat", "campaign__chapter"]
    list_select_related = ["campaign"]
    search_fields = ["title", "campaign__name"]
    autocomplete_fields = ["campaign"]


@admin.register(Delegate)
class DelegateAdmin(HouseAdmin):
    """Who went to negotiate, and in which role."""

    list_display = ["person", "role", "negotiation"]
    list_filter = ["role", "negotiation__campaign__chapter"]
    list_select_related = ["person", "negotiation__campaign"]
    search_fields = ["person__search_text", "negotiation__campaign__name"]
    autocomplete_fields = ["person", "negotiation"]


@admin.register(DemandAnswer)
class DemandAnswerAdmin(HouseAdmin):
    """Answers, word for word."""

    list_display = ["demand", "words", "offer", "negotiation"]
    list_select_related = ["demand", "negotiation__campaign"]
    search_fields = ["words", "demand__text"]
    autocomplete_fields = ["demand", "negotiation"]
    ordering = ["-negotiation_id", "id"]


@admin.register(InterviewQuestion)
class InterviewQuestionAdmin(HouseAdmin):
    """Questions to candidates."""

    list_display = ["text", "negotiation", "votes", "convinced", "unconvinced"]
    list_select_related = ["negotiation__campaign"]
    search_fields = ["text", "answer"]
    autocomplete_fields = ["negotiation"]


@admin.register(Document)
class DocumentAdmin(HouseAdmin):
    """The research file; a file is added on the page of its campaign, where it is checked."""

    list_display = ["title", "campaign", "kind", "content_type", "size", "added_at"]
    list_filter = ["kind", "campaign__chapter"]
    list_select_related = ["campaign"]
    search_fields = ["title", "campaign__name", "source"]
    autocomplete_fields = ["campaign", "added_by"]
    exclude = ["file"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: a file that was not checked is not kept."""
        return False


@admin.register(Petition)
class PetitionAdmin(HouseAdmin):
    """Petitions and where they stand."""

    list_display = ["title", "campaign", "state", "goal", "delivered_on"]
    list_filter = ["state", "campaign__chapter"]
    list_select_related = ["campaign"]
    search_fields = ["title", "campaign__name", "slug"]
    autocomplete_fields = ["campaign", "target", "delivered_photo"]


@admin.register(Signature)
class SignatureAdmin(HouseAdmin):
    """Names under petitions."""

    list_display = ["name", "place", "petition", "source", "may_contact", "signed_on"]
    list_filter = ["source", "may_contact", "petition__campaign__chapter"]
    list_select_related = ["petition"]
    search_fields = ["name", "place", "petition__title"]
    autocomplete_fields = ["petition", "person", "entered_by"]
    date_hierarchy = "signed_on"


@admin.register(Testimony)
class TestimonyAdmin(HouseAdmin):
    """What people say of a victory."""

    list_display = ["signed_as", "victory", "is_public", "consent_on"]
    list_filter = ["is_public", "victory__campaign__chapter"]
    list_select_related = ["victory"]
    search_fields = ["signed_as", "words"]
    autocomplete_fields = ["victory", "person", "photo", "consent_to"]


@admin.register(VictoryBook)
class VictoryBookAdmin(HouseAdmin):
    """Which chapters show their victories to everybody."""

    list_display = ["chapter", "is_open"]
    list_select_related = ["chapter"]
    autocomplete_fields = ["chapter"]
    ordering = ["chapter__name"]
