"""The rules of an assembly, and what its page shows of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from actions.enums import ActionKind
from actions.models import Action
from actions.permissions import require_running, require_welcoming, runs
from alliance.governance.domain import quorum, rules
from alliance.governance.forms import ProxiesForm, RulesForm
from members.models import Chapter
from members.permissions import require_organizer_of
from members.scoping import get_visible_or_404


@require_http_methods(["GET", "POST"])
def rules_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """What the statutes say; the usual values are proposed, and explained."""
    chapter = get_visible_or_404(Chapter, request.user, slug=slug)
    require_organizer_of(request.user, chapter.pk)  # type: ignore[arg-type]
    form = RulesForm(request.POST or None, instance=rules.rules_of(chapter))
    if form.is_valid():
        rules.change(chapter=chapter, actor=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(request, _("Les règles de l’assemblée sont notées."))
        return redirect("dashboard:chapter-settings", slug)
    context = {"form": form, "chapter": chapter, "said": rules.rules_of(chapter).pk is not None}
    status = 422 if form.is_bound else 200
    return render(request, "governance/rules.html", context, status=status)


def _assembly(request: HttpRequest, pk: int) -> Action:
    action = get_visible_or_404(Action.objects.select_related("chapter"), request.user, pk=pk)
    if action.kind != ActionKind.ASSEMBLY:
        raise Http404
    return action


def _context(request: HttpRequest, action: Action) -> dict[str, Any]:
    found = quorum.quorum_of(action)
    return {
        "action": action,
        "quorum": found,
        "today": timezone.localdate(),
        "runs": runs(request.user, action),  # type: ignore[arg-type]
        "form": ProxiesForm(initial={"proxies": found.proxies}),
    }


@require_GET
def assembly_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Until when to send the call, who may vote, and how many must be there."""
    context = _context(request, _assembly(request, pk))
    return _shown(request, "governance/_assembly.html", context)


@require_GET
def assembly_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """At the door: whether the quorum is reached, and the proxies handed in."""
    action = _assembly(request, pk)
    require_welcoming(request.user, action)  # type: ignore[arg-type]
    return _shown(request, "governance/_desk.html", _context(request, action))


@require_GET
def assembly_count(request: HttpRequest, pk: int) -> HttpResponse:
    """The figures alone, asked for again on the day."""
    action = _assembly(request, pk)
    require_welcoming(request.user, action)  # type: ignore[arg-type]
    return _shown(request, "governance/_count.html", _context(request, action))


@require_POST
def assembly_proxies(request: HttpRequest, pk: int) -> HttpResponse:
    """Note how many proxies were handed in."""
    action = _assembly(request, pk)
    require_running(request.user, action)  # type: ignore[arg-type]
    form = ProxiesForm(request.POST)
    if form.is_valid():
        try:
            quorum.note_proxies(action=action, actor=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except quorum.TooManyProxies as problem:
            form.add_error("proxies", _too_many(problem.most))
    context = _context(request, action)
    if form.is_valid():
        if request.htmx:  # type: ignore[attr-defined]
            return render(request, "governance/_desk.html", context)
        messages.success(request, _("C’est noté."))
        return redirect("actions:attendance-list", pk)
    context["form"] = form
    return _shown(request, "governance/_desk.html", context, status=422)


def _too_many(most: int) -> str:
    if not most:
        return _("Personne de présent ne peut porter de pouvoir pour l’instant.")
    words = ngettext(
        "Les personnes présentes ne peuvent porter que %(most)d pouvoir.",
        "Les personnes présentes ne peuvent porter que %(most)d pouvoirs.",
        most,
    )
    return words % {"most": most}


def _shown(
    request: HttpRequest, fragment: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The fragment for htmx, a page around it for a plain link."""
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, fragment, context, status=status)
    context["fragment"] = fragment
    return render(request, "governance/assembly.html", context, status=status)
