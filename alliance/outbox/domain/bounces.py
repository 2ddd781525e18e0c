"""Mail that comes back: delivery reports (RFC 3464) and complaints (RFC 5965), read by `email`.

Nothing in such a mail is trusted beyond our own Message-ID: an address that we never wrote to in
a message of that name is left alone, whatever the report says.
"""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from email import policy
from email.message import Message

from alliance.outbox.domain.inbound import (
    AddressTrouble,
    Trouble,
    note_complaint,
    note_refusal,
    report_trouble,
)
from alliance.outbox.enums import ChannelName
from alliance.outbox.models import Message as Sent

LARGEST = 5_000_000
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_MESSAGE_ID = re.compile(rb"(?im)^message-id:\s*(<[^<>\s]{1,400}>)")
# Refusals that say nothing of the address: our reputation, the content, a full mailbox.
_NOT_THE_ADDRESS = {"5.2.2", "5.2.3", "5.3.4", "5.6.0"}


@dataclass(frozen=True)
class Report:
    """What a returned mail says: `kind` is "bounce", "delay", "complaint", or "" (a letter)."""

    kind: str
    message_id: str = ""
    status: str = ""
    detail: str = ""
    address: str = ""


def take_in(raw: bytes) -> Report:
    """Read a returned mail and write down what it says; returns what was understood.

    A failure marks our message as refused, and the address as in error when the address is at
    fault; a complaint stops everything to that address; a delay, an automatic answer or a letter
    change nothing.
    """
    report = read(raw[:LARGEST])
    if report.kind == "bounce":
        trouble = Trouble.BOUNCED if is_the_addresss_fault(report.status) else None
        note_refusal(provider_id=report.message_id, detail=report.detail, trouble=trouble)
    elif report.kind == "complaint":
        note_complaint(
            provider_id=report.message_id, address="", detail=report.detail or "feedback-report"
        )
    return report


def read(raw: bytes) -> Report:
    """What a returned mail says, without writing anything; never raises on nonsense."""
    try:
        mail = email.message_from_bytes(raw, policy=policy.compat32)
        kind = mail.get_content_type()
        if kind != "multipart/report":
            return Report("")
        report_type = str(mail.get_param("report-type", "")).lower()
        if report_type == "feedback-report":
            return Report("complaint", _our_id(mail, raw), detail=_complaint(mail))
        if report_type == "delivery-status":
            return _delivery(mail, raw)
    except (ValueError, LookupError, TypeError, AttributeError):
        return Report("")
    return Report("")


def is_the_addresss_fault(status: str) -> bool:
    """Whether a status (RFC 3463) condemns the address: unknown, disabled; not a spam filter.

    Without a status a refusal for good is believed: old relays say no more.
    """
    if not status:
        return True
    if status in _NOT_THE_ADDRESS:
        return False
    return status.startswith(("5.1.", "5.2.1", "5.0.0", "5.4.4"))


def refusal_status(words: str) -> str:
    """The status in a relay's answer (« 550 5.1.1 no such user »); empty when it gives none."""
    found = _STATUS.search(words)
    return found[0] if found else ""


def condemns(words: str) -> bool:
    """Whether a relay's refusal of a recipient condemns her address."""
    return words[:1] == "5" and is_the_addresss_fault(refusal_status(words))


def refused(message: Sent) -> None:
    """A relay refused a recipient for good: tell the house when the address is at fault."""
    if message.channel == ChannelName.EMAIL and condemns(message.error):
        report_trouble(
            AddressTrouble(
                message.channel, message.to_address, Trouble.BOUNCED, message.error, message
            )
        )


def _delivery(mail: Message, raw: bytes) -> Report:
    action, status, detail, address = "", "", "", ""
    for block in _blocks(mail, "message/delivery-status"):
        if "Action" not in block:
            continue  # the block about the message as a whole
        action = str(block.get("Action", "")).strip().lower()
        found = _STATUS.search(str(block.get("Status", "")))
        status = found[0] if found else ""
        detail = str(block.get("Diagnostic-Code", "")).partition(";")[2].strip() or status
        address = str(block.get("Final-Recipient", "")).partition(";")[2].strip()
        if action == "failed":
            break
    kind = {"failed": "bounce", "delayed": "delay"}.get(action, "")
    if kind == "bounce" and status.startswith("4."):
        status = ""  # gave up after days: the address is not believed dead
        return Report(kind, _our_id(mail, raw), "5.2.2", detail[:400], address)
    return Report(kind, _our_id(mail, raw), status, " ".join(detail.split())[:400], address)


def _complaint(mail: Message) -> str:
    for block in _blocks(mail, "message/feedback-report"):
        return str(block.get("Feedback-Type", "abuse")).strip()[:60]
    return "abuse"


def _blocks(mail: Message, content_type: str) -> list[Message]:
    blocks: list[Message] = []
    for part in mail.walk():
        if part.get_content_type() != content_type:
            continue
        inner = part.get_payload()
        if isinstance(inner, list):
            blocks += [block for block in inner if isinstance(block, Message)]
        else:
            blocks.append(email.message_from_string(str(inner)))
    return blocks


def _our_id(mail: Message, raw: bytes) -> str:
    """The Message-ID of the message that came back: in the copy of it, never the report's own."""
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            for inner in part.walk():
                if inner is not part and inner.get("Message-ID"):
                    return str(inner["Message-ID"]).strip()
        if kind == "text/rfc822-headers":
            found = _MESSAGE_ID.search(_payload(part))
            if found:
                return found[1].decode("ascii", "replace")
    own = str(mail.get("Message-ID", "")).strip()
    ids = [each.decode("ascii", "replace") for each in _MESSAGE_ID.findall(raw)]
    return next((each for each in ids if each != own), "")


def _payload(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
