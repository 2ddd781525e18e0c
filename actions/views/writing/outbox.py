"""The outbox: every message of my chapters, and what a human must decide."""

from __future__ import annotations

import contextlib
from typing import Any
from urllib.parse import urlencode

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from actions.domain.reminding import refusals
from actions.domain.writing import received as answered
from actions.forms.outbox import OutboxFilter
from alliance.core.paging import keyset_page
from alliance.outbox import domain as outbox_domain
from alliance.outbox.domain.figures import figures, troubles
from alliance.outbox.enums import State
from alliance.outbox.models import Message
from members.models import Chapter
from members.permissions import organizers_only

AT_ONCE = 200
UNDECIDED = (State.UNCERTAIN, State.FAILED)
# No script, no network, no link that opens: a message is somebody else's text.
PREVIEW_POLICY = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["data:"],
    "frame-ancestors": [SELF],
    "sandbox": True,
}


def _chapter_ids(request: HttpRequest) -> list[int]:
    return list(Chapter.objects.organized_by(request.user).values_list("pk", flat=True))


def _mine(request: HttpRequest, pk: int) -> Message:
    found = Message.objects.in_chapters(_chapter_ids(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_GET
@organizers_only
def outbox(request: HttpRequest) -> HttpResponse:
    """The messages of my chapters, newest first; filters are in the address."""
    chapters = _chapter_ids(request)
    form = OutboxFilter(request.GET)
    wanted = form.wanted()
    rows = form.applied(Message.objects.in_chapters(chapters))
    counts = figures(chapters)
    context = {
        "page": keyset_page(rows.defer("html", "text"), request, order=["-id"]),
        "state": wanted["state"],
        "form": form,
        "filtered": bool(wanted["q"] or wanted["sorte"] or wanted["par"]),
        "tabs": _tabs(counts, wanted),
        "troubles": troubles(),
        "undecided": getattr(counts, wanted["state"]) if wanted["state"] in UNDECIDED else 0,
    }
    return render(request, "actions/outbox.html", context)


# The tabs say several: « Envoyés ».
PLURAL = {
    State.SENT: gettext_lazy("envoyés"),
    State.FAILED: gettext_lazy("refusés"),
    State.UNCERTAIN: gettext_lazy("incertains"),
    State.CANCELLED: gettext_lazy("annulés"),
    State.EXPIRED: gettext_lazy("périmés"),
}


def _tabs(counts: Any, wanted: dict[str, str]) -> list[dict[str, Any]]:
    """One tab a state; the other filters stay as they are."""
    kept = {name: value for name, value in wanted.items() if value and name != "state"}
    current = wanted["state"]

    def address(**more: str) -> str:
        return f"{reverse('actions:outbox')}?{urlencode(kept | more)}"

    every = {"label": _("Tous"), "url": address(), "current": not current, "count": counts.total}
    return [every] + [
        {
            "label": PLURAL.get(state, state.label).capitalize(),
            "url": address(state=state.value),
            "current": current == state.value,
            "count": getattr(counts, state.value),
        }
        for state in State
        if getattr(counts, state.value) or state.value == current
    ]


@require_GET
@organizers_only
def received(request: HttpRequest) -> HttpResponse:
    """What people of my chapters answered by SMS or e-mail, newest first."""
    chapters = _chapter_ids(request)
    page = keyset_page(answered.of_chapters(chapters), request, order=["-id"])
    context = {"page": page, "rows": answered.named(page.rows, chapters)}
    return render(request, "actions/messages/received.html", context)


@require_POST
@organizers_only
def call_undecided(request: HttpRequest) -> HttpResponse:
    """Call all those whose message was refused, or may not have arrived, in one gesture."""
    state = State.FAILED if request.POST.get("state") == State.FAILED else State.UNCERTAIN
    waiting = Message.objects.in_chapters(_chapter_ids(request)).filter(state=state)
    done = 0
    for message in waiting.order_by("pk")[:AT_ONCE]:
        with contextlib.suppress(outbox_domain.NothingToDecide):
            done += refusals.turn_into_call(message=message, actor=request.user) is not None
    messages.success(request, _("Appels prévus à la place : %(n)d.") % {"n": done})
    return redirect(f"{reverse('actions:outbox')}?state={state}")


@require_GET
@organizers_only
@csp_update({"frame-src": [SELF]})
def message_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One message as it left, what happened to it, and what may be decided."""
    message = _mine(request, pk)
    context = {
        "message": message,
        "events": message.events.all(),
        "attachments": message.attachments.all(),
        "addressee": refusals.addressee(message),
        "rows": answered.named(answered.of_message(message), [message.chapter_id]),
        "undecided": message.state in UNDECIDED,
    }
    return render(request, "actions/message_detail.html", context)


@require_GET
@organizers_only
@xframe_options_sameorigin
@csp(PREVIEW_POLICY)
def message_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The message as a mail program shows it, for a frame that can do nothing."""
    return HttpResponse(_mine(request, pk).html)


@require_POST
@organizers_only
def message_resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it again, knowing that it may have been received."""
    return _decide(request, pk, outbox_domain.resend, _("Le message repart."))


@require_POST
@organizers_only
def message_arrived(request: HttpRequest, pk: int) -> HttpResponse:
    """She says she has it."""
    return _decide(request, pk, outbox_domain.mark_sent, _("C’est noté : le message est arrivé."))


@require_POST
@organizers_only
def message_call(request: HttpRequest, pk: int) -> HttpResponse:
    """Call her instead."""
    return _decide(request, pk, refusals.turn_into_call, _("Un appel est prévu à la place."))


def _decide(request: HttpRequest, pk: int, deed: Any, said: str) -> HttpResponse:
    message = _mine(request, pk)
    try:
        deed(message=message, actor=request.user)
    except outbox_domain.NothingToDecide:
        messages.info(request, _("Quelqu’un a déjà décidé pour ce message."))
    else:
        messages.success(request, said)
    return redirect("actions:message-detail", pk)
