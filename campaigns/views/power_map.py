"""The power map: drawn by the server, moved by hand, by keyboard, or by a form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alliance.core.text.french import SHORT_MONTHS, day_number
from campaigns.domain.fought import power_map
from campaigns.domain.fought.power_map import Dot
from campaigns.forms.map import ActorForm, PlaceForm
from campaigns.models import Campaign, MapActor, MapPosition
from campaigns.views.fetching import campaign_of, campaign_to_write, page_of
from members.permissions import require_organizer_of
from members.scoping import get_visible_or_404

WIDTH, HEIGHT = 400, 340
LEFT, TOP, INNER_WIDTH, INNER_HEIGHT = 14, 14, 372, 296
LINE, LETTER, LONGEST_LABEL = 15, 7, 26
BESIDE, MARK = 10, 7  # from the middle of a dot to its name, and to its edge
LINES_AWAY = (0, 1, -1, 2, -2, 3)
TONES = {"target": "brand", "group": "leaf", "official": "plum", "media": "sun", "company": "night"}


@dataclass(frozen=True)
class Drawn:
    """A dot in the units of the drawing, and where its name is written."""

    dot: Dot
    x: int
    y: int
    label: str
    label_x: int
    label_y: int
    anchor: str
    tone: str
    trail: str


def place_x(support: int) -> int:
    """From −100 (left) to 100 (right)."""
    return LEFT + round((support + 100) * INNER_WIDTH / 200)


def place_y(influence: int) -> int:
    """From 100 (top) to 0."""
    return TOP + round((100 - influence) * INNER_HEIGHT / 100)


def drawing(dots: list[Dot]) -> list[Drawn]:
    """The dots with names that do not lie on each other."""
    spots = [(place_x(one.place.support), place_y(one.place.influence)) for one in dots]
    taken = [(y + 4, x - MARK, x + MARK) for x, y in spots]
    drawn = []
    for dot in sorted(dots, key=lambda one: -one.place.influence):
        x, y = place_x(dot.place.support), place_y(dot.place.influence)
        label = Truncator(dot.actor.name).chars(LONGEST_LABEL)
        label_x, label_y, anchor = _room_for(len(label) * LETTER, x, y, taken)
        trail = " ".join(
            f"{place_x(one.support)},{place_y(one.influence)}" for one in (*dot.before, dot.place)
        )
        tone = TONES.get(dot.actor.kind, "")
        drawn.append(Drawn(dot, x, y, label, label_x, label_y, anchor, tone, trail))
    return drawn


def _room_for(
    width: int, x: int, y: int, taken: list[tuple[int, int, int]]
) -> tuple[int, int, str]:
    """Where a name is written, towards the middle first, on no other name nor dot; then taken."""
    sides = ("end", "start") if x > WIDTH // 2 else ("start", "end")
    usual = None
    for away in LINES_AWAY:
        for anchor in sides:
            label_x, label_y = x + (BESIDE if anchor == "start" else -BESIDE), y + 4 + away * LINE
            start = label_x if anchor == "start" else label_x - width
            usual = usual or (label_x, label_y, anchor)
            inside = start >= 0 and start + width <= WIDTH and TOP < label_y < HEIGHT - LINE
            if inside and not any(
                abs(label_y - row) < LINE and start < b and start + width > a for row, a, b in taken
            ):
                taken.append((label_y, start, start + width))
                return label_x, label_y, anchor
    return usual or (x, y, sides[0])


@require_GET
def campaign_map(request: HttpRequest, pk: int) -> HttpResponse:
    """The map today, or on a day of the past."""
    campaign = campaign_of(request, pk)
    today = timezone.localdate()
    asked = request.GET.get("au", "")
    try:
        day = min(parse_date(asked) or today, today)
    except ValueError:
        day = today
    return _map_page(request, campaign, day=day)


def _map_page(
    request: HttpRequest, campaign: Campaign, *, day: date, status: int = 200, **more: Any
) -> HttpResponse:
    dots = power_map.dots(campaign, on=day)
    today, first = timezone.localdate(), power_map.first_day(campaign)
    context = page_of(request, campaign, "map") | {
        "drawn": drawing(dots),
        "day": day,
        "is_today": day == today,
        "days": _days(first, today),
        "first": first,
        "today": today,
        "places": {"width": WIDTH, "height": HEIGHT},
        "form": ActorForm(),
        "proposals": power_map.proposals(campaign),
    }
    context |= more
    context["may_move"] = context["may_write"] and day == today
    return render(request, "campaigns/map/map.html", context, status=status)


def _days(first: date | None, today: date) -> list[tuple[date, str]]:
    """Some days to look at: the first, then one a month or so, then today; and their words."""
    if first is None or first >= today:
        return []
    step = max(timedelta(days=28), (today - first) / 5)
    days, day = [], first
    while day < today - step / 2:
        days.append(day)
        day += step
    words = [f"{day_number(one.day)} {SHORT_MONTHS[one.month - 1]}" for one in days]
    return [*zip(days, words, strict=True), (today, _("aujourd’hui"))]


@require_POST
def actor_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put somebody on the map."""
    campaign = campaign_to_write(request, pk)
    form = ActorForm(request.POST)
    if form.is_valid():
        try:
            power_map.add(campaign=campaign, actor=request.user, **form.cleaned_data)
            return redirect("campaigns:campaign-map", campaign.pk)
        except power_map.MovedMeanwhile:
            form.add_error("name", _("Cette personne est déjà sur la carte : déplacez-la."))
        except power_map.InvalidPlace as problem:
            form.add_error(None, str(problem))
    return _map_page(request, campaign, day=timezone.localdate(), status=422, form=form)


def _actor(request: HttpRequest, pk: int, *, write: bool = False) -> MapActor:
    rows = MapActor.objects.select_related("campaign__chapter")
    actor = get_visible_or_404(rows, request.user, pk=pk)
    if write:
        require_organizer_of(request.user, actor.campaign.chapter_id)
    return actor


@require_http_methods(["GET", "POST"])
def actor_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Where somebody stands and stood; a form to move her without script."""
    actor = _actor(request, pk)
    last = actor.positions.last()
    form = PlaceForm(request.POST or None, place=last)
    if request.method == "POST":
        require_organizer_of(request.user, actor.campaign.chapter_id)
        if form.is_valid() and _placed(request, actor, form):
            return redirect("campaigns:campaign-map", actor.campaign_id)
    context = {
        "actor": actor,
        "campaign": actor.campaign,
        "form": form,
        "positions": actor.positions.select_related("author").order_by("-noted_on", "-id"),
        "may_write": request.user.scope.may_organize(actor.campaign.chapter_id),
    }
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/map/actor.html", context, status=status)


def _placed(request: HttpRequest, actor: MapActor, form: PlaceForm) -> bool:
    try:
        power_map.place(map_actor=actor, actor=request.user, **form.cleaned_data)
    except power_map.MovedMeanwhile as meanwhile:
        form.take_up(meanwhile.now)
        form.add_error(None, _moved_words(actor, meanwhile.now))
        return False
    except power_map.InvalidPlace as problem:
        form.add_error(None, str(problem))
        return False
    messages.success(request, _("C’est noté : la carte garde aussi l’ancienne place."))
    return True


def _moved_words(actor: MapActor, now: MapPosition | None) -> str:
    if now is None:
        return _("Quelqu’un vient de changer la carte : relisez.")
    dot = Dot(actor, now, ())
    words = _(
        "%(who)s vient de déplacer %(name)s : %(support)s, %(influence)s. "
        "Votre place est gardée dessous ; enregistrez-la si vous y tenez."
    )
    return words % {
        "who": now.author or _("Quelqu’un"),
        "name": actor.name,
        "support": dot.support_words,
        "influence": dot.influence_words,
    }


@require_POST
def actor_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer on the map."""
    actor = _actor(request, pk, write=True)
    power_map.take_off(map_actor=actor, actor=request.user)
    messages.success(request, _("%(name)s n’est plus sur la carte.") % {"name": actor.name})
    return redirect("campaigns:campaign-map", actor.campaign_id)
