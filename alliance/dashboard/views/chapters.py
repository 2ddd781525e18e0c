"""Opening an alliance in an afternoon, and its settings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from actions.domain.reminding.sequence_copies import copy_templates
from alliance.core import communes
from alliance.dashboard import closing
from alliance.dashboard.forms.chapters import ChapterForm, OpeningForm
from alliance.governance.domain import rules as assembly_rules
from alliance.governance.forms import OpeningRulesForm
from alliance.governance.models import AssemblyRules
from members.domain import chapters, reshaping
from members.domain.opening import invitations
from members.enums import RoleKind
from members.models import Chapter
from members.permissions import organizers_only, require_organizer_of
from members.scoping import get_visible_or_404, scope_of
from members.views.account_opening import said


@require_http_methods(["GET", "POST"])
@organizers_only
def chapter_open(request: HttpRequest) -> HttpResponse:
    """The administration opens; an organizer reads what will be asked, and whom to ask."""
    if not scope_of(request.user).everywhere:
        if request.method == "POST":
            raise PermissionDenied
        return render(request, "dashboard/chapter_open.html", {"form": None})
    form = OpeningForm(request.POST or None, request.FILES or None)
    rules = OpeningRulesForm(request.POST or None)
    if form.is_valid() and rules.is_valid() and not form.is_only_looking:
        chapter = _open(request, form, rules.cleaned_data)
        if chapter is not None:
            messages.success(request, _("%(name)s est ouverte.") % {"name": chapter})
            return redirect("dashboard:chapter-settings", chapter.slug)
    status = 200 if (form.is_valid() and rules.is_valid()) or not form.is_bound else 422
    context = {"form": form, "rules": rules, "usual": AssemblyRules()}
    return render(request, "dashboard/chapter_open.html", context, status=status)


def _open(request: HttpRequest, form: OpeningForm, rules: dict[str, Any]) -> Chapter | None:
    data = form.cleaned_data
    try:
        with transaction.atomic():
            chapter = chapters.open_chapter(
                name=data["name"],
                city=data["commune"].name,
                insee_code=data["commune"].code,
                quarters=form.wanted,
                organizers=data["organizers"],
                like=data["like"],
                actor=request.user,  # type: ignore[arg-type]
            )
            if data["like"]:
                copy_templates(source=data["like"], target=chapter)
            assembly_rules.opening(
                chapter=chapter,
                like=data["like"],
                typed=rules,
                actor=request.user,  # type: ignore[arg-type]
            )
            told = [
                *_invite(request, chapter, data["invited"], RoleKind.ORGANIZER),
                *_invite(request, chapter, data["board"], RoleKind.BOARD),
            ]
    except chapters.InvalidChapter as problem:
        form.add_error("name", str(problem))
        return None
    except invitations.InvalidInvitation as problem:
        form.add_error("invited", str(problem))
        return None
    for sentence in told:  # said once everything stands
        messages.info(request, sentence)
    return chapter


def _invite(
    request: HttpRequest, chapter: Chapter, wanted: list[invitations.Wanted], kind: str
) -> list[str]:
    return [
        said(
            invitations.invite(
                email=one.email,
                first_name=one.first_name,
                last_name=one.last_name,
                chapter=chapter,
                kind=kind,
                actor=request.user,  # type: ignore[arg-type]
            )
        )
        for one in wanted
    ]


@require_GET
@organizers_only
def commune_options(request: HttpRequest) -> HttpResponse:
    """The communes that the letters or the digits typed may mean."""
    typed = next((v for k, v in request.GET.items() if k == "q" or k.endswith("_text")), "")
    options = [
        {"value": one.code, "label": one.name, "hint": one.hint}
        for one in communes.find(typed[:80])
    ]
    return render(request, "components/combobox_options.html", {"options": options})


@require_http_methods(["GET", "POST"])
def chapter_settings(request: HttpRequest, slug: str) -> HttpResponse:
    """Its name, its addresses, its words; who organizes; and what is rare."""
    chapter = get_visible_or_404(Chapter, request.user, slug=slug)
    require_organizer_of(request.user, chapter.pk)  # type: ignore[arg-type]
    form = ChapterForm(request.POST or None, instance=chapter)
    if form.is_valid():
        try:
            chapters.change(chapter=chapter, actor=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except chapters.InvalidChapter as problem:
            form.add_error("name", str(problem))
        else:
            messages.success(request, _("C’est changé."))
            return redirect("dashboard:chapter-settings", slug)
    context = {
        "chapter": Chapter.objects.get(pk=chapter.pk),
        "form": form,
        "quarters": chapter.neighbourhoods.with_size().order_by("name"),
        "may_close": scope_of(request.user).everywhere,
        "reshaped": reshaping.standing(chapter),
    }
    status = 422 if form.is_bound else 200
    return render(request, "dashboard/chapter_settings.html", context, status=status)


def ask_administration(request: HttpRequest, chapter: Chapter, deed: str) -> HttpResponse:
    """Whom to ask, for an organizer who reads; nothing for others, nor for who would write."""
    require_organizer_of(request.user, chapter.pk)  # type: ignore[arg-type]
    if request.method == "POST":
        raise PermissionDenied
    context = {"chapter": chapter, "deed": deed}
    return render(request, "dashboard/ask_administration.html", context)


@require_http_methods(["GET", "POST"])
def chapter_close(request: HttpRequest, slug: str) -> HttpResponse:
    """What would stop; close it, or open it again: the administration alone; nothing is erased."""
    chapter = get_visible_or_404(Chapter, request.user, slug=slug)
    if not scope_of(request.user).everywhere:
        return ask_administration(request, chapter, _("Fermer"))
    if request.method == "GET":
        context = {"chapter": chapter, "stops": closing.what_stops(chapter)}
        return render(request, "dashboard/chapter_close.html", context)
    if request.POST.get("rouvrir"):
        chapters.reopen(chapter=chapter, actor=request.user)  # type: ignore[arg-type]
        messages.success(
            request, _("%(name)s est rouverte, telle qu’elle était.") % {"name": chapter}
        )
    elif chapters.close(chapter=chapter, actor=request.user):  # type: ignore[arg-type]
        messages.success(request, _("%(name)s est fermée. Rien n’est effacé.") % {"name": chapter})
    return redirect("dashboard:chapter-settings", slug)
