"""The public page of an action: anyone may sign up, without an account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from actions.domain import seats
from actions.domain.actions import WrongState
from actions.domain.diary import calendars
from actions.domain.planning import public_pages
from actions.domain.planning.places import geo_url
from actions.domain.reminding.messages import map_url
from actions.enums import ActionState, Visibility
from actions.forms.public import SignUpForm
from actions.models import Action
from actions.permissions import require_running
from alliance.core.files.pdf import pdf_response
from alliance.core.files.qr import qr_svg
from alliance.core.text.french import full_datetime
from alliance.core.web.throttling import too_many, visitor
from members.domain import joining
from members.scoping import get_visible_or_404

# A meeting room signs up from one address; three hundred an hour for one action is a flood.
PER_VISITOR, PER_ACTION = 30, 300


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def public(request: HttpRequest, slug: str) -> HttpResponse:
    """What, when, where, and a short form; looking writes nothing."""
    action = _shown(slug)
    if why := _closed(action):
        return render(request, "actions/public/closed.html", _context(action) | {"why": why})
    form = SignUpForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, action, form, 422 if form.is_bound else 200)
    limits = {
        f"action-page:{visitor(request, 'actions.public')}": PER_VISITOR,
        f"action-page:{action.pk}": PER_ACTION,
    }
    if too_many(limits):
        form.add_error(None, _("Beaucoup d’inscriptions arrivent. Réessayez dans une heure."))
        return _page(request, action, form, 429)
    done = _signed(action, form)
    if done is None:
        return _page(request, action, form, 422)
    waits = "?attente=1" if done.full else ""
    return redirect(reverse("actions:public-thanks", args=[slug]) + waits)


def _signed(action: Action, form: SignUpForm) -> public_pages.SignedUp | None:
    data = form.cleaned_data
    try:
        return public_pages.sign_up(
            action=action,
            name=data["name"],
            phone=data["phone"],
            email=data["email"],
            companions=data["companions"] or 0,
            needs=form.needs(),
            together=data["together"],
            wording=action.chapter.consent_wording,
            client_id=data["client_id"],
        )
    except joining.InvalidRequest as problem:
        for name, message in problem.messages.items():
            form.add_error(name, message)
    except public_pages.TooMany as problem:
        form.add_error("companions", str(problem))
        form.offer_to_wait()
    except WrongState as problem:
        form.add_error(None, str(problem))
    return None


def _shown(slug: str) -> Action:
    """An announced action that had a public page; a draft's stays unknown."""
    found = Action.objects.select_related("chapter", "campaign", "organizer")
    action = found.filter(public_slug=slug).exclude(state=ActionState.DRAFT).first()
    if action is None:
        raise Http404
    return action


def _closed(action: Action) -> str:
    if action.state == ActionState.CANCELLED:
        return "cancelled"
    if action.ends_at <= timezone.now():
        return "over"
    if action.chapter.closed_on is not None:
        return "shut"
    return "" if action.visibility == Visibility.PUBLIC else "invited"


def _context(action: Action) -> dict[str, Any]:
    return {
        "action": action,
        "chapter": action.chapter,
        "organization_name": action.chapter.name,
        "place": calendars.place_of(action),
        "map_url": map_url(action),
        "geo_url": geo_url(action),
    }


def _page(request: HttpRequest, action: Action, form: SignUpForm, status: int) -> HttpResponse:
    context = _context(action) | {"form": form, "left": seats.places_left(action)}
    return render(request, "actions/public/form.html", context, status=status)


@login_not_required
@require_safe
def public_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """It is written down (`attente=1`: she waits for a seat); what one can do next."""
    action = _shown(slug)
    waits = request.GET.get("attente") == "1"
    context = _context(action) | {"share": public_pages.share_text(action), "waits": waits}
    return render(request, "actions/public/thanks.html", context)


@login_not_required
@require_safe
def public_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The action as a file for a calendar."""
    file = calendars.file_of(_shown(slug))
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(file.content, content_type=file.content_type, headers=headers)


def _mine(request: HttpRequest, pk: int) -> Action:
    action = get_visible_or_404(Action.objects.select_related("chapter"), request.user, pk=pk)
    require_running(request.user, action)
    return action


@require_POST
def public_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the public page, or close it (`page` = ouverte, fermee)."""
    action = _mine(request, pk)
    if request.POST.get("page") == "fermee":
        public_pages.close_page(action=action, actor=request.user)
        messages.success(request, _("La page publique est fermée."))
    else:
        try:
            public_pages.open_page(action=action, actor=request.user)
        except WrongState as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("La page est ouverte : envoyez le lien, collez l’affiche."))
    return redirect(reverse("actions:prepare", args=[pk]) + "#page")


@require_GET
def public_poster(request: HttpRequest, pk: int) -> HttpResponse:
    """An A4 poster with the code that leads to the page."""
    action = _mine(request, pk)
    link = public_pages.page_url(action)
    if not link:
        raise Http404
    paper = {
        "title": action.title,
        "when": full_datetime(action.starts_at),
        "where": calendars.place_of(action),
        "access": action.access_note,
        "text": action.description,
        "call": _("On vient ensemble : inscrivez-vous ici"),
        "link": link.split("://")[-1],
        "code": str(qr_svg(link, link)),
        "code_label": _("Code à scanner : %(link)s") % {"link": link},
        "who": action.chapter.name,
    }
    return pdf_response("action_poster.typ", paper, name=f"affiche-{action.public_slug}")
