"""The themes of the chapter's own, beside the four of the association."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alliance.core.text.names import clean_text
from campaigns.models import OwnTheme
from members.permissions import organized_chapters, organizers_only, require_organizer_of
from members.scoping import get_visible_or_404


@require_http_methods(["GET", "POST"])
@organizers_only
def theme_list(request: HttpRequest) -> HttpResponse:
    """Add a theme; asked for again, a retired one comes back."""
    chapters = organized_chapters(request.user)
    if request.method == "POST":
        asked = request.POST.get("chapter", "")
        chapter = next((one for one in chapters if str(one.pk) == asked), chapters[0])
        name = clean_text(request.POST.get("name", ""), 60)
        if name:
            OwnTheme.objects.update_or_create(
                chapter=chapter, name=name, defaults={"retired_at": None}
            )
        else:
            messages.error(request, _("Donnez un nom à ce thème."))
        return redirect("campaigns:theme-list")
    themes = OwnTheme.objects.filter(chapter__in=chapters, retired_at=None)
    context = {"themes": themes.select_related("chapter"), "chapters": chapters}
    return render(request, "campaigns/listening/theme_list.html", context)


@require_POST
def theme_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer offered; the grievances that have it keep it."""
    theme = get_visible_or_404(OwnTheme, request.user, pk=pk)
    require_organizer_of(request.user, theme.chapter_id)
    theme.retired_at = timezone.now()
    theme.save(update_fields=["retired_at"])
    messages.success(request, _("Ce thème n’est plus proposé."))
    return redirect("campaigns:theme-list")
