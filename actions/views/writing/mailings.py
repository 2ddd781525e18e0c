"""Writing to a list: to whom, the words, who will get it and who not, then what became of it."""

from __future__ import annotations

import uuid
from typing import Any

from csp.constants import SELF
from csp.decorators import csp, csp_update
from django.conf import settings
from django.contrib import messages
from django.db.models import F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from actions.domain.reminding import sending_hours
from actions.domain.reminding.reach import sms_is_offered
from actions.domain.writing import (
    letters,
    mailing_people,
    mailing_sending,
    mailings,
    received,
)
from actions.enums import MailingState, Way
from actions.forms.mailings import LaunchForm, MailingForm, WhomForm
from actions.models import Attendance, Mailing
from actions.views.writing.outbox import PREVIEW_POLICY
from actions.views.writing.sequence import client_id_of
from alliance.core.paging import keyset_page
from alliance.core.text.sms_text import lighten, measure
from alliance.outbox.enums import ChannelName, State
from members.models import Person
from members.permissions import organized_chapters, organizers_only
from members.scoping import get_visible_or_404, scope_of

PEOPLE_OFFERED, REPLIES_SHOWN = 30, 20
LOST = gettext_lazy(
    "Quelqu’un d’autre l’a modifié, envoyé ou arrêté pendant ce temps. Voici où il en est."
)


def _mine(request: HttpRequest, pk: int) -> Mailing:
    whole = Mailing.objects.select_related("chapter", "author", "group", "action", "saved_list")
    mailing = get_visible_or_404(whole, request.user, pk=pk)
    if not scope_of(request.user).may_organize(mailing.chapter_id):
        raise Http404
    mailing.title = letters.title_of(mailing)
    return mailing


@require_GET
@organizers_only
def mailing_list(request: HttpRequest) -> HttpResponse:
    """The messages that my chapters wrote, newest first."""
    mine = Mailing.objects.filter(chapter__in=organized_chapters(request.user))
    rows = mine.select_related("chapter", "author", "group", "action", "saved_list")
    page = keyset_page(rows, request, order=["-id"])
    for mailing in page.rows:
        mailing.title = letters.title_of(mailing)
    return render(request, "actions/messages/mailing_list.html", {"page": page})


@require_http_methods(["GET", "POST"])
@organizers_only
def mailing_new(request: HttpRequest) -> HttpResponse:
    """To whom; `?qui=group:12` is chosen beforehand."""
    initial = {"client_id": uuid.uuid4(), "whom": request.GET.get("qui", "")}
    form = WhomForm(
        request.POST or None,
        chapters=organized_chapters(request.user),
        user=request.user,
        initial=initial,
    )
    if form.is_valid():
        target = form.target()
        mailing = mailings.begin(
            author=request.user, client_id=form.cleaned_data["client_id"], **target
        )
        return redirect("actions:mailing-write", mailing.pk)
    status = 422 if form.is_bound else 200
    return render(request, "actions/messages/mailing_new.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@organizers_only
def mailing_write(request: HttpRequest, pk: int) -> HttpResponse:
    """The words; « Continuer » shows who will get them."""
    mailing = _mine(request, pk)
    if mailing.state != MailingState.DRAFT:
        return redirect("actions:mailing-detail", pk)
    form = MailingForm(request.POST or None, request.FILES or None, instance=mailing)
    if form.is_valid() and (answer := _keep(request, mailing, form)):
        return answer
    context = {
        "mailing": mailing,
        "form": form,
        "fields": letters.fields_of(mailing),
        "files": mailing.files.all(),
        "price": settings.SMS_PRICE_CENTS,
        "count": mailing_people.people_of(mailing).count(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "actions/messages/mailing_write.html", context, status=status)


def _keep(request: HttpRequest, mailing: Mailing, form: MailingForm) -> HttpResponse | None:
    data = form.cleaned_data
    try:
        kept = mailings.write(
            mailing=mailing, values=data, expected_version=data["expected_version"]
        )
        if data.get("file"):
            file = data["file"]
            mailings.attach(mailing=kept, name=file.name, content=file.read())
        if "encore" not in request.POST:
            mailings.refuse_unfinished(kept)
    except mailings.InvalidMailing as refusal:
        form.show_problems(refusal.problems)
        form.data = form.data.copy()
        form.data["expected_version"] = str(Mailing.objects.get(pk=mailing.pk).version)
        return None
    except mailings.AlreadyLaunched:
        messages.info(request, str(LOST))
        return redirect("actions:mailing-detail", mailing.pk)
    if "encore" in request.POST:
        return redirect("actions:mailing-write", mailing.pk)
    return redirect("actions:mailing-review", mailing.pk)


@require_POST
@organizers_only
def mailing_detach(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Take a file off."""
    try:
        mailings.detach(mailing=_mine(request, pk), pk=file)
    except mailings.AlreadyLaunched:
        messages.info(request, str(LOST))
    return redirect("actions:mailing-write", pk)


@require_http_methods(["GET", "POST"])
@organizers_only
@csp_update({"frame-src": [SELF]})
def mailing_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Who will get it and who will not, on a real person; POST launches it."""
    mailing = _mine(request, pk)
    if mailing.state != MailingState.DRAFT:
        return redirect("actions:mailing-detail", pk)
    reached = mailing_people.reached(mailing)
    form = LaunchForm(request.POST or None, initial={"expected_total": reached.total})
    if form.is_valid():
        try:
            mailings.launch(
                mailing=mailing,
                actor=request.user,
                send_at=form.send_at(),
                expected_total=form.cleaned_data["expected_total"],
            )
        except mailings.InvalidMailing as refusal:
            form.show_problems(refusal.problems)
            form.data = form.data.copy()
            form.data["expected_total"] = str(reached.total)
        except mailings.AlreadyLaunched:
            messages.info(request, str(LOST))
            return redirect("actions:mailing-detail", pk)
        else:
            said = _("C’est décidé. Vous pouvez fermer cette page : tout part seul.")
            messages.success(request, said)
            return redirect("actions:mailing-detail", pk)
    status = 422 if form.is_bound else 200
    context = _review(mailing, reached) | {"form": form}
    return render(request, "actions/messages/mailing_review.html", context, status=status)


def _review(mailing: Mailing, reached: mailing_people.Reached) -> dict[str, Any]:
    chosen = mailing_people.people_of(mailing).select_related("chapter")
    people = list(chosen.order_by("sort_key", "pk")[:PEOPLE_OFFERED])
    length = measure(lighten(mailing.sms)) if mailing.by_sms else None
    return {
        "mailing": mailing,
        "reached": reached,
        "people": people,
        "subject": _composed(mailing, people[0]).subject if people else "",
        "files": mailing.files.all(),
        "length": length,
        "cost": reached.sms * (length.parts if length else 0) * settings.SMS_PRICE_CENTS / 100,
        "sms_opens": _sms_waits() if mailing.by_sms and reached.sms else None,
        "test_id": uuid.uuid4(),
    }


def _sms_waits() -> Any:
    """When SMS may leave, if not now."""
    now = timezone.now()
    opening = sending_hours.next_opening(ChannelName.SMS, now)
    return opening if opening > now else None


@require_GET
@organizers_only
@xframe_options_sameorigin
@csp(PREVIEW_POLICY)
def mailing_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The message as one person would get it, for a frame that can do nothing."""
    mailing = _mine(request, pk)
    person = _person(request, mailing)
    if person is None:
        return render(request, "actions/emails/nobody.html")
    composed = _composed(mailing, person)
    texted = composed if mailing.by_sms and composed.sms else None
    context = {
        "composed": composed if mailing.by_email else None,
        "texted": {"text": composed.sms} if texted else None,
        "length": measure(composed.sms) if texted else None,
        "dir": "ltr",
    }
    return render(request, "actions/emails/preview.html", context)


def _composed(mailing: Mailing, person: Person) -> letters.Written:
    row = None
    if mailing.action is not None:
        row = Attendance.objects.filter(action=mailing.action, person=person).first()
    return letters.compose(mailing=mailing, person=person, attendance=row)


def _person(request: HttpRequest, mailing: Mailing) -> Person | None:
    """Whom to show it on: the one asked for among its people, else the first."""
    people = mailing_people.people_of(mailing).select_related("chapter").order_by("sort_key", "pk")
    wanted = request.GET.get("personne") or request.POST.get("personne") or ""
    chosen = people.filter(pk=int(wanted[:18])).first() if wanted.isdecimal() else None
    return chosen or people.first()


@require_POST
@organizers_only
def mailing_test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it to myself."""
    mailing = _mine(request, pk)
    person = _person(request, mailing)
    if person is None or not mailing.body.strip():
        messages.info(request, _("Il faut un texte et une personne pour essayer."))
    else:
        mailings.send_test(
            mailing=mailing, person=person, to=request.user, client_id=client_id_of(request)
        )
        said = _("L’essai part à %(address)s.") % {"address": request.user.email}
        messages.success(request, said)
    return redirect("actions:mailing-review", pk)


@require_GET
@organizers_only
@csp_update({"frame-src": [SELF]})
def mailing_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of it; a draft is written on."""
    mailing = _mine(request, pk)
    if mailing.state == MailingState.DRAFT:
        return redirect("actions:mailing-write", pk)
    context = {
        "mailing": mailing,
        "result": mailing_sending.result(mailing),
        "files": mailing.files.all(),
        "rows": received.named(received.of_mailing(mailing)[:REPLIES_SHOWN], [mailing.chapter_id]),
        "letters_are_read": bool(settings.REPLIES_URLS or settings.BOUNCES_URL),
    }
    template = "actions/messages/_result.html" if request.htmx else None
    return render(request, template or "actions/messages/mailing_detail.html", context)


@require_POST
@organizers_only
def mailing_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop it: what has not left does not leave."""
    back = mailings.stop(mailing=_mine(request, pk), actor=request.user)
    said = ngettext(
        "Arrêté. %(n)d message rappelé ; ce qui était parti reste parti.",
        "Arrêté. %(n)d messages rappelés ; ce qui était parti reste parti.",
        back,
    )
    messages.success(request, said % {"n": back})
    return redirect("actions:mailing-detail", pk)


@require_GET
@organizers_only
def mailing_recipients(request: HttpRequest, pk: int) -> HttpResponse:
    """Its people, by how each hears of it (`?cas=email`…) or by what became of hers."""
    mailing = _mine(request, pk)
    case = request.GET.get("cas", "")
    if mailing.launched_at:
        rows = mailing.recipients.select_related("person", "message", "follow_up")
        rows = rows.filter(_became(case)).annotate(sort_key=F("person__sort_key"))
    else:
        rows = mailing_people.with_way(mailing, mailing_people.people_of(mailing))
        rows = rows.filter(way=case) if case in Way.values else rows
    context = {
        "mailing": mailing,
        "launched": bool(mailing.launched_at),
        "case": case,
        "page": keyset_page(rows, request, order=["sort_key", "id"]),
        "tabs": _tabs(mailing, case),
    }
    return render(request, "actions/messages/mailing_people.html", context)


def _became(case: str) -> Q:
    waiting = Q(message__state__in=[State.QUEUED, State.SENDING]) | Q(written_at=None)
    stopped = Q(message__state__in=[State.CANCELLED, State.EXPIRED])
    return {
        "attente": waiting,
        "envoye": Q(message__state=State.SENT),
        "refuse": Q(message__state=State.FAILED),
        "incertain": Q(message__state=State.UNCERTAIN),
        "arrete": stopped,
        "appel": Q(way=Way.HUMAN),
        "rien": Q(way=Way.NONE),
    }.get(case, Q())


def _tabs(mailing: Mailing, current: str) -> list[dict[str, Any]]:
    address = reverse("actions:mailing-people", args=[mailing.pk])
    before: list[tuple[str, Any]] = [("", _("Tout le monde")), ("email", _("Par e-mail"))]
    if sms_is_offered():
        before.append(("sms", _("Par SMS")))
    before += [("human", _("À appeler")), ("none", _("Laissé·es en paix"))]
    after: list[tuple[str, Any]] = [
        ("", _("Tout le monde")),
        ("attente", _("En attente")),
        ("envoye", _("Envoyés")),
        ("refuse", _("Refusés")),
        ("incertain", _("Incertains")),
        ("appel", _("À appeler")),
        ("rien", _("Rien n’est parti")),
    ]
    return [
        {"label": label, "url": f"{address}?cas={case}", "current": case == current}
        for case, label in (after if mailing.launched_at else before)
    ]
