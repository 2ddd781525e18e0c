"""Petitions behind the login: written, opened, typed from paper, given to the target."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alliance.core.files.qr import qr_svg
from campaigns.domain.fought import petitions
from campaigns.forms.petition import DeliverForm, PetitionForm
from campaigns.models import Petition
from campaigns.views.fetching import campaign_of, campaign_to_write, page_of
from members.permissions import require_organizer_of
from members.scoping import get_visible_or_404, scope_of

MOST_SHEETS = 2_000


@require_GET
def campaign_petitions(request: HttpRequest, pk: int) -> HttpResponse:
    """The petitions of a campaign, each with its count."""
    campaign = campaign_of(request, pk)
    rows = petitions.with_counts(campaign.petitions.select_related("target"))
    context = page_of(request, campaign, "petitions") | {"petitions": rows}
    return render(request, "campaigns/petition/list.html", context)


@require_http_methods(["GET", "POST"])
def petition_write(request: HttpRequest, pk: int) -> HttpResponse:
    """A new one."""
    campaign = campaign_to_write(request, pk)
    form = PetitionForm(request.POST or None, campaign=campaign)
    if form.is_valid():
        try:
            row = petitions.write(campaign=campaign, actor=request.user, **form.cleaned_data)
            return redirect("campaigns:petition-detail", row.pk)
        except petitions.InvalidPetition as problem:
            _tell(form, problem)
    return _form_page(request, form, campaign, None)


def _form_page(
    request: HttpRequest, form: PetitionForm, campaign: Any, petition: Petition | None
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context = {"campaign": campaign, "form": form, "petition": petition}
    return render(request, "campaigns/petition/form.html", context, status=status)


def _tell(form: Any, problem: petitions.InvalidPetition) -> None:
    for field, message in problem.messages.items():
        form.add_error(field if field in form.fields else None, message)


def _petition(request: HttpRequest, pk: int, *, write: bool = False) -> Petition:
    rows = Petition.objects.select_related("campaign__chapter", "target", "delivered_photo")
    row = get_visible_or_404(rows, request.user, pk=pk)
    if write:
        require_organizer_of(request.user, row.campaign.chapter_id)
    return row


@require_http_methods(["GET", "POST"])
def petition_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct it; its text only before the first signature."""
    row = _petition(request, pk, write=True)
    form = PetitionForm(request.POST or None, instance=row, campaign=row.campaign)
    if form.is_valid():
        try:
            petitions.change(petition=row, actor=request.user, **form.cleaned_data)
            messages.success(request, _("C’est enregistré."))
            return redirect("campaigns:petition-detail", row.pk)
        except petitions.InvalidPetition as problem:
            _tell(form, problem)
    return _form_page(request, form, row.campaign, row)


@require_GET
def petition_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Where it stands: the count, the link and its code, the sheets, the giving."""
    return _page(request, _petition(request, pk), DeliverForm())


def public_link(row: Petition) -> str:
    """The address where it is signed."""
    return settings.SITE_URL.rstrip("/") + reverse("campaigns:public-petition", args=[row.slug])


def _page(
    request: HttpRequest, row: Petition, form: DeliverForm, status: int = 200
) -> HttpResponse:
    link = public_link(row)
    sheets = sorted(
        set(row.signatures.exclude(sheet=None).order_by().values_list("sheet", flat=True))
    )
    may_write = scope_of(request.user).may_organize(row.campaign.chapter_id)
    context = {
        "petition": row,
        "campaign": row.campaign,
        "counter": petitions.counter(row),
        "link": link,
        "shown_link": link.split("://")[-1],
        "code": qr_svg(link, _("Code à scanner : %(link)s") % {"link": link}),
        "sheets": sheets,
        "next_sheet": (sheets[-1] + 1) if sheets else 1,
        "form": form,
        "may_write": may_write,
    }
    return render(request, "campaigns/petition/petition.html", context, status=status)


@require_POST
def petition_turn(request: HttpRequest, pk: int) -> HttpResponse:
    """Open to signatures, or closed."""
    row = _petition(request, pk, write=True)
    is_open = request.POST.get("open") == "1"
    petitions.turn(petition=row, is_open=is_open, actor=request.user)
    messages.success(request, _("On peut signer.") if is_open else _("On ne signe plus."))
    return redirect("campaigns:petition-detail", row.pk)


@require_POST
def petition_deliver(request: HttpRequest, pk: int) -> HttpResponse:
    """Given to the target."""
    row = _petition(request, pk, write=True)
    form = DeliverForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            petitions.deliver(petition=row, actor=request.user, **form.cleaned_data)
            messages.success(request, _("Remise ! C’est dans l’histoire de la campagne."))
            return redirect("campaigns:petition-detail", row.pk)
        except petitions.InvalidPetition as problem:
            _tell(form, problem)
    return _page(request, row, form, 422)


def _number(sheet: int) -> int:
    if not 1 <= sheet <= MOST_SHEETS:
        raise Http404
    return sheet


@require_GET
def petition_paper(request: HttpRequest, pk: int, sheet: int) -> HttpResponse:
    """A paper sheet to print: fifteen lines, numbered."""
    row = _petition(request, pk, write=True)
    context = {
        "petition": row,
        "campaign": row.campaign,
        "chapter": row.campaign.chapter,
        "sheet": _number(sheet),
        "lines": range(1, petitions.LINES + 1),
        "code": qr_svg(public_link(row), _("Pour signer en ligne")),
    }
    return render(request, "campaigns/petition/paper.html", context)


@require_http_methods(["GET", "POST"])
def petition_sheet(request: HttpRequest, pk: int, sheet: int) -> HttpResponse:
    """Type a paper sheet, in the order of its lines."""
    row = _petition(request, pk, write=True)
    number, refused = _number(sheet), {}
    typed = _typed(request) if request.method == "POST" else _held(row, number)
    if request.method == "POST":
        held, refused = petitions.enter_sheet(
            petition=row,
            sheet=number,
            lines=typed,
            wording=row.campaign.chapter.consent_wording,
            actor=request.user,
        )
        words = ngettext(
            "Feuille %(sheet)d : %(held)d signature.",
            "Feuille %(sheet)d : %(held)d signatures.",
            held,
        )
        messages.success(request, words % {"sheet": number, "held": held})
        if not refused:
            return redirect("campaigns:petition-detail", row.pk)
    context = {
        "petition": row,
        "campaign": row.campaign,
        "sheet": number,
        "lines": [(one, refused.get(one.line)) for one in typed],
    }
    status = 422 if refused else 200
    return render(request, "campaigns/petition/sheet.html", context, status=status)


def _typed(request: HttpRequest) -> list[petitions.PaperLine]:
    post = request.POST
    return [
        petitions.PaperLine(
            line=line,
            name=post.get(f"name-{line}", "")[:200],
            place=post.get(f"place-{line}", "")[:200],
            phone=post.get(f"phone-{line}", "")[:40],
            may_contact=bool(post.get(f"contact-{line}")),
        )
        for line in range(1, petitions.LINES + 1)
    ]


def _held(row: Petition, sheet: int) -> list[petitions.PaperLine]:
    held = {one.line: one for one in row.signatures.filter(sheet=sheet)}
    return [
        petitions.PaperLine(line, one.name, one.place, one.phone, one.may_contact)
        if (one := held.get(line))
        else petitions.PaperLine(line, "", "")
        for line in range(1, petitions.LINES + 1)
    ]
