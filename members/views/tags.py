"""Tags of the chapters: how many people bear each, renaming, joining, dropping."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from members.domain.knowing import tags
from members.forms.lists import TagMergeForm, TagNameForm
from members.models import Tag
from members.permissions import organizers_only
from members.scoping import get_visible_or_404


@require_GET
@organizers_only
def tag_list(request: HttpRequest) -> HttpResponse:
    """Every tag of my chapters, with how many people bear it."""
    mine = Tag.objects.visible_to(request.user).select_related("chapter")
    found = tags.with_counts(mine).order_by("chapter__name", "name")
    return render(request, "members/lists/tag_list.html", {"tags": found})


@require_http_methods(["GET", "POST"])
def tag_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a tag; when the name is taken, offer to join the two."""
    tag = _tag(request, pk)
    form = TagNameForm(request.POST or None, initial={"name": tag.name})
    twin: Tag | None = None
    if form.is_valid():
        try:
            tags.rename(tag=tag, name=form.cleaned_data["name"], actor=request.user)
        except tags.InvalidTag as problem:
            form.add_error("name", str(problem))
            twin = getattr(problem, "tag", None)
        else:
            messages.success(request, _("C’est enregistré."))
            return redirect("members:tag-list")
    status = 422 if form.is_bound else 200
    context = {
        "tag": tag,
        "form": form,
        "twin": twin,
        "merge_form": TagMergeForm(tag=tag, initial={"into": twin}),
    }
    return render(request, "members/lists/tag_edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
def tag_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the people of one tag under another."""
    tag = _tag(request, pk)
    if request.method == "GET":
        return redirect("members:tag-edit", tag.pk)
    form = TagMergeForm(request.POST, tag=tag)
    if form.is_valid():
        into = tags.merge(tag=tag, into=form.cleaned_data["into"], actor=request.user)
        messages.success(request, _("Tout est sous « %(tag)s ».") % {"tag": into})
        return redirect("members:tag-list")
    context = {"tag": tag, "form": TagNameForm(initial={"name": tag.name}), "merge_form": form}
    return render(request, "members/lists/tag_edit.html", context, status=422)


@require_http_methods(["GET", "POST"])
def tag_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop a tag, after saying how many people bear it."""
    tag = _tag(request, pk)
    if request.method == "POST":
        size = tags.delete(tag=tag, actor=request.user)
        text = ngettext(
            "Étiquette supprimée ; %(count)s personne la portait.",
            "Étiquette supprimée ; %(count)s personnes la portaient.",
            size,
        )
        messages.success(request, text % {"count": size})
        return redirect("members:tag-list")
    return render(request, "members/lists/tag_delete.html", {"tag": tag})


def _tag(request: HttpRequest, pk: int) -> Tag:
    found = tags.with_counts(Tag.objects.select_related("chapter"))
    return get_visible_or_404(found, request.user, pk=pk)
