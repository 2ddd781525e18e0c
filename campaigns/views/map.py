"""The map of what is said, of groups and of actions, and the table behind it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from campaigns.domain import map as maps
from campaigns.domain.map_layers import layers
from campaigns.forms.spot import SpotForm
from members.models import Chapter, Neighbourhood
from members.permissions import organized_chapters, require_organizer_of
from members.scoping import get_visible_or_404


def _places(request: HttpRequest) -> list[maps.Place]:
    return maps.places(list(Chapter.objects.visible_to(request.user).filter(closed_on=None)))


@require_GET
def map_page(request: HttpRequest) -> HttpResponse:
    """Circles by neighbourhood; without script or sight, the table says it all."""
    found = _places(request)
    mine = {chapter.pk for chapter in organized_chapters(request.user)}
    context = {
        "places": [(place, place.neighbourhood.chapter_id in mine) for place in found],
        "layers": layers(),
        "several": len({place.neighbourhood.chapter_id for place in found}) > 1,
        **_tiles(),
    }
    return render(request, "campaigns/places/map.html", context)


def _tiles() -> dict[str, Any]:
    return {
        "tiles_url": settings.MAP_TILES_URL,
        "tiles_credit": settings.MAP_TILES_CREDIT,
        "outlines": maps.OUTLINES,
    }


@require_GET
def map_data(request: HttpRequest) -> HttpResponse:
    """What the map draws."""
    return JsonResponse(maps.as_json(_places(request)))


@require_http_methods(["GET", "POST"])
def spot_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a neighbourhood on the map: a middle and a radius."""
    hood = get_visible_or_404(
        Neighbourhood.objects.select_related("chapter", "spot"), request.user, pk=pk
    )
    require_organizer_of(request.user, hood.chapter_id)
    place = next(one for one in maps.places([hood.chapter]) if one.neighbourhood == hood)
    form = SpotForm(request.POST or None, initial=_start(place))
    if form.is_valid():
        maps.put(neighbourhood=hood, **form.cleaned_data)
        messages.success(request, _("Le quartier est placé."))
        return redirect("campaigns:map")
    context = {"form": form, "neighbourhood": hood, **_tiles()}
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/places/spot.html", context, status=status)


def _start(place: maps.Place) -> dict[str, Any]:
    if place.spot is None:
        return {}
    spot = place.spot
    return {
        "latitude": f"{spot.latitude:.4f}",
        "longitude": f"{spot.longitude:.4f}",
        "radius": spot.radius,
    }
