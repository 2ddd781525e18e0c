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
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from alliance.outbox.channels.sms import BREVO, OVH
from alliance.outbox.domain import inbound
from alliance.outbox.domain.inbound import Trouble
from alliance.outbox.enums import ChannelName
from alliance.outbox.models import Message

LARGEST = 20_000
# OVH's receipt: `description` (once `dlr`) is its state, `ptt` says more (its guide of the users).
OVH_STATE_DELIVERED, OVH_STATE_FAILED = {"1"}, {"2", "16"}
OVH_DELIVERED = "4"
OVH_FAILED = {
    "5": _("L’opérateur ne l’a pas remis."),
    "8": _("Le téléphone est resté éteint trop longtemps."),
    "20": _("Ce SMS ne peut pas être remis tel qu’il est écrit."),
    "21": _("L’opérateur n’avait plus de crédit."),
    "23": _("Ce numéro n’existe pas, ou plus."),
    "24": _("Téléphone éteint ou hors réseau."),
    "25": _("Panne du réseau de l’opérateur."),
    "26": _("La mémoire du téléphone est pleine."),
    "27": _("Ce téléphone ne reçoit pas ce genre de SMS."),
    "28": _("L’opérateur l’a pris pour du courrier indésirable."),
    "29": _("L’opérateur refuse ce contenu."),
    "33": _("Refusé par un contrôle parental."),
    "39": _("Panne de l’opérateur."),
    "73": _("Numéro porté, injoignable."),
    "74": _("Téléphone à l’étranger."),
    "76": _("Numéro porté, bloqué."),
    "202": _("Numéro porté, bloqué."),
}
OVH_DEAD = "23"
# Brevo names its states otherwise in its webhook (`hard_bounce`), its statistics (`hardBounces`)
# and its reference (`hardBounce`): compared as `_state` writes them, « hardbounce ».
BREVO_DELIVERED = {"delivered"}
BREVO_FAILED = {"hardbounce", "softbounce", "bounce", "rejected", "skip", "skipped", "blocked"}
BREVO_DEAD = {"hardbounce"}
BREVO_STOPPED = {"unsubscribe", "unsubscribed", "unsubscription", "blacklisted"}
BREVO_REPLIED = {"replied", "reply", "replie"}


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def sms_webhook(request: HttpRequest, provider: str, secret: str) -> HttpResponse:
    """A provider's call: the secret in the address lets it in, its ids make replays harmless.

    OVH tells receipts by GET and replies by POST: this is the one address where GET writes, and
    nobody but the provider knows it. A call that says nothing we know is answered 200 and
    forgotten, so that it does not come again for days.
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
    """A reply (`message`, `senderid`, our `tag`), or a receipt (`ptt`, `description`)."""
    text = said.get("message", "")
    if text:
        asked = _tagged(said.get("tag", ""))
        number = _number(_first(said, "senderid", "sender")) or (asked.to_address if asked else "")
        if number:
            answers = asked.provider_id if asked else ""
            _receive(OVH, said, number=number, text=text, answers=answers)
        return
    name = f"{OVH}:{said['id']}" if said.get("id") else ""
    state, code = _first(said, "description", "dlr"), said.get("ptt", "")
    if state in OVH_STATE_DELIVERED or code == OVH_DELIVERED:
        inbound.note_delivery(provider_id=name)
    elif state in OVH_STATE_FAILED or code in OVH_FAILED:
        why = OVH_FAILED.get(code) or said.get("descriptionDlr") or state
        trouble = Trouble.BOUNCED if code == OVH_DEAD else None
        detail = f"{why} ({code or state})"
        inbound.note_refusal(provider_id=name, detail=detail, trouble=trouble)


def _tagged(tag: str) -> Message | None:
    """The message that carried this tag; None for another's tag."""
    number = tag.removeprefix("m")
    if number == tag or not number.isdecimal():
        return None
    sent = Message.objects.filter(pk=int(number[:18]), channel=ChannelName.SMS)
    return sent.only("to_address", "provider_id").first()


def _brevo(said: Mapping[str, str]) -> None:
    """A receipt, or an answer in `reply`: its own field in the webhook and in the statistics."""
    own = _first(said, "messageId", "message_id")
    name = f"{BREVO}:{own}" if own else ""
    state = _state(_first(said, "msg_status", "event", "status"))
    number = _number(_first(said, "to", "recipient", "phoneNumber"))
    text = _first(said, "reply", *(("text", "message") if state in BREVO_REPLIED else ()))
    if state in BREVO_STOPPED and number:
        _receive(BREVO, said, number=number, text="STOP", answers=name)
    elif text and number:
        _receive(BREVO, said, number=number, text=text, answers=name)
    elif state in BREVO_DELIVERED:
        inbound.note_delivery(provider_id=name)
    elif state in BREVO_FAILED:
        detail = _first(said, "description", "reason", "error_code") or state
        dead = state in BREVO_DEAD or _state(said.get("bounce_type", "")) in BREVO_DEAD
        trouble = Trouble.BOUNCED if dead else None
        inbound.note_refusal(provider_id=name, detail=detail, trouble=trouble)


def _state(word: str) -> str:
    """« hard_bounce », « hardBounces » and « Hard Bounce » are one."""
    return "".join(each for each in word.lower() if each.isalpha()).removesuffix("s")


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
