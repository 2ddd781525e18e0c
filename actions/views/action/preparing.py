"""Before the day: roles in turn, what is to be done, who brings what."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from actions.domain.declaring import declarations
from actions.domain.planning import checklists, needs, public_pages, rotation
from actions.forms.planning import ItemForm, MaterialForm, RoleForm, WhoForm
from actions.models import Action, ActionRole, Attendance, CheckItem, Declaration, MaterialItem
from actions.permissions import require_running
from actions.views.action.action_tabs import action_tabs
from members.scoping import get_visible_or_404


def _mine(request: HttpRequest, pk: int) -> Action:
    action = get_visible_or_404(Action.objects.select_related("chapter"), request.user, pk=pk)
    require_running(request.user, action)
    return action


@require_GET
def prepare(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything before the day on one page."""
    return _page(request, _mine(request, pk))


def _page(request: HttpRequest, action: Action, **refused: forms.Form) -> HttpResponse:
    people = rotation.candidates(action)
    fresh = {"client_id": uuid.uuid4()}
    context: dict[str, Any] = {
        "action": action,
        "seats": rotation.seats(action),
        "people": list(people),
        "checklist": checklists.checklist(action),
        "materials": list(action.materials.select_related("person")),
        "needs": needs.of_action(action),
        "advice": declarations.advice(action, Declaration.objects.filter(action=action).first()),
        "page_url": public_pages.page_url(action),
        "share": public_pages.share_text(action),
        "item_form": ItemForm(people=people, initial=fresh),
        "material_form": MaterialForm(people=people, initial={**fresh, "quantity": 1}),
        "tabs": action_tabs(action, "prepare"),
    }
    status = 422 if refused else 200
    return render(request, "actions/preparing/page.html", context | refused, status=status)


def _back(pk: int, anchor: str) -> HttpResponse:
    return redirect(reverse("actions:prepare", args=[pk]) + f"#{anchor}")


@require_POST
def role_give(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody a role, proposed or chosen."""
    action = _mine(request, pk)
    form = RoleForm(request.POST, people=rotation.candidates(action))
    if form.is_valid():
        person, role = form.cleaned_data["person"], form.cleaned_data["role"]
        held = rotation.give(action=action, person=person, role=role, actor=request.user)
        words = {"role": held.get_role_display(), "name": person}
        messages.success(request, _("%(name)s : %(role)s.") % words)
    else:
        messages.error(request, " ".join(str(e) for errors in form.errors.values() for e in errors))
    return _back(pk, "roles")


@require_POST
def role_take_back(request: HttpRequest, pk: int, role: int) -> HttpResponse:
    """The role is open again."""
    action = _mine(request, pk)
    held = get_object_or_404(ActionRole.objects.select_related("action"), action=action, pk=role)
    rotation.take_back(role=held, actor=request.user)
    return _back(pk, "roles")


@require_POST
def usual(request: HttpRequest, pk: int) -> HttpResponse:
    """The usual list and material, dated back from the action."""
    added = checklists.add_usual(action=_mine(request, pk))
    words = ngettext("%(n)d ligne ajoutée.", "%(n)d lignes ajoutées.", added)
    messages.success(request, words % {"n": added})
    return _back(pk, "a-faire")


@require_POST
def item_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Something more to do."""
    action = _mine(request, pk)
    form = ItemForm(request.POST, people=rotation.candidates(action))
    if form.is_valid():
        try:
            checklists.add(action=action, **form.cleaned_data)
        except checklists.InvalidItem as problem:
            form.add_error("what", str(problem))
        else:
            return _back(pk, "a-faire")
    return _page(request, action, item_form=form)


@require_POST
def item_change(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Done, not yet, by whom, or not needed after all (`faire` = fait, a-faire, qui, enlever)."""
    action = _mine(request, pk)
    row = get_object_or_404(CheckItem, action=action, pk=item)
    wanted = request.POST.get("faire", "")
    if wanted in {"fait", "a-faire"}:
        checklists.tick(item=row, done=wanted == "fait", actor=request.user)
    else:
        _entrust_or_remove(request, action, row, wanted)
    return _back(pk, "a-faire")


@require_POST
def material_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Something more to bring."""
    action = _mine(request, pk)
    form = MaterialForm(request.POST, people=rotation.candidates(action))
    if form.is_valid():
        data = form.cleaned_data
        try:
            checklists.bring(action=action, **{**data, "quantity": data["quantity"] or 1})
        except checklists.InvalidItem as problem:
            form.add_error("what", str(problem))
        else:
            return _back(pk, "materiel")
    return _page(request, action, material_form=form)


@require_POST
def material_change(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Who brings it, or not needed after all."""
    action = _mine(request, pk)
    row = get_object_or_404(MaterialItem, action=action, pk=item)
    _entrust_or_remove(request, action, row, request.POST.get("faire", ""))
    return _back(pk, "materiel")


@require_POST
def ride_change(request: HttpRequest, pk: int, attendance: int) -> HttpResponse:
    """Seat somebody in a car (`driver`), or take her out of it."""
    action = _mine(request, pk)
    mine = Attendance.objects.filter(action=action).select_related("person")
    passenger = get_object_or_404(mine, pk=attendance)
    wanted = request.POST.get("driver", "")
    driver = None
    if wanted:
        number = int(wanted) if wanted.isdecimal() and len(wanted) < 19 else 0
        driver = get_object_or_404(mine, pk=number)
    try:
        needs.ride(passenger=passenger, driver=driver)
    except needs.NoSeat as problem:
        messages.error(request, str(problem))
    return _back(pk, "besoins")


def _entrust_or_remove(
    request: HttpRequest, action: Action, row: CheckItem | MaterialItem, wanted: str
) -> None:
    if wanted == "enlever":
        row.delete()
        messages.success(request, _("« %(what)s » est enlevé.") % {"what": row.what})
        return
    form = WhoForm(request.POST, people=rotation.candidates(action))
    if form.is_valid():
        checklists.entrust(item=row, person=form.cleaned_data["person"])
    else:
        messages.error(request, _("Cette personne ne peut pas être choisie ici."))
