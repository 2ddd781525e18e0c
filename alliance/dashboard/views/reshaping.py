"""Two alliances made one, one made two: shown first, confirmed by its name, undone for a month."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from actions.domain.reminding.sequence_copies import copy_templates
from alliance.dashboard.forms.reshaping import ChoiceForm, ConfirmForm, SplitForm
from alliance.dashboard.views.chapters import ask_administration
from members.domain import chapters, reshaping
from members.models import Chapter, Reshaping
from members.scoping import get_visible_or_404, scope_of


@require_http_methods(["GET", "POST"])
def chapter_unite(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose with which, read what would cross, confirm by the name of the one that goes."""
    source = get_visible_or_404(Chapter, request.user, slug=slug)
    if not scope_of(request.user).everywhere:
        return ask_administration(request, source, _("Réunir"))
    asked = request.POST if request.method == "POST" else request.GET
    choice = ChoiceForm(asked if "avec" in asked else None, source=source)
    target = choice.cleaned_data["avec"] if choice.is_valid() else None
    confirm = ConfirmForm(request.POST or None, source=source)
    if target is not None and confirm.is_valid():
        try:
            done = reshaping.unite(source=source, target=target, actor=request.user)  # type: ignore[arg-type]
        except reshaping.CannotReshape as problem:
            confirm.add_error(None, str(problem))
        else:
            _say(request, done, _("%(source)s est réunie à %(target)s."))
            return redirect("dashboard:chapter-settings", target.slug)
    context = {"chapter": source, "choice": choice, "target": target, "confirm": confirm}
    if target is not None:
        context["lines"] = reshaping.preview(source, target)
    status = 422 if choice.errors or confirm.errors else 200
    return render(request, "dashboard/chapter_unite.html", context, status=status)


@require_http_methods(["GET", "POST"])
def chapter_split(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose what goes and where to, read what would cross, confirm by the name."""
    source = get_visible_or_404(Chapter, request.user, slug=slug)
    if not scope_of(request.user).everywhere:
        return ask_administration(request, source, _("Séparer"))
    form = SplitForm(request.POST or None, source=source)
    confirming = "typed" in request.POST and "revoir" not in request.POST
    confirm = ConfirmForm(request.POST if confirming else None, source=source)
    part = _share(source, form) if form.is_valid() else None
    if part is not None and confirm.is_valid():
        done = _split(request, source, form, confirm)
        if done is not None:
            _say(request, done, _("Une part de %(source)s est passée à %(target)s."))
            return redirect("dashboard:chapter-settings", done.target.slug)
    context = {"chapter": source, "form": form, "part": part, "confirm": confirm}
    status = 422 if form.errors or confirm.errors else 200
    return render(request, "dashboard/chapter_split.html", context, status=status)


def _share(source: Chapter, form: SplitForm) -> reshaping.Share:
    data = form.cleaned_data
    hoods = [one.pk for one in data["neighbourhoods"]]
    return reshaping.share(source, hoods, [one.pk for one in data["groups"]])


def _split(
    request: HttpRequest, source: Chapter, form: SplitForm, confirm: ConfirmForm
) -> Reshaping | None:
    data = form.cleaned_data
    try:
        with transaction.atomic():
            target = data["target"] or _open(request, source, data)
            return reshaping.split(
                source=source,
                target=target,
                neighbourhoods=[one.pk for one in data["neighbourhoods"]],
                groups=[one.pk for one in data["groups"]],
                organizers=data["organizers"],
                opened=data["target"] is None,
                actor=request.user,  # type: ignore[arg-type]
            )
    except (reshaping.CannotReshape, chapters.InvalidChapter) as problem:
        confirm.add_error(None, str(problem))
    return None


def _open(request: HttpRequest, source: Chapter, data: dict[str, Any]) -> Chapter:
    made = chapters.open_chapter(
        name=data["name"],
        city=data["commune"].name,
        insee_code=data["commune"].code,
        like=source,
        actor=request.user,  # type: ignore[arg-type]
    )
    copy_templates(source=source, target=made)
    return made


def _say(request: HttpRequest, done: Reshaping, words: str) -> None:
    people = done.counts.get("members.person", 0)
    moved = ngettext(
        "%(n)d personne a changé d’alliance.", "%(n)d personnes ont changé d’alliance.", people
    )
    said = words % {"source": done.source, "target": done.target}
    undo = reverse("dashboard:reshaping-undo", args=[done.pk])
    messages.success(request, f"{said} {moved % {'n': people}}", extra_tags=f"undo={undo}")


@require_POST
def reshaping_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything goes back where it was; what came since stays."""
    scope = scope_of(request.user)
    done = get_object_or_404(Reshaping.objects.select_related("source", "target"), pk=pk)
    if not scope.everywhere and not scope.chapter_ids & {done.source_id, done.target_id}:
        raise Http404
    if not scope.everywhere:
        raise PermissionDenied
    try:
        reshaping.take_back(done=done, actor=request.user)  # type: ignore[arg-type]
    except reshaping.CannotReshape as problem:
        messages.error(request, str(problem))
    else:
        words = _("C’est défait : %(source)s est comme avant. Ce qui est venu depuis est resté.")
        messages.success(request, words % {"source": done.source})
    return redirect("dashboard:chapter-settings", done.source.slug)
