"""Lists kept under a name: saved from what is on screen, opened, changed, dropped."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from members.domain.finding import lists
from members.forms.lists import KeptListForm, ListForm
from members.models import Chapter, SavedList
from members.permissions import organized_chapters, organizers_only
from members.scoping import get_visible_or_404
from members.views.people_list import COOKIE


@require_GET
@organizers_only
def list_open(request: HttpRequest, pk: int) -> HttpResponse:
    """The address of a list that is kept: it leads to what its filters mean today."""
    return redirect(address_of(get_visible_or_404(SavedList, request.user, pk=pk)))


def address_of(saved: SavedList) -> str:
    """Where the people of a list are: its filters, and its tab."""
    query = "&".join(filter(None, [saved.query, f"liste={saved.pk}"]))
    return f"{reverse('members:person-list')}?{query}"


@require_http_methods(["GET", "POST"])
@organizers_only
def list_save(request: HttpRequest) -> HttpResponse:
    """Keep the filters of the page under a name."""
    chapters = organized_chapters(request.user)
    query = lists.kept_query(request.GET.urlencode())
    form = ListForm(request.POST or None, chapters=chapters)
    if form.is_valid():
        saved = _save(request, form, chapters, query)
        if saved is not None:
            text = _("« %(name)s » est gardée : elle se remplira toute seule.")
            messages.success(request, text % {"name": saved.name})
            return redirect(address_of(saved))
    status = 422 if form.is_bound else 200
    context = {"form": form, "back": f"{reverse('members:person-list')}?{query}"}
    return render(request, "members/lists/save.html", context, status=status)


def _save(
    request: HttpRequest, form: ListForm, chapters: list[Chapter], query: str
) -> SavedList | None:
    columns = [key for key in request.COOKIES.get(COOKIE, "").split(".")[:30] if key]
    try:
        return lists.save(
            owner=request.user,
            chapter=form.cleaned_data.get("chapter") or chapters[0],
            name=form.cleaned_data["name"],
            query=query,
            columns=columns,
            is_shared=form.cleaned_data["is_shared"],
        )
    except lists.InvalidList as problem:
        form.add_error("name", str(problem))
        return None


@require_http_methods(["GET", "POST"])
def list_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a list, share it, or give it the filters of the page."""
    saved = _mine_or_403(request, pk)
    query = lists.kept_query(request.GET.urlencode())
    initial = {"name": saved.name, "is_shared": saved.is_shared, "query": query}
    form = KeptListForm(request.POST or None, initial=initial)
    differs = bool(query) and query != saved.query
    if form.is_valid():
        data = form.cleaned_data
        try:
            lists.change(
                saved=saved,
                name=data["name"],
                is_shared=data["is_shared"],
                query=data["query"] if data["take_query"] else None,
                actor=request.user,
            )
        except lists.InvalidList as problem:
            form.add_error("name", str(problem))
        else:
            messages.success(request, _("C’est enregistré."))
            return redirect(address_of(saved))
    status = 422 if form.is_bound else 200
    context = {"form": form, "saved": saved, "differs": differs, "back": address_of(saved)}
    return render(request, "members/lists/edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
def list_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop a list, after asking; the people on it stay."""
    saved = _mine_or_403(request, pk)
    if request.method == "POST":
        lists.delete(saved=saved, actor=request.user)
        text = _("La liste « %(name)s » est supprimée ; les personnes restent.")
        messages.success(request, text % {"name": saved.name})
        return redirect("members:person-list")
    return render(request, "members/lists/delete.html", {"saved": saved, "back": address_of(saved)})


def _mine_or_403(request: HttpRequest, pk: int) -> SavedList:
    saved = get_visible_or_404(SavedList, request.user, pk=pk)
    if not lists.may_change(saved, request.user):
        raise PermissionDenied
    return saved
