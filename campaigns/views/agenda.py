"""The agenda of a target: dates typed or read, and an action drafted on one of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from campaigns.domain.fought import agenda
from campaigns.forms.agenda import CalendarForm, TargetDateForm
from campaigns.models import Target, TargetDate
from campaigns.views.fetching import campaign_to_write
from campaigns.views.targets import target_of, target_page
from members.permissions import require_organizer_of
from members.scoping import get_visible_or_404


@require_GET
def target_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything known of somebody who can say yes: dates to come, campaigns, promises."""
    return _page(request, target_of(request, pk))


def _page(request: HttpRequest, target: Target, *, status: int = 200, **more: Any) -> HttpResponse:
    context = target_page(request, target) | {
        "dates": target.dates.coming()[:60],
        "date_form": TargetDateForm(),
        "calendar_form": CalendarForm(),
    }
    return render(request, "campaigns/strategy/target.html", context | more, status=status)


def _target_to_write(request: HttpRequest, pk: int) -> Target:
    target = target_of(request, pk)
    require_organizer_of(request.user, target.chapter_id)
    return target


@require_POST
def date_add(request: HttpRequest, pk: int) -> HttpResponse:
    """One more date."""
    target = _target_to_write(request, pk)
    form = TargetDateForm(request.POST)
    if form.is_valid():
        try:
            agenda.note(target=target, actor=request.user, **form.cleaned_data)
            messages.success(request, _("C’est dans son agenda."))
            return redirect("campaigns:target-detail", target.pk)
        except agenda.InvalidDate as problem:
            for field, message in problem.messages.items():
                form.add_error(field, message)
    return _page(request, target, status=422, date_form=form)


@require_POST
def calendar_read(request: HttpRequest, pk: int) -> HttpResponse:
    """The dates of a published calendar."""
    target = _target_to_write(request, pk)
    form = CalendarForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            content = form.cleaned_data["file"].read(agenda.LARGEST + 1)
            read = agenda.read_calendar(target=target, content=content, actor=request.user)
        except agenda.InvalidDate as problem:
            form.add_error("file", str(problem))
        else:
            words = _(
                "Dates ajoutées : %(added)d, changées : %(moved)d, "
                "laissées car passées ou trop loin : %(left)d."
            )
            counts = {"added": read.added, "moved": read.moved, "left": read.left}
            messages.success(request, words % counts)
            return redirect("campaigns:target-detail", target.pk)
    return _page(request, target, status=422, calendar_form=form)


@require_POST
def date_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Not so any more."""
    row = get_visible_or_404(TargetDate.objects.select_related("target"), request.user, pk=pk)
    require_organizer_of(request.user, row.target.chapter_id)
    agenda.remove(date=row, actor=request.user)
    messages.success(request, _("La date est ôtée."))
    return redirect("campaigns:target-detail", row.target_id)


@require_POST
def date_action(request: HttpRequest, pk: int, date: int) -> HttpResponse:
    """Draft an action for a campaign on one of these days."""
    campaign = campaign_to_write(request, pk)
    rows = TargetDate.objects.filter(target__campaigns__campaign=campaign).coming()
    row = rows.select_related("target").filter(pk=date).first()
    if row is None:
        raise Http404
    address = agenda.draft_action(campaign, row, request.user)
    if address is None:
        messages.error(request, _("Les actions ne sont pas disponibles ici."))
        return redirect("campaigns:campaign-tactics", campaign.pk)
    messages.success(request, _("Un brouillon d’action est prêt : personne n’est encore prévenu."))
    return redirect(address)
