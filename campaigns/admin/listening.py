"""Drives' teams, doors, votes and moves in Django admin, for the national administration."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from campaigns.models import (
    Ballot,
    BallotChoice,
    BallotCount,
    BallotResult,
    BallotVoter,
    Building,
    BuildingNote,
    Door,
    DoorKnock,
    DriveAnswer,
    DriveListener,
    DriveQuestion,
    GrievanceMove,
    NeighbourhoodSpot,
    OwnTheme,
)
from members.admin.base import HouseAdmin


class AddedOnlyAdmin(HouseAdmin):
    """Rows that tell what happened: read, never changed here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(OwnTheme)
class OwnThemeAdmin(HouseAdmin):
    """Themes of the chapters' own."""

    list_display = ["name", "chapter", "retired_at"]
    list_filter = ["chapter"]
    list_select_related = ["chapter"]
    search_fields = ["name"]
    autocomplete_fields = ["chapter"]


@admin.register(DriveListener)
class DriveListenerAdmin(HouseAdmin):
    """Who listens in a drive."""

    list_display = ["__str__", "drive", "goal"]
    list_filter = ["drive__chapter"]
    list_select_related = ["drive", "user", "person"]
    search_fields = ["drive__name", "person__search_text", "user__email"]
    autocomplete_fields = ["drive", "user", "person"]


@admin.register(DriveQuestion)
class DriveQuestionAdmin(HouseAdmin):
    """The questions of the scripts."""

    list_display = ["text", "kind", "drive", "position", "retired_at"]
    list_filter = ["kind", "drive__chapter"]
    list_select_related = ["drive"]
    search_fields = ["text", "drive__name"]
    autocomplete_fields = ["drive"]


@admin.register(DriveAnswer)
class DriveAnswerAdmin(HouseAdmin):
    """What was answered."""

    list_display = ["question", "text", "number"]
    list_select_related = ["question"]
    search_fields = ["text", "question__text"]
    autocomplete_fields = ["conversation", "question"]


@admin.register(GrievanceMove)
class GrievanceMoveAdmin(AddedOnlyAdmin):
    """From one heap to another."""

    raw_id_fields = ["grievance", "from_issue", "to_issue", "moved_by"]
    list_display = ["moved_at", "grievance", "reason", "from_issue", "to_issue", "moved_by"]
    list_filter = ["reason", "grievance__chapter"]
    list_select_related = ["grievance", "from_issue", "to_issue", "moved_by"]
    search_fields = ["grievance__words"]
    date_hierarchy = "moved_at"


@admin.register(Building)
class BuildingAdmin(HouseAdmin):
    """Buildings to walk."""

    list_display = ["name", "address", "chapter", "neighbourhood", "drive"]
    list_filter = ["chapter"]
    list_select_related = ["chapter", "neighbourhood", "drive"]
    search_fields = ["name", "address"]
    autocomplete_fields = ["chapter", "neighbourhood", "drive"]


@admin.register(BuildingNote)
class BuildingNoteAdmin(HouseAdmin):
    """What the next team should know."""

    list_display = ["text", "building", "author", "written_at"]
    list_select_related = ["building", "author"]
    search_fields = ["text", "building__name"]
    autocomplete_fields = ["building", "author"]


@admin.register(Door)
class DoorAdmin(HouseAdmin):
    """Doors, never who lives behind them."""

    list_display = ["building", "floor", "position"]
    list_filter = ["building__chapter"]
    list_select_related = ["building"]
    search_fields = ["building__name"]
    autocomplete_fields = ["building"]


@admin.register(DoorKnock)
class DoorKnockAdmin(AddedOnlyAdmin):
    """Somebody knocked."""

    raw_id_fields = ["door", "knocked_by", "conversation"]
    list_display = ["knocked_at", "door", "outcome", "knocked_by", "from_paper"]
    list_filter = ["outcome", "from_paper"]
    list_select_related = ["door", "knocked_by"]
    search_fields = ["door__building__name"]
    date_hierarchy = "knocked_at"


class BallotChoiceInline(admin.TabularInline):
    """What is put to the vote."""

    model = BallotChoice
    extra = 0
    autocomplete_fields = ["issue"]


@admin.register(Ballot)
class BallotAdmin(HouseAdmin):
    """Votes in assembly."""

    list_display = ["title", "chapter", "held_on", "picks", "by_link"]
    list_filter = ["chapter", "by_link"]
    list_select_related = ["chapter"]
    search_fields = ["title", "place"]
    autocomplete_fields = ["chapter", "created_by"]
    date_hierarchy = "held_on"
    inlines = [BallotChoiceInline]


@admin.register(BallotChoice)
class BallotChoiceAdmin(HouseAdmin):
    """Choices offered."""

    list_display = ["issue", "ballot", "position"]
    list_select_related = ["issue", "ballot"]
    search_fields = ["issue__title", "ballot__title"]
    autocomplete_fields = ["issue", "ballot"]


@admin.register(BallotCount)
class BallotCountAdmin(AddedOnlyAdmin):
    """Voices as they were counted."""

    raw_id_fields = ["choice", "counted_by"]
    list_display = ["choice", "means", "voices", "counted_by", "counted_at"]
    list_filter = ["means"]
    list_select_related = ["choice__issue", "counted_by"]
    search_fields = ["choice__issue__title", "choice__ballot__title"]


@admin.register(BallotVoter)
class BallotVoterAdmin(HouseAdmin):
    """Who may vote by link; never what."""

    list_display = ["person", "ballot", "voted_on"]
    list_filter = ["ballot__chapter"]
    list_select_related = ["person", "ballot"]
    search_fields = ["person__search_text", "ballot__title"]
    autocomplete_fields = ["person", "ballot"]
    readonly_fields = ["voted_on"]


@admin.register(BallotResult)
class BallotResultAdmin(AddedOnlyAdmin):
    """What the assemblies decided."""

    raw_id_fields = ["ballot", "closed_by"]
    list_display = ["ballot", "closed_at", "present", "signed_by"]
    list_select_related = ["ballot"]
    search_fields = ["ballot__title", "minutes"]


@admin.register(NeighbourhoodSpot)
class NeighbourhoodSpotAdmin(HouseAdmin):
    """Where the neighbourhoods lie."""

    list_display = ["neighbourhood", "latitude", "longitude", "radius"]
    list_select_related = ["neighbourhood"]
    search_fields = ["neighbourhood__name"]
    autocomplete_fields = ["neighbourhood"]
