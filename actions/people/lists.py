"""The people of a saved list, for the messages written to it."""

from __future__ import annotations

from django.http import QueryDict

from actions.domain.writing.mailing_people import register_lists
from members.filters import list_people
from members.models import SavedList, User
from members.models.person import PersonQuerySet


def people_of_list(saved: SavedList, viewer: User) -> PersonQuerySet:
    """Those whom a viewer sees on a list today."""
    people: PersonQuerySet = list_people(viewer, QueryDict(saved.query)).people
    return people


def register() -> None:
    """Called once the applications are loaded."""
    register_lists(people_of_list)
