"""The research file of a campaign."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alliance.core.files.private_files import serve
from campaigns.domain.fought import documents
from campaigns.forms.victory import DocumentForm
from campaigns.models import Document
from campaigns.views.fetching import campaign_of, page_of
from members.permissions import require_organizer_of
from members.scoping import get_visible_or_404


@require_http_methods(["GET", "POST"])
def campaign_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything gathered: photos first in sight, papers below."""
    campaign = campaign_of(request, pk)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        require_organizer_of(request.user, campaign.chapter_id)
        if form.is_valid():
            try:
                documents.add(campaign=campaign, actor=request.user, **form.cleaned_data)
                messages.success(request, _("La pièce est dans le dossier."))
                return redirect("campaigns:campaign-file", campaign.pk)
            except documents.InvalidDocument as problem:
                for field, message in problem.messages.items():
                    form.add_error(field, message)
    rows = list(campaign.documents.select_related("added_by"))
    context: dict[str, Any] = page_of(request, campaign, "file") | {
        "photos": [row for row in rows if row.is_picture],
        "papers": [row for row in rows if not row.is_picture],
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/file/file.html", context, status=status)


def _document(request: HttpRequest, pk: int) -> Document:
    rows = Document.objects.select_related("campaign")
    return get_visible_or_404(rows, request.user, pk=pk)


@require_GET
def document_open(request: HttpRequest, pk: int) -> FileResponse:
    """The file itself, for whoever reads the campaign."""
    row = _document(request, pk)
    return serve(row.file, name=row.file_name, content_type=row.content_type)


@require_POST
def document_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw it away."""
    row = _document(request, pk)
    require_organizer_of(request.user, row.campaign.chapter_id)
    documents.remove(document=row, actor=request.user)
    messages.success(request, _("La pièce est ôtée du dossier."))
    return redirect("campaigns:campaign-file", row.campaign_id)
