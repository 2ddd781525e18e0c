"""The filters of the people list, kept in the URL; upper rooms register theirs here."""

from members.filters import behind_figures, own
from members.filters.listing import Listing, list_people, organized_people
from members.filters.people import PersonFilter
from members.filters.registry import PeopleFilter, register_filter

own.register()
behind_figures.register()

__all__ = [
    "Listing",
    "PeopleFilter",
    "PersonFilter",
    "list_people",
    "organized_people",
    "register_filter",
]
