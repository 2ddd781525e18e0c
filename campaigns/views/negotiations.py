"""The negotiation room: prepare, hold, write word for word; and the promises that come out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alliance.core.files.pdf import pdf_response
from campaigns.domain.fought import demands, interviews, negotiations, promise_clock
from campaigns.enums import NegotiationKind
from campaigns.forms.negotiation import (
    AnswerForm,
    DelegationForm,
    MeetingPlanForm,
    PromiseForm,
)
from campaigns.models import Ballot, Campaign, Negotiation, Promise
from campaigns.views.fetching import campaign_of, campaign_to_write, page_of
from members.permissions import require_organizer_of
from members.scoping import get_visible_or_404, scope_of

LAST_ASSEMBLIES = 3


@require_GET
def campaign_negotiations(request: HttpRequest, pk: int) -> HttpResponse:
    """Promises by date, then the meetings: those to come, and those held."""
    campaign = campaign_of(request, pk)
    rows = campaign.negotiations.select_related("target").prefetch_related("promises", "delegates")
    promises = Promise.objects.filter(negotiation__campaign=campaign).select_related(
        "negotiation__target", "demand"
    )
    now = timezone.now()
    context = page_of(request, campaign, "negotiations") | {
        "coming": [row for row in reversed(rows) if row.held_at > now],
        "held": [row for row in rows if row.held_at <= now],
        "promises": promises.order_by("due_on", "id"),
        "today": timezone.localdate(now),
    }
    return render(request, "campaigns/negotiation/list.html", context)


@require_http_methods(["GET", "POST"])
def negotiation_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """A meeting is obtained: when, with whom."""
    campaign = campaign_to_write(request, pk)
    start = {"kind": request.GET.get("sorte", "meeting")}
    form = MeetingPlanForm(request.POST or None, campaign=campaign, initial=start)
    if form.is_valid():
        try:
            row = negotiations.plan(campaign=campaign, actor=request.user, **form.cleaned_data)
            return redirect("campaigns:negotiation-detail", row.pk)
        except negotiations.InvalidNegotiation as problem:
            _tell(form, problem)
    status = 422 if form.is_bound else 200
    context = {"campaign": campaign, "form": form}
    return render(request, "campaigns/negotiation/plan.html", context, status=status)


def _tell(form: Any, problem: negotiations.InvalidNegotiation) -> None:
    for field, message in problem.messages.items():
        form.add_error(field if field in form.fields else None, message)


def negotiation_of(request: HttpRequest, pk: int, *, write: bool = False) -> Negotiation:
    """A meeting of hers; 403 when she only reads and would write."""
    rows = Negotiation.objects.select_related("campaign__chapter", "target").prefetch_related(
        "delegates__person"
    )
    row = get_visible_or_404(rows, request.user, pk=pk)
    if write:
        require_organizer_of(request.user, row.campaign.chapter_id)
    return row


@require_GET
def negotiation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The room."""
    return room_page(request, negotiation_of(request, pk))


def room_page(
    request: HttpRequest, row: Negotiation, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The whole room, with the form that was refused when one was."""
    campaign = row.campaign
    writes = scope_of(request.user).may_organize(campaign.chapter_id)
    questions = list(row.questions.all())
    context: dict[str, Any] = {
        "meeting": row,
        "campaign": campaign,
        "may_write": writes,
        "is_held": row.held_at <= timezone.now(),
        "today": timezone.localdate(),
        "promises": row.promises.select_related("demand"),
        "questions": questions,
        "verdict": interviews.verdict(questions),
        "answers": row.answers.select_related("demand"),
        "chosen": {d.role: d.person for d in row.delegates.all() if d.role != "witness"},
        "witnesses": [d.person for d in row.delegates.all() if d.role == "witness"],
    }
    if writes:
        context |= _forms(campaign, row)
    return render(request, "campaigns/negotiation/room.html", context | more, status=status)


def _forms(campaign: Campaign, row: Negotiation) -> dict[str, Any]:
    said = {one.demand_id: one for one in row.answers.all()}
    ours = negotiations.candidates(campaign)
    assemblies = Ballot.objects.filter(chapter=campaign.chapter_id).exclude(result=None)
    interview = row.kind == NegotiationKind.INTERVIEW
    return {
        "assemblies": assemblies[:LAST_ASSEMBLIES] if interview else [],
        "form": MeetingPlanForm(instance=row, campaign=campaign),
        "delegation": DelegationForm(candidates=ours, negotiation=row),
        "answer_forms": [
            AnswerForm(instance=said.get(demand.pk), demand=demand)
            for demand in campaign.demands.all()
        ],
        "promise_form": PromiseForm(negotiation=row),
    }


@require_POST
def negotiation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the meeting; two who write at once are told."""
    row = negotiation_of(request, pk, write=True)
    form = MeetingPlanForm(request.POST, instance=row, campaign=row.campaign)
    if form.is_valid():
        values = dict(form.cleaned_data)
        version = values.pop("version") or 0
        try:
            negotiations.change(
                negotiation=row, expected_version=version, actor=request.user, **values
            )
            messages.success(request, _("C’est enregistré."))
            return redirect("campaigns:negotiation-detail", row.pk)
        except negotiations.EditedMeanwhile:
            now = Negotiation.objects.get(pk=row.pk)
            form.data = form.data.copy() | {"version": str(now.version)}
            words = _(
                "Quelqu’un a écrit ici entre-temps : « %(minutes)s » "
                "Réunissez les deux, puis enregistrez."
            )
            form.add_error(None, words % {"minutes": now.minutes or now.fallback})
        except negotiations.InvalidNegotiation as problem:
            _tell(form, problem)
    return room_page(request, negotiation_of(request, pk), status=422, form=form)


@require_POST
def negotiation_delegate(request: HttpRequest, pk: int) -> HttpResponse:
    """Who goes, who does what."""
    row = negotiation_of(request, pk, write=True)
    ours = negotiations.candidates(row.campaign)
    form = DelegationForm(request.POST, candidates=ours, negotiation=row)
    if form.is_valid():
        try:
            negotiations.delegate(
                negotiation=row,
                roles=form.roles,
                witnesses=list(form.cleaned_data["witnesses"]),
                actor=request.user,
            )
            messages.success(request, _("La délégation est prête."))
            return redirect("campaigns:negotiation-detail", row.pk)
        except negotiations.InvalidNegotiation as problem:
            _tell(form, problem)
    return room_page(request, row, status=422, delegation=form)


@require_POST
def negotiation_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """What was answered to one demand."""
    row = negotiation_of(request, pk, write=True)
    asked = request.POST.get("demand", "")
    demand = row.campaign.demands.filter(pk=int(asked)).first() if asked.isdecimal() else None
    if demand is None:
        messages.error(request, _("Cette revendication n’existe plus."))
        return redirect("campaigns:negotiation-detail", row.pk)
    form = AnswerForm(request.POST, demand=demand)
    if form.is_valid():
        try:
            negotiations.answer(
                negotiation=row, demand=demand, actor=request.user, **form.cleaned_data
            )
            messages.success(request, _("C’est noté, mot pour mot."))
            return redirect("campaigns:negotiation-detail", row.pk)
        except negotiations.InvalidNegotiation as problem:
            _tell(form, problem)
        except demands.MovedMeanwhile:
            form.add_error("status", _("Quelqu’un vient de changer son état : relisez."))
    forms = _forms(row.campaign, row)["answer_forms"]
    shown = [form if one.demand.pk == demand.pk else one for one in forms]
    return room_page(request, row, status=422, answer_forms=shown)


@require_POST
def promise_add(request: HttpRequest, pk: int) -> HttpResponse:
    """One more promise: the clock starts."""
    row = negotiation_of(request, pk, write=True)
    form = PromiseForm(request.POST, negotiation=row)
    if form.is_valid():
        try:
            negotiations.promise(negotiation=row, actor=request.user, **form.cleaned_data)
            messages.success(request, _("L’horloge tourne : vous serez prévenu·e à la date."))
            return redirect("campaigns:negotiation-detail", row.pk)
        except negotiations.InvalidNegotiation as problem:
            _tell(form, problem)
    return room_page(request, row, status=422, promise_form=form)


def _promise(request: HttpRequest, pk: int, *, write: bool = False) -> Promise:
    rows = Promise.objects.select_related(
        "negotiation__campaign__chapter", "negotiation__target", "demand"
    )
    row = get_visible_or_404(rows, request.user, pk=pk)
    if write:
        require_organizer_of(request.user, row.negotiation.campaign.chapter_id)
    return row


@require_GET
def promise_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A promise, and what to do when it is not kept."""
    row = _promise(request, pk)
    campaign = row.negotiation.campaign
    context = {
        "promise": row,
        "campaign": campaign,
        "today": timezone.localdate(),
        "is_late": row.status == "waiting" and row.due_on < timezone.localdate(),
        "press": promise_clock.press_line(row),
        "leaders": promise_clock.leaders(row),
        "may_write": scope_of(request.user).may_organize(campaign.chapter_id),
    }
    return render(request, "campaigns/negotiation/promise.html", context)


@require_POST
def promise_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Kept, or broken."""
    row = _promise(request, pk, write=True)
    kept = request.POST.get("kept") == "1"
    try:
        negotiations.decide(promise=row, kept=kept, actor=request.user)
        messages.success(request, _("Parole tenue !") if kept else _("C’est noté : trahie."))
    except negotiations.InvalidNegotiation as problem:
        messages.error(request, str(problem))
    return redirect("campaigns:promise-detail", row.pk)


@require_GET
def promise_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The reminder letter, ready to print and sign."""
    row = _promise(request, pk, write=True)
    data = promise_clock.letter(row)
    return pdf_response("letter.typ", data, name=f"rappel-{row.pk}")


@require_POST
def promise_next_action(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the action that answers a broken promise."""
    row = _promise(request, pk, write=True)
    address = promise_clock.draft_next_action(row, request.user)
    if address is None:
        messages.error(request, _("Les actions ne sont pas disponibles ici."))
        return redirect("campaigns:promise-detail", row.pk)
    messages.success(request, _("Un brouillon d’action est prêt : personne n’est encore prévenu."))
    return redirect(address)
