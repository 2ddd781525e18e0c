"""« Nous rejoindre »: the public page of a chapter, its thanks, and the poster that leads to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from alliance.core.files.qr import qr_svg
from alliance.core.web.throttling import too_many, visitor
from members.domain import joining
from members.forms.joining import JoinForm
from members.models import Chapter, Neighbourhood
from members.permissions import require_organizer_of
from members.scoping import get_visible_or_404

# A meeting room signs up from one address: thirty an hour is a room, three hundred a flood.
PER_VISITOR, PER_CHAPTER = 30, 300


def _framable(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that the sites of JOIN_FRAME_HOSTS may show in theirs."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.JOIN_FRAME_HOSTS:
            return view(request, *args, **kwargs)
        policy = csp_replace({"frame-ancestors": [SELF, *settings.JOIN_FRAME_HOSTS]})
        framed: HttpResponse = xframe_options_exempt(policy(view))(request, *args, **kwargs)
        return framed

    return shown


@login_not_required
@csrf_exempt
@never_cache
@_framable
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell what angers you; sending twice counts once.

    In the frame of another site the browser keeps no cookie of ours: a form that it says sent from
    this page needs none; any other needs the token (docs/decisions/0174).
    """
    ours = f"{request.scheme}://{request.get_host()}"
    view = _received if request.headers.get("Origin") == ours else csrf_protect(_received)
    answer: HttpResponse = view(request, slug)
    return answer


def _received(request: HttpRequest, slug: str) -> HttpResponse:
    chapter = _open_chapter(slug)
    form = JoinForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, chapter, form, 422 if form.is_bound else 200)
    if _too_many(request, chapter):
        words = _("Beaucoup de messages arrivent en ce moment. Réessayez dans une heure.")
        form.add_error(None, words)
        return _page(request, chapter, form, 429)
    data = form.cleaned_data
    try:
        joining.receive(
            chapter=chapter,
            wording=chapter.consent_wording,
            **{n: data[n] for n in ("name", "phone", "email", "anger", "place", "client_id")},
        )
    except joining.InvalidRequest as problem:
        for field, message in problem.messages.items():
            form.add_error(field, message)
        return _page(request, chapter, form, 422)
    return redirect("members:join-thanks", slug)


def _open_chapter(slug: str) -> Chapter:
    today = timezone.localdate()
    joined = Chapter.objects.filter(slug=slug, merged_into__isnull=False).first()
    if joined is not None and joined.merged_into is not None:
        slug = joined.merged_into.slug  # what is printed keeps working
    return get_object_or_404(Chapter, Q(closed_on=None) | Q(closed_on__gt=today), slug=slug)


def _page(request: HttpRequest, chapter: Chapter, form: JoinForm, status: int) -> HttpResponse:
    context = _context(chapter) | {
        "form": form,
        "quarters": Neighbourhood.objects.filter(chapter=chapter).values_list("name", flat=True),
    }
    return render(request, "members/joining/form.html", context, status=status)


def _context(chapter: Chapter) -> dict[str, Any]:
    return {"chapter": chapter, "organization_name": chapter.name}


def _too_many(request: HttpRequest, chapter: Chapter) -> bool:
    """Count this try; the visitor's address is kept an hour, and only as a seal."""
    seal = visitor(request, "members.join")
    return too_many({f"join:{seal}": PER_VISITOR, f"join:{chapter.pk}": PER_CHAPTER})


@login_not_required
@_framable
@require_safe
def join_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """It arrived, and what happens now."""
    return render(request, "members/joining/thanks.html", _context(_open_chapter(slug)))


@require_GET
def join_poster(request: HttpRequest, slug: str) -> HttpResponse:
    """The link and its QR code, to share and to print on A4."""
    chapter = get_visible_or_404(Chapter, request.user, slug=slug)
    require_organizer_of(request.user, chapter.pk)
    link = settings.SITE_URL + reverse("members:join", args=[slug])
    code = qr_svg(link, _("Code à scanner : %(link)s") % {"link": link})
    context = _context(chapter) | {"link": link, "shown": link.split("://")[-1], "code": code}
    context["snippet"] = _snippet(link)
    context["frame_hosts"] = [host.split("://")[-1] for host in settings.JOIN_FRAME_HOSTS]
    return render(request, "members/joining/poster.html", context)


def _snippet(link: str) -> str:
    title = _("Nous rejoindre")
    return (
        f'<iframe src="{link}" title="{title}" width="100%" height="1300" loading="lazy"></iframe>'
    )
