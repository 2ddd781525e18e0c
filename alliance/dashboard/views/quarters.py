"""Adding neighbourhoods to an alliance: typed, pasted, or poured from a file, and read again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from alliance.core.communes import communes
from alliance.dashboard.forms.quarters import QuartersForm
from members.domain.opening import neighbourhoods
from members.models import Chapter
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
