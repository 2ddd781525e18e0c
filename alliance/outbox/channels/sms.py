"""SMS: one HTTP request a message, to the provider of SMS_PROVIDER.

Sending is not idempotent at either provider: an answer that does not come, or that says nothing
(5xx, a page instead of JSON), leaves a doubt, and only a human resends. A connection that was never
made, and a refusal with its reason, leave none. What each of them really says, and where it was
read: docs/decisions/0250.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import requests
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.core.text.sms_text import LONGEST_PARTS, holds_contact, lighten, measure
from alliance.outbox.channels import faults
from alliance.outbox.channels.base import Answer, Channel, Outcome, Unreachable, Unsendable
from alliance.outbox.enums import ChannelName
from alliance.outbox.models import Message

OVH, BREVO = "ovh", "brevo"
VALID_MINUTES = 12 * 60  # a phone switched off for longer gets no reminder of yesterday
_CONNECT_SECONDS = 10
# Refusals of our account, whatever their status: no message is at fault.
_OURS = {
    "INVALID_SIGNATURE", "INVALID_KEY", "INVALID_CREDENTIAL", "NOT_CREDENTIAL", "NOT_GRANTED_CALL",
    "QUERY_TIME_OUT", "not_enough_credits", "unauthorized", "account_under_validation",
    "permission_denied",
}  # fmt: skip
# And these, without a code of their own: a service that does not exist, a sender not validated.
_OUR_SETTINGS = re.compile(r"\bservice ?name\b|\bsender\b|\bcredits?\b", re.IGNORECASE)
# How long to wait after a 429: Brevo's own header, since it sends no Retry-After.
_WAITS = ("Retry-After", "x-sib-ratelimit-reset")
_LONGEST_WAIT = 3600
# OVH refuses an address or a number in what leaves from a short number (php-ovh, issue 156).
_SHORTCODE = "contact information with shortcode"
# Brevo writes no STOP by itself: it puts its number where this is written.
BREVO_STOP = "STOP au [STOP_CODE]"


NO_CONTACT = gettext_lazy(
    "Depuis un numéro court, l’opérateur refuse un lien, un e-mail ou un téléphone dans le SMS."
)


def unsayable(text: str) -> str:
    """Why the provider would refuse these words to everybody: OVH's short numbers do; else ""."""
    short = settings.SMS_PROVIDER == OVH and settings.SMS_REPLIES
    return str(NO_CONTACT) if short and holds_contact(text) else ""


def open_sms() -> Channel:
    """The channel for the configured provider."""
    return BrevoChannel() if settings.SMS_PROVIDER == BREVO else OvhChannel()


@dataclass(frozen=True)
class Text:
    """A message as a provider wants it."""

    number: str
    content: str
    tag: str


class HttpChannel:
    """What both providers share: one session, and what their answers mean."""

    name: str = ChannelName.SMS

    def __init__(self) -> None:
        self._session = requests.Session()

    def open(self) -> None:
        """Nothing to do: the session connects with the first request."""

    def prepare(self, message: Message, now: datetime) -> Text:
        """The number and the words, as light as they can be. Raises Unsendable."""
        number = message.to_address
        if not number.startswith("+") or not number[1:].isdecimal():
            raise Unsendable(_("Ce numéro ne reçoit pas de SMS."))
        content = lighten(message.text)
        if measure(content).parts > LONGEST_PARTS:
            raise Unsendable(
                _("Ce SMS est trop long : %(parts)d SMS au plus.") % {"parts": LONGEST_PARTS}
            )
        return Text(number, content, f"m{message.pk}")

    def send(self, prepared: Text, then: Text | None = None) -> Outcome:
        """Hand one message over. Raises Unreachable if it was provably not taken."""
        raise NotImplementedError

    def close(self) -> None:
        """Let the connection go; never raises."""
        self._session.close()

    def _post(self, url: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> Any:
        """The provider's answer, or the Outcome of having none."""
        try:
            return self._session.post(
                url,
                data=json.dumps(body).encode(),
                headers={**headers, "Content-Type": "application/json"},
                timeout=(_CONNECT_SECONDS, settings.SMS_TIMEOUT),
                allow_redirects=False,
            )
        except requests.ConnectTimeout as fault:
            raise Unreachable(faults.no_connection(fault)) from fault
        except requests.ConnectionError as fault:
            if _never_connected(fault):
                raise Unreachable(faults.no_connection(fault)) from fault
            return Outcome(Answer.UNKNOWN, faults.no_answer(in_time=True))
        except requests.RequestException as fault:
            in_time = not isinstance(fault, requests.Timeout)
            return Outcome(Answer.UNKNOWN, faults.no_answer(in_time=in_time))


class OvhChannel(HttpChannel):
    """OVHcloud: `POST /sms/{service}/jobs`, each request signed with the account's three keys."""

    def __init__(self) -> None:
        super().__init__()
        self._delay: int | None = None

    def open(self) -> None:
        """Ask OVH what time it is: a signature is refused when the clocks differ."""
        if self._delay is not None:
            return
        try:
            answer = self._session.get(
                f"{settings.OVH_ENDPOINT}/auth/time", timeout=_CONNECT_SECONDS
            )
            self._delay = int(answer.text) - int(time.time())
        except (requests.RequestException, ValueError) as fault:
            raise Unreachable(faults.no_connection(fault)) from fault

    def send(self, prepared: Text, then: Text | None = None) -> Outcome:
        """One job for one receiver. Raises Unreachable."""
        self.open()
        url = f"{settings.OVH_ENDPOINT}/sms/{settings.OVH_SMS_SERVICE}/jobs"
        two_way = settings.SMS_REPLIES
        body = {
            "charset": "UTF-8",
            "class": "phoneDisplay",
            "coding": "8bit" if measure(prepared.content).unicode else "7bit",
            "message": prepared.content,
            "noStopClause": two_way,  # STOP is answered to us; else OVH adds its own number
            "priority": "high",
            "receivers": [prepared.number],
            "senderForResponse": two_way,
            "tag": prepared.tag,
            "validityPeriod": VALID_MINUTES,
        }
        if not two_way and settings.SMS_SENDER:
            body["sender"] = settings.SMS_SENDER
        answer = self._post(url, body, self._signed("POST", url, json.dumps(body)))
        return answer if isinstance(answer, Outcome) else self._read(answer)

    def _signed(self, method: str, url: str, body: str) -> dict[str, str]:
        stamp = str(int(time.time()) + (self._delay or 0))
        return {
            "X-Ovh-Application": settings.OVH_APPLICATION_KEY,
            "X-Ovh-Consumer": settings.OVH_CONSUMER_KEY,
            "X-Ovh-Timestamp": stamp,
            "X-Ovh-Signature": ovh_signature(method, url, body, stamp),
        }

    def _read(self, answer: requests.Response) -> Outcome:
        said = _json(answer)
        if answer.status_code == 200 and said is not None:
            ids = said.get("ids") or []
            if ids:
                return Outcome(Answer.ACCEPTED, provider_id=f"{OVH}:{ids[0]}")
            if said.get("invalidReceivers"):
                return Outcome(Answer.REFUSED, _("Numéro refusé par l’opérateur."))
        return _judged(answer, said)


class BrevoChannel(HttpChannel):
    """Brevo: `POST /transactionalSMS/send`, with the account's key; it calls our webhook back."""

    def prepare(self, message: Message, now: datetime) -> Text:
        """With the STOP that the law wants, where people cannot answer. Raises Unsendable."""
        text = super().prepare(message, now)
        if settings.SMS_REPLIES or BREVO_STOP in text.content:
            return text
        return replace(text, content=f"{text.content} {BREVO_STOP}")

    def send(self, prepared: Text, then: Text | None = None) -> Outcome:
        """One message for one recipient. Raises Unreachable."""
        body = {
            "sender": settings.SMS_SENDER,
            "recipient": prepared.number.removeprefix("+"),
            "content": prepared.content,
            "type": "transactional" if settings.SMS_REPLIES else "marketing",
            "tag": prepared.tag,
            "unicodeEnabled": measure(prepared.content).unicode,
        }
        if settings.SMS_WEBHOOK_SECRET:
            body["webUrl"] = webhook_url(BREVO)
        answer = self._post(
            f"{settings.BREVO_ENDPOINT}/transactionalSMS/send",
            body,
            {"api-key": settings.BREVO_API_KEY, "accept": "application/json"},
        )
        return answer if isinstance(answer, Outcome) else self._read(answer)

    def _read(self, answer: requests.Response) -> Outcome:
        said = _json(answer)
        if answer.status_code in (200, 201) and said is not None and said.get("messageId"):
            return Outcome(Answer.ACCEPTED, provider_id=f"{BREVO}:{said['messageId']}")
        return _judged(answer, said)


def ovh_signature(method: str, url: str, body: str, stamp: str) -> str:
    """`$1$` and the SHA-1 of the secrets, the request and the hour, joined by plus signs."""
    secrets = (settings.OVH_APPLICATION_SECRET, settings.OVH_CONSUMER_KEY)
    signed = "+".join([*secrets, method, url, body, stamp])
    return "$1$" + hashlib.sha1(signed.encode(), usedforsecurity=False).hexdigest()


def webhook_url(provider: str) -> str:
    """Where a provider tells us of receipts and replies: the secret in it is what lets it in."""
    return f"{settings.SITE_URL}/sms/{provider}/{settings.SMS_WEBHOOK_SECRET}/"


def _judged(answer: requests.Response, said: Mapping[str, Any] | None) -> Outcome:
    """What anything but a success means: whose fault it is decides who pays for it."""
    reason = _reason(answer, said)
    words = f"{answer.status_code} {reason}"[:500]
    code = (said or {}).get("errorCode") or (said or {}).get("code")
    if answer.status_code in (401, 402, 403) or code in _OURS:
        raise Unreachable(words)
    if answer.status_code in (408, 429):
        return Outcome(Answer.DELAYED, words, wait=_wait(answer))
    if 400 <= answer.status_code < 500 and said is not None:
        if answer.status_code == 404 or _OUR_SETTINGS.search(reason):
            raise Unreachable(words)
        if _SHORTCODE in reason.lower():
            return Outcome(Answer.REFUSED, str(NO_CONTACT))
        return Outcome(Answer.REFUSED, words)
    return Outcome(Answer.UNKNOWN, words)


def _wait(answer: requests.Response) -> int:
    """The seconds that the provider asks for, an hour at most; 0 when it does not say."""
    asked = next((answer.headers[name] for name in _WAITS if name in answer.headers), "")
    return min(int(asked), _LONGEST_WAIT) if asked.isdecimal() else 0


def _reason(answer: requests.Response, said: Mapping[str, Any] | None) -> str:
    return str((said or {}).get("message") or answer.reason or "")


def _json(answer: requests.Response) -> Mapping[str, Any] | None:
    try:
        said = answer.json()
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def _never_connected(fault: requests.ConnectionError) -> bool:
    """A refused or unresolved connection carries urllib3's NewConnectionError inside."""
    cause = getattr(fault.args[0], "reason", None) if fault.args else None
    return type(cause).__name__ in {"NewConnectionError", "NameResolutionError", "SSLError"}
