"""Trainings in Django admin."""

from __future__ import annotations

from django.contrib import admin

from actions.models import Course, EarlierTraining, OutsideParticipant, TrainingSession
from members.admin.base import HouseAdmin


@admin.register(Course)
class CourseAdmin(HouseAdmin):
    """What can be learnt."""

    list_display = ["name", "chapter", "hours", "for_leaders", "retired_at"]
    list_filter = ["chapter", "for_leaders", ("retired_at", admin.EmptyFieldListFilter)]
    list_select_related = ["chapter"]
    search_fields = ["name", "about"]
    autocomplete_fields = ["chapter"]


@admin.register(TrainingSession)
class TrainingSessionAdmin(HouseAdmin):
    """Courses given once."""

    list_display = ["course", "action", "trainer", "places", "fee"]
    list_filter = ["course__chapter"]
    list_select_related = ["course", "action", "trainer"]
    search_fields = ["course__name", "action__title"]
    autocomplete_fields = ["action", "course", "trainer"]
    ordering = ["-id"]


@admin.register(OutsideParticipant)
class OutsideParticipantAdmin(HouseAdmin):
    """People from elsewhere who came to learn."""

    list_display = ["name", "organization", "session", "fee", "paid_on", "attended"]
    list_filter = ["session__action__chapter", ("paid_on", admin.EmptyFieldListFilter), "attended"]
    list_select_related = ["session__course"]
    search_fields = ["name", "organization", "email"]
    autocomplete_fields = ["session", "group"]
    readonly_fields = ["created_by"]


@admin.register(EarlierTraining)
class EarlierTrainingAdmin(HouseAdmin):
    """Courses followed before sessions were kept here."""

    list_display = ["person", "course", "year", "day"]
    list_filter = ["course__chapter"]
    list_select_related = ["person", "course"]
    search_fields = ["person__sort_key", "course__name"]
    autocomplete_fields = ["person", "course"]
    readonly_fields = ["created_by"]
