"""Where SMS providers tell us what became of our messages, and what people answered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from alliance.outbox.channels.sms import BREVO, OVH
from alliance.outbox.domain import inbound
from alliance.outbox.domain.inbound import Trouble
from alliance.outbox.enums import ChannelName

LARGEST = 20_000
# OVH's « ptt »: arrived; undeliverable for good. The others are on their way.
OVH_DELIVERED, OVH_FAILED = {"1"}, {"2", "16"}
BREVO_DELIVERED = {"delivered"}
BREVO_FAILED = {"hardbounced", "hard_bounce", "softbounced", "soft_bounce", "rejected", "skip"}
BREVO_DEAD = {"hardbounced", "hard_bounce"}
BREVO_STOPPED = {"unsubscribe", "unsubscribed", "blacklisted"}


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def sms_webhook(request: HttpRequest, provider: str, secret: str) -> HttpResponse:
    """A provider's call: the secret in the address lets it in, its ids make replays harmless.

    OVH calls by GET, without a body: this is the one address where GET writes, and nobody but
    the provider knows it. A call that says nothing we know is answered 200 and forgotten, so that
    it does not come again for days.
    """
    known = settings.SMS_WEBHOOK_SECRET
    if not known or not constant_time_compare(secret, known) or provider not in {OVH, BREVO}:
        raise Http404
    said = _said(request)
    if provider == OVH:
        _ovh(said)
    else:
        _brevo(said)
    return HttpResponse("OK", content_type="text/plain")


def _said(request: HttpRequest) -> Mapping[str, str]:
    """What the call says, in the query, a form or JSON; flat, as text."""
    said: dict[str, Any] = dict(request.GET.items())
    if request.method == "POST":
        if request.content_type == "application/json":
            try:
                body = json.loads(request.body[:LARGEST])
            except ValueError:
                body = {}
            said |= body if isinstance(body, dict) else {}
        else:
            said |= dict(request.POST.items())
    return {
        str(name): str(value)
        for name, value in said.items()
        if isinstance(value, str | int | float)
    }


def _ovh(said: Mapping[str, str]) -> None:
    text = _first(said, "message", "text", "content")
    number = _number(_first(said, "senderid", "sender", "from", "number"))
    if text and number:
        _receive(OVH, said, number=number, text=text, answers="")
        return
    name = f"{OVH}:{said['id']}" if said.get("id") else ""
    state = said.get("ptt", "")
    if state in OVH_DELIVERED:
        inbound.note_delivery(provider_id=name)
    elif state in OVH_FAILED:
        detail = _first(said, "descriptionDetail", "description") or f"ptt {state}"
        trouble = Trouble.BOUNCED if "unknown" in detail.lower() else None
        inbound.note_refusal(provider_id=name, detail=detail, trouble=trouble)


def _brevo(said: Mapping[str, str]) -> None:
    name = f"{BREVO}:{said['messageId']}" if said.get("messageId") else ""
    state = _first(said, "msg_status", "event", "status").lower()
    number = _number(_first(said, "to", "recipient"))
    text = said.get("reply", "")
    if state in BREVO_STOPPED and number:
        _receive(BREVO, said, number=number, text="STOP", answers=name)
    elif text and number:
        _receive(BREVO, said, number=number, text=text, answers=name)
    elif state in BREVO_DELIVERED:
        inbound.note_delivery(provider_id=name)
    elif state in BREVO_FAILED:
        detail = _first(said, "description", "reason", "error_code") or state
        trouble = Trouble.BOUNCED if state in BREVO_DEAD else None
        inbound.note_refusal(provider_id=name, detail=detail, trouble=trouble)


def _receive(
    provider: str, said: Mapping[str, str], *, number: str, text: str, answers: str
) -> None:
    """Under the provider's own id; without one, what it said is its name."""
    own = said.get("id", "") if provider == OVH else ""
    digest = hashlib.sha256(repr(sorted(said.items())).encode()).hexdigest()[:40]
    inbound.receive(
        channel=ChannelName.SMS,
        provider_id=f"{provider}:{own or digest}",
        from_address=number,
        text=text,
        answers=answers,
    )


def _first(said: Mapping[str, str], *names: str) -> str:
    return next((said[name] for name in names if said.get(name)), "")


def _number(text: str) -> str:
    """« 0033639980001 », « 33639980001 » and « +33639980001 » are one; « 36105 » is none."""
    digits = "".join(each for each in text if each.isascii() and each.isdigit())
    digits = digits.removeprefix("00")
    if digits.startswith("0") and len(digits) == 10:
        digits = f"33{digits[1:]}"
    return f"+{digits}" if 8 <= len(digits) <= 15 else ""
