"""Imports: drop a file, say what its columns are, look, import, and take back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alliance.core.paging import keyset_page
from alliance.core.tabular import CSV_CONTENT_TYPE, write_csv
from members.domain.imports import apply, choices, deposit, jobs, preview, report, showing, undo
from members.enums import BatchState
from members.forms.imports import ColumnsForm, DecisionForm, DropForm
from members.models import ImportBatch, ImportRow
from members.permissions import organized_chapters, organizers_only
from members.scoping import get_visible_or_404

STEPS = (
    gettext_lazy("Déposer"),
    gettext_lazy("Colonnes"),
    gettext_lazy("Aperçu"),
    gettext_lazy("Compte rendu"),
)
PAGE_ROWS = 100
QUESTION_ROWS = 20
LIST_SIZE = 50


def batch_of(request: HttpRequest, pk: int) -> ImportBatch:
    """The batch, through its viewer."""
    batches = ImportBatch.objects.select_related("chapter", "created_by")
    return get_visible_or_404(batches, request.user, pk=pk)


@require_GET
@organizers_only
def import_list(request: HttpRequest) -> HttpResponse:
    """The files dropped in my chapters, and what became of them."""
    mine = ImportBatch.objects.visible_to(request.user).select_related("chapter", "created_by")
    page = keyset_page(mine.defer("header", "options"), request, order=["-pk"], size=LIST_SIZE)
    return render(request, "members/imports/list.html", {"page": page})


@require_http_methods(["GET", "POST"])
@organizers_only
def import_new(request: HttpRequest) -> HttpResponse:
    """Drop a file; whatever is wrong with it is said in a sentence and nothing is written."""
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DropForm(*posted, chapters=organized_chapters(request.user))
    earlier = None
    if form.is_valid():
        try:
            batch = _deposit(request, form)
        except deposit.TabularError as error:
            form.add_error("file", str(error))
        except deposit.AlreadyDropped as known:
            earlier = known.batch
            if earlier.state in preview.OPEN_STATES:
                messages.info(request, _("Ce fichier était déjà déposé : on reprend où il en est."))
                return redirect(_where(earlier))
            form.add_error("file", _("Ce fichier a déjà été importé ici."))
        else:
            return redirect("members:import-columns", batch.pk)
    context = {"form": form, "earlier": earlier, "steps": STEPS}
    status = 422 if form.is_bound else 200
    return render(request, "members/imports/new.html", context, status=status)


def _deposit(request: HttpRequest, form: DropForm) -> ImportBatch:
    dropped = form.cleaned_data["file"]
    return deposit.deposit(
        file=dropped.file,
        file_name=dropped.name,
        chapter=form.chosen_chapter,
        actor=request.user,  # type: ignore[arg-type]
        sheet=form.cleaned_data["sheet"],
        again=form.cleaned_data["again"],
    )


def _where(batch: ImportBatch) -> str:
    """The page where a batch is continued."""
    if batch.state in preview.OPEN_STATES:
        name = "import-preview" if batch.mapping else "import-columns"
        return reverse(f"members:{name}", args=[batch.pk])
    return reverse("members:import-report", args=[batch.pk])


@require_http_methods(["GET", "POST"])
@organizers_only
def import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what each column is; we guessed."""
    batch = batch_of(request, pk)
    if batch.state not in preview.OPEN_STATES:
        return redirect(_where(batch))
    recognition = choices.guess(batch)
    posted = request.POST if request.method == "POST" else None
    form = ColumnsForm(posted, batch=batch, recognition=recognition)
    if form.is_valid():
        return _choose(request, batch, form)
    context = {
        "batch": batch,
        "form": form,
        "software": recognition.profile.label if recognition.profile else "",
        "steps": STEPS,
    }
    status = 422 if form.is_bound else 200
    return render(request, "members/imports/columns.html", context, status=status)


def _choose(request: HttpRequest, batch: ImportBatch, form: ColumnsForm) -> HttpResponse:
    try:
        chosen = preview.choose(batch=batch, mapping=form.mapping(), options=form.options())
    except preview.NotOpen:
        return redirect(_where(batch_of(request, batch.pk)))
    if jobs.is_large(chosen):
        jobs.start(jobs.PREVIEW_TASK, chosen, request.user)  # type: ignore[arg-type]
    else:
        preview.compute(batch=chosen)
    return redirect("members:import-preview", batch.pk)


@require_http_methods(["GET", "POST"])
@organizers_only
def import_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What each row would do, in three colours; POST asks a stopped reading again."""
    batch = batch_of(request, pk)
    if batch.state == BatchState.UPLOADED and batch.mapping:
        if request.method == "POST":
            jobs.start(jobs.PREVIEW_TASK, batch, request.user)  # type: ignore[arg-type]
            return redirect("members:import-preview", batch.pk)
        return render(request, "members/imports/reading.html", _waiting(batch))
    if batch.state not in (BatchState.PREVIEWED, BatchState.FAILED):
        return redirect(_where(batch))
    view = showing.view_or_default(batch, request.GET.get("vue", ""))
    rows = batch.rows.filter(showing.VIEWS[view])
    size = QUESTION_ROWS if view == "undecided" else PAGE_ROWS
    page = keyset_page(rows, request, order=["number"], size=size)
    context = _summary(batch, view) | {
        "page": page,
        "shown": showing.show(batch, page.rows),
        "steps": STEPS,
    }
    return render(request, "members/imports/preview.html", context)


def _summary(batch: ImportBatch, view: str) -> dict[str, Any]:
    """The counts above the rows, the tabs, and what the button would do."""
    counts = preview.counts(batch)
    url = reverse("members:import-preview", args=[batch.pk])
    labels = {
        "undecided": _("À décider"),
        "new": _("Nouvelles"),
        "same": _("Déjà connues"),
        "twin": _("En double"),
        "warned": _("À vérifier"),
        "error": _("Illisibles"),
    }
    tabs = [
        {
            "label": label,
            "url": f"{url}?vue={name}",
            "count": counts.open if name == "undecided" else getattr(counts, name),
            "current": name == view,
        }
        for name, label in labels.items()
        if getattr(counts, name) or name in (view, "new", "same")
    ]
    return {"batch": batch, "counts": counts, "tabs": tabs, "view": view}


@require_POST
@organizers_only
def import_row_decide(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """« C’est elle », « Une autre personne », « Laisser de côté », or take it back."""
    batch = batch_of(request, pk)
    form = DecisionForm(request.POST)
    try:
        if not form.is_valid():
            raise ValueError
        decision = form.cleaned_data["decision"]
        row = preview.decide(batch=batch, number=number, decision=decision)
    except ImportRow.DoesNotExist:
        raise Http404 from None
    except (preview.NotOpen, ValueError):
        messages.warning(request, _("Cette ligne ne peut plus être changée."))
        return redirect(_where(batch_of(request, pk)))
    view = request.POST.get("vue", "undecided")
    view = view if view in showing.VIEWS else "undecided"
    if request.htmx:
        context = _summary(batch, view) | {"shown": showing.show(batch, [row])[0], "swapped": True}
        return render(request, "members/imports/_decided.html", context)
    url = reverse("members:import-preview", args=[batch.pk])
    following = preview.next_open(batch, number) if row.decision else row
    return redirect(f"{url}?vue={view}#ligne-{following.number if following else number}")


@require_POST
@organizers_only
def import_apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Import: at once for a small file, by a worker for a large one. Twice does it once."""
    batch = batch_of(request, pk)
    if not jobs.is_large(batch):
        apply.apply(batch=batch, actor=request.user)  # type: ignore[arg-type]
    elif apply.claim(batch=batch) or batch.state == BatchState.APPLYING:
        jobs.start(jobs.APPLY_TASK, batch, request.user)  # type: ignore[arg-type]
    return redirect("members:import-report", batch.pk)


@require_GET
@organizers_only
def import_report(request: HttpRequest, pk: int) -> HttpResponse:
    """What was done, row by row; while a worker is at it, how far it is."""
    batch = batch_of(request, pk)
    if batch.state == BatchState.APPLYING:
        return render(request, "members/imports/writing.html", _waiting(batch))
    if batch.state not in (BatchState.APPLIED, BatchState.UNDONE):
        return redirect(_where(batch))
    outcome = report.outcome(batch)
    view = request.GET.get("vue", "")
    view = view if view in showing.RESULTS else _first_result(outcome, batch)
    rows = batch.rows.filter(showing.RESULTS[view]).select_related("person")
    page = keyset_page(rows.order_by("number"), request, order=["number"], size=PAGE_ROWS)
    context = {
        "batch": batch,
        "outcome": outcome,
        "view": view,
        "page": page,
        "rows": [(row, showing.name_of(row), report.why_left(row)) for row in page.rows],
        "may_undo": undo.may_undo(batch),
        "undo_until": undo.last_day(batch),
        "undoing": _is_undoing(batch),
        "advance": jobs.Advance(),
        "at_work": True,
        "steps": STEPS,
    }
    return render(request, "members/imports/report.html", context)


def _is_undoing(batch: ImportBatch) -> bool:
    return batch.state == BatchState.APPLIED and jobs.at_work(batch)


def _first_result(outcome: report.Outcome, batch: ImportBatch) -> str:
    order = ["created", "completed", "left", "error", "unchanged"]
    if batch.state == BatchState.UNDONE:
        order.insert(0, "stayed")
    return next((name for name in order if getattr(outcome, name)), "created")


def _waiting(batch: ImportBatch) -> dict[str, Any]:
    at_work = jobs.at_work(batch)
    return {
        "batch": batch,
        "advance": jobs.advance(batch) if at_work else jobs.Advance(),
        "at_work": at_work,
        "steps": STEPS,
    }


@require_GET
@organizers_only
def import_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the worker is, asked every two seconds; when it is done, the page moves on."""
    batch = batch_of(request, pk)
    waiting = batch.state == BatchState.APPLYING or (
        batch.state == BatchState.UPLOADED and batch.mapping and not batch.error
    )
    if waiting or _is_undoing(batch):
        return render(request, "members/imports/_progress.html", _waiting(batch))
    response = HttpResponse()
    response["HX-Redirect"] = _where(batch)
    return response


@require_http_methods(["GET", "POST"])
@organizers_only
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take the import back."""
    batch = batch_of(request, pk)
    if not undo.may_undo(batch):
        messages.info(request, _("Cet import ne peut plus être annulé."))
        return redirect(_where(batch))
    if request.method == "GET":
        context = {"batch": batch, "outcome": report.outcome(batch)}
        return render(request, "members/imports/undo.html", context)
    if jobs.is_large(batch):
        jobs.start(jobs.UNDO_TASK, batch, request.user)  # type: ignore[arg-type]
        messages.info(request, _("L’annulation est en cours : revenez dans un instant."))
    else:
        undo.undo(batch=batch, actor=request.user)  # type: ignore[arg-type]
        messages.success(request, _("L’import est annulé."))
    return redirect("members:import-report", batch.pk)


@require_GET
@organizers_only
def import_errors(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The rows that entered nowhere, as a file to mend and drop again."""
    batch = batch_of(request, pk)
    content = write_csv(report.error_header(batch), report.error_rows(batch))
    response = StreamingHttpResponse(content, content_type=CSV_CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="a-reprendre-{batch.pk}.csv"'
    return response
