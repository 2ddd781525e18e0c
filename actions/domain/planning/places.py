"""Where to go: links that open in the map people already have on their phone."""

from __future__ import annotations

from urllib.parse import quote

from actions.domain.diary.calendars import place_of
from actions.models import Action


def geo_url(action: Action) -> str:
    """A `geo:` link (RFC 5870) that asks the phone's own map for the place; empty without one."""
    place = place_of(action)
    if not place:
        return ""
    city = action.chapter.city
    if city and city.casefold() not in place.casefold():
        place = f"{place}, {city}"
    return f"geo:0,0?q={quote(place)}"
