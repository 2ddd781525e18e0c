"""Buildings, floors, doors: one tap a door, two teams at once; and the same on paper."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alliance.core.files.qr import qr_svg
from campaigns.domain.heard import doors
from campaigns.enums import Knock
from campaigns.forms.doors import BuildingForm, SheetForm
from campaigns.models import Building, Door
from campaigns.permissions_listening import may_listen_in
from members.permissions import (
    organized_chapters,
    organizers_only,
    require_organizer_of,
    sees_several,
)
from members.scoping import get_visible_or_404, scope_of

CODES = ((Knock.ABSENT, "A"), (Knock.LATER, "M"), (Knock.TALKED, "P"), (Knock.REFUSED, "R"))
ANSWERS = (
    (Knock.TALKED, "P", gettext_lazy("Parlé")),
    (Knock.ABSENT, "A", gettext_lazy("Absent")),
    (Knock.LATER, "M", gettext_lazy("Pas maintenant")),
    (Knock.REFUSED, "R", gettext_lazy("Refuse")),
)


@require_GET
def building_list(request: HttpRequest) -> HttpResponse:
    """Buildings to walk, and how far each is."""
    rows = Building.objects.visible_to(request.user).filter(closed_at=None)
    found = list(rows.select_related("neighbourhood", "chapter", "drive"))
    walked = doors.walked(found)
    context = {
        "buildings": [(building, walked[building.pk]) for building in found],
        "may_add": bool(organized_chapters(request.user)),
        "several": sees_several(request.user),
    }
    return render(request, "campaigns/doors/building_list.html", context)


@require_http_methods(["GET", "POST"])
@organizers_only
def building_create(request: HttpRequest) -> HttpResponse:
    """Floors × doors, and the grid is there."""
    chapters = organized_chapters(request.user)
    form = BuildingForm(request.POST or None, chapters=chapters)
    if form.is_valid():
        data = dict(form.cleaned_data)
        chapter = data.pop("chapter", None) or chapters[0]
        try:
            building = doors.create(chapter=chapter, actor=request.user, **data)
        except doors.InvalidBuilding as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("campaigns:building", building.pk)
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/doors/building_form.html", {"form": form}, status=status)


def _building(request: HttpRequest, pk: int) -> Building:
    rows = Building.objects.select_related("neighbourhood", "chapter", "drive")
    building = get_visible_or_404(rows, request.user, pk=pk)
    if not may_listen_in(request.user, building.chapter_id):
        raise PermissionDenied
    return building


@require_GET
def building(request: HttpRequest, pk: int) -> HttpResponse:
    """The tower, and the floor where one stands (`?etage=`)."""
    found = _building(request, pk)
    context = _walk(request, found, request.GET.get("etage", ""))
    return render(request, "campaigns/doors/building.html", context)


def _walk(request: HttpRequest, found: Building, asked: str) -> dict[str, Any]:
    grid = doors.grid(found)
    digits = asked.removeprefix("-")
    number = int(asked) if digits.isascii() and digits.isdecimal() and len(asked) < 4 else None
    floor = grid.floor(number)
    numbers = [one.number for one in grid.floors]
    at = numbers.index(floor.number) if floor else 0
    return {
        "building": found,
        "grid": grid,
        "floor": floor,
        "above": numbers[at - 1] if floor and at else None,
        "below": numbers[at + 1] if floor and at + 1 < len(numbers) else None,
        "answers": ANSWERS,
        "nonce": uuid4(),
        "notes": found.notes.select_related("author")[:5],
        "organizes": scope_of(request.user).may_organize(found.chapter_id),
    }


@require_POST
def door_knock(request: HttpRequest, pk: int) -> HttpResponse:
    """One tap: what happened at this door. Sent twice it counts once; a later tap corrects it."""
    door = get_visible_or_404(Door.objects.select_related("building"), request.user, pk=pk)
    if not may_listen_in(request.user, door.building.chapter_id):
        raise PermissionDenied
    outcome, nonce = request.POST.get("outcome", ""), _uuid(request.POST.get("nonce", ""))
    if outcome not in Knock.values or nonce is None:
        return HttpResponseBadRequest(_("Ce geste n’est pas connu."))
    doors.knock(
        door=door,
        outcome=outcome,
        actor=request.user,
        client_id=uuid5(nonce, f"{door.pk}:{outcome}"),
        knocked_at=_moment(request.POST.get("at", "")),
    )
    if request.htmx:
        context = _walk(request, _building(request, door.building_id), str(door.floor))
        return render(request, "campaigns/doors/_walk.html", context)
    url = reverse("campaigns:building", args=[door.building_id])
    return redirect(f"{url}?etage={door.floor}#etage")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text[:60])
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text[:40])
    except ValueError:
        return None
    return found if found is not None and timezone.is_aware(found) else None


@require_POST
def building_note(request: HttpRequest, pk: int) -> HttpResponse:
    """What the next team should know."""
    found = _building(request, pk)
    client_id = _uuid(request.POST.get("client_id", "")) or uuid4()
    text = request.POST.get("text", "")
    if doors.note(building=found, text=text, author=request.user, client_id=client_id) is None:
        messages.error(request, _("Écrivez quelques mots : le code, l’ascenseur, le chien…"))
    url = reverse("campaigns:building", args=[pk])
    return redirect(f"{url}#notes")


@require_POST
def building_round(request: HttpRequest, pk: int) -> HttpResponse:
    """A new round: every door is to knock on again."""
    found = _building(request, pk)
    require_organizer_of(request.user, found.chapter_id)
    doors.new_round(building=found, actor=request.user)
    messages.success(request, _("Nouveau passage : toutes les portes sont à refaire."))
    return redirect("campaigns:building", pk)


@require_POST
def door_add(request: HttpRequest, pk: int) -> HttpResponse:
    """One more door on a floor."""
    found = _building(request, pk)
    typed = request.POST.get("floor", "")
    floor = int(typed) if typed.removeprefix("-").isdecimal() and len(typed) < 4 else 0
    try:
        doors.add_door(building=found, floor=floor)
    except doors.InvalidBuilding as problem:
        messages.error(request, str(problem))
    return redirect(f"{reverse('campaigns:building', args=[pk])}?etage={floor}#etage")


@require_POST
def door_remove(request: HttpRequest, pk: int, door: int) -> HttpResponse:
    """A door that does not exist."""
    found = _building(request, pk)
    row = get_object_or_404(found.doors, pk=door)
    if not doors.remove_door(door=row):
        messages.error(request, _("On a déjà frappé à cette porte : elle reste."))
    return redirect(f"{reverse('campaigns:building', args=[pk])}?etage={row.floor}#etage")


@require_GET
def building_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The grid on paper, with the code that leads back to its entry."""
    found = _building(request, pk)
    link = settings.SITE_URL + reverse("campaigns:building-entry", args=[pk])
    grid = doors.grid(found)
    context = {
        "building": found,
        "grid": grid,
        "codes": CODES,
        "code": qr_svg(link, _("Code à scanner : %(link)s") % {"link": link}),
        "notes": found.notes.all()[:4],
        "columns": range(1, grid.widest + 1),
    }
    return render(request, "campaigns/doors/sheet.html", context)


@require_http_methods(["GET", "POST"])
def building_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the paper back, in its order: one letter a door, then the next."""
    found = _building(request, pk)
    start = {"sheet_id": uuid4(), "walked_on": timezone.localdate()}
    form = SheetForm(request.POST or None, initial=start)
    typed = {k[2:]: v for k, v in request.POST.items() if k.startswith("d-")}
    outcomes = {int(k[:18]): v for k, v in typed.items() if k.isdecimal() and v in Knock.values}
    if form.is_valid():
        if outcomes:
            return _entered(request, found, form.cleaned_data, outcomes)
        form.add_error(None, _("Aucune porte n’est remplie."))
    context = {
        "building": found,
        "grid": doors.grid(found),
        "codes": CODES,
        "form": form,
        "outcomes": outcomes,
    }
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/doors/entry.html", context, status=status)


def _entered(
    request: HttpRequest, found: Building, data: dict[str, Any], outcomes: dict[int, str]
) -> HttpResponse:
    new = doors.enter_sheet(building=found, outcomes=outcomes, actor=request.user, **data)
    said = ngettext("%(n)d porte saisie.", "%(n)d portes saisies.", new)
    messages.success(request, said % {"n": new})
    return redirect("campaigns:building", found.pk)
