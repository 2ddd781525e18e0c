"""What people answer by SMS: OUI, NON, PEUT-ÊTRE, STOP, in four languages; the rest is read."""

from __future__ import annotations

import re
import unicodedata
from uuid import UUID, uuid5

from django.utils import timezone
from django.utils.translation import gettext as _

from actions.domain import replies
from actions.domain.actions import WrongState
from actions.enums import Answer, ReplySource
from actions.models import Attendance
from alliance.outbox.domain import register_inbound_handler
from alliance.outbox.models import InboundMessage
from members.domain import consents
from members.domain.meeting import follow_ups
from members.enums import Channel, ConsentSource, FollowUpKind, Purpose
from members.models import Consent, FollowUp, Person, User

STOP = "stop"
FOR_A_HUMAN = "human"
NOBODY = "unknown"
_NAMESPACE = UUID("5b7f4a3e-50d5-4f0e-9d3b-1f0f6d3a6a10")

WORDS = {
    Answer.YES: {"oui", "yes", "evet", "نعم", "ok", "je viens", "j y serai", "present", "presente"},
    Answer.NO: {"non", "no", "hayir", "لا", "je ne viens pas", "je ne peux pas", "je peux pas"},
    Answer.MAYBE: {"peut etre", "peutetre", "maybe", "belki", "ربما"},
}
STOPS = {"stop", "stop sms", "arret", "arreter", "desabonner", "unsubscribe", "dur", "قف", "توقف"}
# Said beside an answer without changing it.
POLITE = {
    "merci", "bonjour", "bonsoir", "salut", "bien", "sur", "beaucoup", "avec", "plaisir", "svp",
    "stp", "madame", "monsieur", "thanks", "thank", "you", "tesekkurler", "شكرا", "desole",
    "desolee", "volontiers",
}  # fmt: skip
_NOT_A_LETTER = re.compile(r"[^\w]+|_")


def register() -> None:
    """Ask the outbox for what it receives; called once the applications are loaded."""
    register_inbound_handler(take)


def understand(text: str) -> str:
    """The answer a text gives ("yes", "no", "maybe", "stop"), or nothing when it must be read.

    Only when nothing else is said: « Oui mais je finis à 19 h » is for a human.
    """
    words = [word for word in _NOT_A_LETTER.split(_plain(text)) if word]
    if " ".join(words) in STOPS or words[:1] == [STOP]:
        return STOP
    said = " ".join(word for word in words if word not in POLITE)
    return next((str(answer) for answer, known in WORDS.items() if said in known), "")


def take(inbound: InboundMessage) -> str:
    """Do what an SMS says, and return the word for it.

    STOP: everybody with this number gets no SMS any more. An answer to an action's message is
    recorded as if she had said it (source SMS), while the action takes answers. All the rest, and
    an answer to nothing, is a follow-up for the one who knows her.
    """
    said = understand(inbound.text)
    if said == STOP:
        return STOP if _stop(inbound) else NOBODY
    attendance = _attendance(inbound)
    if said and attendance is not None and _recorded(inbound, attendance, said):
        return said
    person = attendance.person if attendance else _person(inbound)
    if person is None:
        return NOBODY
    _hand_over(inbound, person, attendance)
    return FOR_A_HUMAN


def _stop(inbound: InboundMessage) -> int:
    people = Person.objects.filter(phones__number=inbound.from_address).distinct()
    for person in people.order_by("pk"):
        said = Consent.objects.filter(person=person, channel=Channel.SMS)
        purposes = {Purpose.MOBILIZATION, *said.values_list("purpose", flat=True)}
        for purpose in sorted(purposes):
            consents.record(
                person=person,
                channel=Channel.SMS,
                purpose=purpose,
                given=False,
                source=ConsentSource.SMS,
                wording=inbound.text[:200],
                now=inbound.received_at,
            )
    return len(people)


def _recorded(inbound: InboundMessage, attendance: Attendance, answer: str) -> bool:
    try:
        replies.record_reply(
            attendance=attendance,
            answer=answer,
            companions=attendance.companions if answer != Answer.NO else 0,
            source=ReplySource.SMS,
            client_id=uuid5(_NAMESPACE, inbound.provider_id),
            now=inbound.received_at,
        )
    except WrongState:
        return False
    return True


def _attendance(inbound: InboundMessage) -> Attendance | None:
    """Whose invitation this answers, when the message was about one."""
    reference = inbound.answers.reference if inbound.answers else ""
    label, _colon, number = reference.partition(":")
    if label != Attendance._meta.label_lower or not number.isdecimal():
        return None
    rows = Attendance.objects.select_related("person__organizer", "action__organizer")
    return rows.filter(pk=int(number), person__archived_at=None).exclude(person=None).first()


def _person(inbound: InboundMessage) -> Person | None:
    """To whom we had written; else whoever has this number."""
    known = Person.objects.active().filter(phones__number=inbound.from_address)
    ours = inbound.answers
    if ours is not None and ours.recipient_type == Person._meta.label_lower:
        found = known.filter(pk=ours.recipient_id or 0).first()
        if found is not None:
            return found
    return known.order_by("pk").first()


def _hand_over(inbound: InboundMessage, person: Person, attendance: Attendance | None) -> FollowUp:
    owner: User | None = person.organizer
    if owner is None and attendance is not None:
        owner = attendance.action.organizer
    return follow_ups.plan(
        person=person,
        owner=owner,
        kind=FollowUpKind.CALL,
        what=_("Répondre à son SMS : « %(text)s »") % {"text": inbound.text.strip()[:160]},
        due_on=timezone.localdate(inbound.received_at),
        key=f"sms:{inbound.pk}",
    )


def _plain(text: str) -> str:
    """Without capitals and accents; the letters of other alphabets stay."""
    spread = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("İ", "i").casefold())
    return "".join(each for each in spread if not unicodedata.combining(each))
