"""« Qui recevra quoi, quand »: the sequence of an action or of a chapter, seen, changed, tried."""

from __future__ import annotations

import uuid
from typing import Any

from csp.constants import SELF
from csp.decorators import csp, csp_update
from django.conf import settings
from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from actions.domain.reminding import merge_words, sequences, sms, steps
from actions.domain.reminding import messages as letters
from actions.domain.reminding.audiences import audience_of, with_means
from actions.domain.reminding.reach import sms_is_offered
from actions.domain.reminding.schedule import stages
from actions.domain.reminding.sending_hours import sms_possible
from actions.enums import ReminderChannel
from actions.forms.steps import StepForm
from actions.models import Action, Attendance, ReminderStep, StepWording
from actions.permissions import require_running
from actions.views.writing.outbox import PREVIEW_POLICY
from alliance.core.paging import keyset_page
from alliance.core.phones import format_phone
from alliance.core.text.sms_text import measure
from members.models import Chapter, Person
from members.permissions import organized_chapters, organizers_only
from members.scoping import get_visible_or_404

PEOPLE_OFFERED = 30


def _action(request: HttpRequest, pk: int) -> Action:
    whole = Action.objects.select_related("chapter", "organizer")
    action = get_visible_or_404(whole, request.user, pk=pk)
    require_running(request.user, action)
    return action


def _chapter(request: HttpRequest, pk: int) -> Chapter:
    found = next((each for each in organized_chapters(request.user) if each.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _step(owner: steps.Owner, which: str) -> ReminderStep:
    step = steps.find(owner, which)
    if step is None:
        raise Http404
    return step


@require_GET
def action_sequence(request: HttpRequest, pk: int) -> HttpResponse:
    """What will leave, when, to how many, before anything does."""
    action = _action(request, pk)
    shown = stages(action, also_off=True)
    context = {
        "action": action,
        "stages": [{"stage": each, "which": steps.name_of(each.step)} for each in shown],
        "over": action.ends_at < timezone.now(),
        "sms": sms_is_offered(),
    }
    return render(request, "actions/messages/sequence.html", context)


@require_GET
@organizers_only
def templates(request: HttpRequest) -> HttpResponse:
    """The sequences of my chapters: what every new action starts with."""
    chapters = organized_chapters(request.user)
    wanted = request.GET.get("alliance", "")
    chapter = next((each for each in chapters if str(each.pk) == wanted), None) or chapters[0]
    context = {
        "chapters": chapters,
        "chapter": chapter,
        "steps": [{"step": step, "which": steps.name_of(step)} for step in steps.all_of(chapter)],
    }
    return render(request, "actions/messages/templates.html", context)


@require_http_methods(["GET", "POST"])
@csp_update({"frame-src": [SELF]})
def action_step(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """One step of an action: when, to whom, in which words."""
    return _edit(request, _action(request, pk), which)


@require_http_methods(["GET", "POST"])
@organizers_only
@csp_update({"frame-src": [SELF]})
def template_step(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """One step of a chapter's sequence."""
    return _edit(request, _chapter(request, pk), which)


def _edit(request: HttpRequest, owner: steps.Owner, which: str) -> HttpResponse:
    step = _step(owner, which)
    form = StepForm(request.POST or None, step=step)
    if form.is_valid():
        try:
            steps.save(
                owner=owner,
                which=which,
                values=form.values(),
                wordings=form.wordings(),
                actor=request.user,
            )
        except steps.InvalidStep as refusal:
            form.show_problems(refusal.problems)
        else:
            messages.success(request, _("C’est enregistré."))
            return redirect(_back(owner))
    context = _frame(owner, which) | {
        "step": step,
        "form": form,
        "fields": merge_words.STEP_FIELDS,
        "may_drop": step.pk and (which.isdecimal() or isinstance(owner, Chapter)),
        "people": _people(request, owner),
        "test_id": uuid.uuid4(),
        "price": settings.SMS_PRICE_CENTS,
        "mobile": steps.own_mobile(request.user),
    }
    status = 422 if form.is_bound else 200
    return render(request, "actions/messages/step.html", context, status=status)


def _frame(owner: steps.Owner, which: str) -> dict[str, Any]:
    """The addresses around a step, of an action or of a chapter."""
    kind = "template" if isinstance(owner, Chapter) else "action"
    args = [owner.pk, which]
    return {
        "owner": owner,
        "is_template": kind == "template",
        "back": _back(owner),
        "preview_url": reverse(f"actions:{kind}-step-preview", args=args),
        "test_url": reverse(f"actions:{kind}-step-test", args=args),
        "drop_url": reverse(f"actions:{kind}-step-drop", args=args),
        "example": steps.example_of(owner),
    }


def _back(owner: steps.Owner) -> str:
    if isinstance(owner, Chapter):
        return f"{reverse('actions:templates')}?alliance={owner.pk}"
    return reverse("actions:sequence", args=[owner.pk])


def _people(request: HttpRequest, owner: steps.Owner) -> list[Person]:
    """Real people on whom to look at a message: those asked first, else of the chapter."""
    chapter = owner if isinstance(owner, Chapter) else owner.chapter
    mine = Person.objects.visible_to(request.user).active().filter(chapter=chapter)
    if isinstance(owner, Action):
        asked = mine.filter(attendances__action=owner).order_by("sort_key", "pk")
        found = list(asked[:PEOPLE_OFFERED])
        if found:
            return found
    return list(mine.order_by("sort_key", "pk")[:PEOPLE_OFFERED])


@require_http_methods(["GET", "POST"])
@xframe_options_sameorigin
@csp(PREVIEW_POLICY)
def action_step_preview(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """The message as one person would get it, for a frame that can do nothing.

    POST carries the words being typed: they are shown, and kept nowhere.
    """
    return _preview(request, _action(request, pk), which)


@require_http_methods(["GET", "POST"])
@organizers_only
@xframe_options_sameorigin
@csp(PREVIEW_POLICY)
def template_step_preview(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """The same of a chapter's step, on its next action."""
    return _preview(request, _chapter(request, pk), which)


def _preview(request: HttpRequest, owner: steps.Owner, which: str) -> HttpResponse:
    step, row = _step(owner, which), _row(request, owner)
    if row is None:
        return render(request, "actions/emails/nobody.html")
    whom = {"step": step, "action": row.action, "attendance": row}
    try:
        whom["typed"] = _typed(request, step, row)
    except steps.InvalidStep as refusal:
        return render(request, "actions/emails/nobody.html", {"why": str(refusal)}, status=422)
    composed = letters.compose(**whom)
    texted = sms.compose(**whom) if sms_is_offered() else None
    context = {"composed": composed, "texted": texted, "length": texted and measure(texted.text)}
    context |= {"price": settings.SMS_PRICE_CENTS, "dir": letters.direction_of(composed.language)}
    return render(request, "actions/emails/preview.html", context)


def _typed(request: HttpRequest, step: ReminderStep, row: Attendance) -> StepWording | None:
    """The words being written, in the language of whom they are shown on; none for a GET."""
    if request.method != "POST":
        return None
    form = StepForm(request.POST, step=step)
    form.is_valid()  # a wrong hour does not keep one from seeing the words
    language = letters.language_of(row.person.language if row.person else "")
    words = form.typed(language)
    steps.check_words({}, {language: {name: getattr(words, name) for name in steps.WORDS}})
    return words


def _row(request: HttpRequest, owner: steps.Owner) -> Attendance | None:
    """Whom to show the message on: the one asked for, in the language asked for."""
    example = steps.example_of(owner)
    wanted = request.GET.get("personne") or request.POST.get("personne") or ""
    chapter = owner if isinstance(owner, Chapter) else owner.chapter
    mine = Person.objects.visible_to(request.user).active().filter(chapter=chapter)
    person = mine.filter(pk=int(wanted[:18])).first() if wanted.isdecimal() else None
    person = person or next(iter(_people(request, owner)), None)
    if example is None or person is None:
        return None
    language = request.GET.get("langue") or request.POST.get("langue") or ""
    if language in settings.MESSAGE_LANGUAGES:
        person.language = language  # on this page only
    return steps.example_row(example, person)


@require_POST
def action_step_test(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """Send it to myself."""
    return _test(request, _action(request, pk), which)


@require_POST
@organizers_only
def template_step_test(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """Send a chapter's step to myself."""
    return _test(request, _chapter(request, pk), which)


def _test(request: HttpRequest, owner: steps.Owner, which: str) -> HttpResponse:
    step, row = _step(owner, which), _row(request, owner)
    if row is None:
        messages.info(request, _("Il faut une action et une personne pour essayer."))
    else:
        _try(request, step, row)
    kind = "template" if isinstance(owner, Chapter) else "action"
    return redirect(f"actions:{kind}-step", owner.pk, which)


def _try(request: HttpRequest, step: ReminderStep, row: Attendance) -> None:
    whom = {"step": step, "row": row, "to": request.user, "client_id": client_id_of(request)}
    address = request.user.email
    try:
        if request.POST.get("par") == ReminderChannel.SMS:
            address = format_phone(steps.send_test_sms(**whom))
        else:
            steps.send_test(**whom)
    except steps.InvalidStep as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("L’essai part à %(address)s.") % {"address": address})


def client_id_of(request: HttpRequest) -> uuid.UUID | None:
    """The id of a form sent once; None when it carries none."""
    try:
        return uuid.UUID(request.POST.get("client_id", ""))
    except ValueError:
        return None


@require_POST
def action_step_drop(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """Take an extra message out."""
    return _drop(request, _action(request, pk), which)


@require_POST
@organizers_only
def template_step_drop(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """Give a chapter's step back its usual form."""
    return _drop(request, _chapter(request, pk), which)


def _drop(request: HttpRequest, owner: steps.Owner, which: str) -> HttpResponse:
    try:
        steps.drop(owner=owner, which=which, actor=request.user)
    except steps.InvalidStep as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("C’est fait."))
    return redirect(_back(owner))


@require_GET
def action_step_people(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """Who would get this step, and by which means; `?par=` keeps one."""
    action = _action(request, pk)
    step = _step(action, which)
    window = sequences.window(step, action)
    texted = window is not None and sms_possible(window, timezone.now())
    people = Attendance.objects.filter(
        audience_of(step), action=action, person__archived_at=None, person__merged_into=None
    ).exclude(person=None)
    rows = with_means(people, step=step, sms=texted).select_related("person")
    rows = rows.annotate(sort_key=F("person__sort_key"))
    way = request.GET.get("par", "")
    if way in {*ReminderChannel.values, "personne"}:
        rows = rows.filter(reach="" if way == "personne" else way)
    context = {
        "action": action,
        "step": step,
        "which": which,
        "page": keyset_page(rows, request, order=["sort_key", "id"]),
        "tabs": _way_tabs(reverse("actions:action-step-people", args=[pk, which]), way),
        "words": dict(ReminderChannel.choices),
    }
    return render(request, "actions/messages/people.html", context)


def _way_tabs(address: str, current: str) -> list[dict[str, Any]]:
    labels: list[tuple[str, Any]] = [("", _("Tout le monde")), ("email", _("Par e-mail"))]
    if sms_is_offered():
        labels.append(("sms", _("Par SMS")))
    labels += [("human", _("À appeler")), ("personne", _("Laissé·es en paix"))]
    return [
        {"label": label, "url": f"{address}?par={way}", "current": way == current}
        for way, label in labels
    ]
