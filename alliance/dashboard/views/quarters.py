"""The neighbourhoods of an alliance: added, renamed, joined together, forgotten."""

from __future__ import annotations

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from alliance.core.communes import communes
from alliance.dashboard.forms.quarters import QuarterForm, QuarterMergeForm, QuartersForm
from members.domain.opening import neighbourhoods, quarter_changes
from members.domain.opening.quarter_changes import InvalidQuarter, QuarterExists
from members.models import Chapter, Neighbourhood
from members.permissions import require_organizer_of
from members.scoping import get_visible_or_404


@require_http_methods(["GET", "POST"])
def chapter_quarters(request: HttpRequest, slug: str) -> HttpResponse:
    """Nothing is added before it was shown, or before the list stands as the organizer wants it."""
    chapter = get_visible_or_404(Chapter, request.user, slug=slug)
    require_organizer_of(request.user, chapter.pk)  # type: ignore[arg-type]
    form = QuartersForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        home = communes().get(chapter.insee_code)
        form.understand(home, chapter.neighbourhoods.all())
    if form.is_valid() and not form.is_only_looking:
        added = neighbourhoods.add(chapter=chapter, quarters=form.wanted, actor=request.user)  # type: ignore[arg-type]
        messages.success(request, _said(*added))
        return redirect("dashboard:chapter-settings", slug)
    status = 200 if form.is_valid() or not form.is_bound else 422
    context = {"form": form, "chapter": chapter}
    return render(request, "dashboard/chapter_quarters.html", context, status=status)


def _said(added: int, completed: int) -> str:
    words = ngettext("%(n)d quartier ajouté.", "%(n)d quartiers ajoutés.", added) % {"n": added}
    if completed:
        more = ngettext("%(n)d complété.", "%(n)d complétés.", completed) % {"n": completed}
        return f"{words} {more}" if added else more
    return words if added else _("Tout y était déjà.")


@require_http_methods(["GET", "POST"])
def quarter_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Its name and its place; when the name is another's, offer to make them one."""
    quarter = _organized(request, pk)
    form = QuarterForm(request.POST or None, initial=model_to_dict(quarter))
    twin: Neighbourhood | None = None
    if form.is_valid():
        try:
            quarter_changes.change(quarter=quarter, actor=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except InvalidQuarter as problem:
            form.add_error("name", str(problem))
            twin = problem.twin if isinstance(problem, QuarterExists) else None
        else:
            messages.success(request, _("C’est enregistré."))
            return redirect("dashboard:chapter-settings", quarter.chapter.slug)
    context = {"form": form, "twin": twin}
    return _page(request, quarter, context, 422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def quarter_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows what would move where; POST moves it, and the neighbourhood goes."""
    quarter = _organized(request, pk)
    sent = request.POST if request.method == "POST" else request.GET
    form = QuarterMergeForm(sent or None, quarter=quarter)
    if not form.is_valid():
        return _page(request, quarter, {"merge_form": form}, 422 if form.is_bound else 200)
    into = form.cleaned_data["into"]
    if request.method == "GET":
        context = {"quarter": quarter, "into": into, "held": quarter_changes.held_by(quarter)}
        return render(request, "dashboard/quarter_merge.html", context)
    quarter_changes.merge(quarter=quarter, into=into, actor=request.user)  # type: ignore[arg-type]
    words = _("Tout est passé à « %(into)s ».") % {"into": into}
    messages.success(request, words)
    return redirect("dashboard:chapter-settings", quarter.chapter.slug)


@require_POST
def quarter_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a neighbourhood where there is nobody and nothing."""
    quarter = _organized(request, pk)
    try:
        quarter_changes.remove(quarter=quarter, actor=request.user)  # type: ignore[arg-type]
    except InvalidQuarter as problem:
        messages.error(request, str(problem))
        return redirect("dashboard:quarter-edit", pk)
    messages.success(request, _("« %(name)s » est supprimé.") % {"name": quarter})
    return redirect("dashboard:chapter-settings", quarter.chapter.slug)


def _organized(request: HttpRequest, pk: int) -> Neighbourhood:
    quarters = Neighbourhood.objects.select_related("chapter")
    quarter = get_visible_or_404(quarters, request.user, pk=pk)
    require_organizer_of(request.user, quarter.chapter_id)  # type: ignore[arg-type]
    return quarter


def _page(
    request: HttpRequest, quarter: Neighbourhood, forms: dict[str, object], status: int
) -> HttpResponse:
    context = {
        "form": QuarterForm(initial=model_to_dict(quarter)),
        "merge_form": QuarterMergeForm(quarter=quarter, initial={"into": forms.get("twin")}),
        "quarter": Neighbourhood.objects.select_related("chapter").get(pk=quarter.pk),
        "held": quarter_changes.held_by(quarter),
    } | forms
    return render(request, "dashboard/quarter.html", context, status=status)
