"""The story of a campaign, its victories, and the page that shows them to everybody."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alliance.core.files.private_files import serve
from campaigns.domain import victories
from campaigns.domain.campaigns import won
from campaigns.forms.victory import BookForm, TestimonyForm, VictoryForm
from campaigns.models import Campaign, Testimony, Victory, VictoryBook
from campaigns.views.fetching import campaign_of, campaign_to_write, page_of
from members.models import Chapter
from members.permissions import require_organizer_of
from members.scoping import get_visible_or_404


@require_GET
def campaign_story(request: HttpRequest, pk: int) -> HttpResponse:
    """From the first sentence heard to the gain; prints for the assembly."""
    campaign = campaign_of(request, pk)
    context = page_of(request, campaign, "story") | {
        "story": victories.lineage(campaign, request.user)
    }
    return render(request, "campaigns/victory/story.html", context)


@require_http_methods(["GET", "POST"])
def victory_note(request: HttpRequest, pk: int) -> HttpResponse:
    """It is won: write it in the book."""
    campaign = campaign_to_write(request, pk)
    start = {"demand": request.GET.get("revendication")}
    form = VictoryForm(request.POST or None, campaign=campaign, initial=start)
    if form.is_valid():
        try:
            row = victories.note(campaign=campaign, actor=request.user, **form.cleaned_data)
            messages.success(request, _("Gagné ! Et maintenant, on l’annonce à qui l’avait dit."))
            return redirect("campaigns:victory-detail", row.pk)
        except victories.InvalidVictory as problem:
            _tell(form, problem)
    status = 422 if form.is_bound else 200
    context = {"campaign": campaign, "form": form, "victory": None}
    return render(request, "campaigns/victory/form.html", context, status=status)


def _tell(form: Any, problem: victories.InvalidVictory) -> None:
    for field, message in problem.messages.items():
        form.add_error(field if field in form.fields else None, message)


def _victory(request: HttpRequest, pk: int, *, write: bool = False) -> Victory:
    rows = Victory.objects.select_related("campaign__chapter", "campaign__organizer", "demand")
    row = get_visible_or_404(rows, request.user, pk=pk)
    if write:
        require_organizer_of(request.user, row.campaign.chapter_id)
    return row


@require_http_methods(["GET", "POST"])
def victory_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a victory."""
    row = _victory(request, pk, write=True)
    form = VictoryForm(request.POST or None, instance=row, campaign=row.campaign)
    if form.is_valid():
        try:
            victories.change(victory=row, actor=request.user, **form.cleaned_data)
            messages.success(request, _("C’est enregistré."))
            return redirect("campaigns:victory-detail", row.pk)
        except victories.InvalidVictory as problem:
            _tell(form, problem)
    status = 422 if form.is_bound else 200
    context = {"campaign": row.campaign, "form": form, "victory": row}
    return render(request, "campaigns/victory/form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def victory_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A victory: whom to call, what people say of it."""
    row = _victory(request, pk, write=request.method == "POST")
    form = TestimonyForm(request.POST or None, campaign=row.campaign)
    if form.is_valid():
        try:
            victories.keep_words(victory=row, actor=request.user, **form.cleaned_data)
            messages.success(request, _("Ses mots sont gardés."))
            return redirect("campaigns:victory-detail", row.pk)
        except victories.InvalidVictory as problem:
            _tell(form, problem)
    may_write = request.user.scope.may_organize(row.campaign.chapter_id)
    context = {
        "victory": row,
        "campaign": row.campaign,
        "testimonies": row.testimonies.select_related("photo"),
        "spoke": victories.who_spoke(row.campaign).count(),
        "may_write": may_write,
        "form": form if may_write else None,
    }
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/victory/victory.html", context, status=status)


@require_POST
def victory_announce(request: HttpRequest, pk: int) -> HttpResponse:
    """A follow-up for everybody who spoke."""
    row = _victory(request, pk, write=True)
    people = victories.announce(victory=row, actor=request.user)
    if people:
        words = ngettext(
            "%(n)d personne à appeler : c’est dans les relances.",
            "%(n)d personnes à appeler : c’est dans les relances.",
            people,
        )
        messages.success(request, words % {"n": people})
    else:
        messages.info(request, _("Personne de connu n’avait parlé : racontez-le en réunion."))
    return redirect("campaigns:victory-detail", row.pk)


@require_POST
def testimony_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """She changed her mind."""
    rows = Testimony.objects.select_related("victory__campaign")
    row = get_visible_or_404(rows, request.user, pk=pk)
    require_organizer_of(request.user, row.victory.campaign.chapter_id)
    victories.withdraw(testimony=row, actor=request.user)
    messages.success(request, _("Son témoignage est retiré, partout."))
    return redirect("campaigns:victory-detail", row.victory_id)


@require_http_methods(["GET", "POST"])
def victory_book(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether a chapter shows its victories to everybody."""
    chapter = get_visible_or_404(Chapter, request.user, slug=slug)
    require_organizer_of(request.user, chapter.pk)
    book = VictoryBook.objects.filter(chapter=chapter).first()
    form = BookForm(request.POST or None, instance=book)
    if form.is_valid():
        victories.open_book(chapter=chapter, actor=request.user, **form.cleaned_data)
        messages.success(request, _("C’est enregistré."))
        return redirect("campaigns:victory-book", slug)
    link = request.build_absolute_uri(reverse("campaigns:public-victories", args=[slug]))
    shown = Victory.objects.filter(campaign__chapter=chapter, is_public=True).count()
    context = {"chapter": chapter, "form": form, "link": link, "shown": shown, "book": book}
    return render(request, "campaigns/victory/book.html", context)


@login_not_required
@require_GET
def public_victories(request: HttpRequest, slug: str) -> HttpResponse:
    """What an alliance has won, for everybody to read: no name but those who agreed."""
    joined = Chapter.objects.filter(slug=slug, merged_into__isnull=False).first()
    if joined is not None and joined.merged_into is not None:
        return redirect("campaigns:public-victories", joined.merged_into.slug)
    book = get_object_or_404(
        VictoryBook.objects.select_related("chapter"), chapter__slug=slug, is_open=True
    )
    rows = Victory.objects.filter(campaign__chapter=book.chapter_id, is_public=True)
    context = {
        "book": book,
        "chapter": book.chapter,
        "organization_name": book.chapter.name,
        "victories": rows.select_related("campaign").prefetch_related("testimonies__photo"),
        "won": won(Campaign.objects.filter(victories__in=rows).distinct()),
    }
    return render(request, "campaigns/victory/public.html", context)


@login_not_required
@never_cache
@require_GET
def public_photo(request: HttpRequest, slug: str, pk: int) -> FileResponse:
    """The photo of somebody who agreed to be shown."""
    shown = Testimony.objects.filter(
        is_public=True,
        photo__isnull=False,
        victory__is_public=True,
        victory__campaign__chapter__slug=slug,
        victory__campaign__chapter__victory_book__is_open=True,
    )
    row = get_object_or_404(shown.select_related("photo"), pk=pk)
    return serve(row.photo.file, name=row.photo.file_name, content_type=row.photo.content_type)
