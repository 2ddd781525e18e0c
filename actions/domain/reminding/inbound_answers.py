"""What people answer by SMS or e-mail: OUI, NON, PEUT-ÊTRE, STOP, in four languages.

The rest is read by somebody, but for a mere « merci ».
"""

from __future__ import annotations

import re
import unicodedata
from uuid import UUID, uuid5

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.domain import replies
from actions.domain.actions import WrongState
from actions.enums import Answer, ReplySource
from actions.models import Attendance, Mailing
from alliance.outbox.domain import register_inbound_handler
from alliance.outbox.models import InboundMessage
from members.domain import consents
from members.domain.meeting import follow_ups
from members.enums import Channel, ConsentSource, FollowUpKind, Purpose
from members.models import Consent, FollowUp, Person, User

STOP = "stop"
THANKS = "thanks"
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
    words = _words(text)
    if " ".join(words) in STOPS or words[:1] == [STOP]:
        return STOP
    said = " ".join(word for word in words if word not in POLITE)
    return next((str(answer) for answer, known in WORDS.items() if said in known), "")


def take(inbound: InboundMessage) -> str:
    """Do what an SMS or an e-mail says, and return the word for it.

    STOP: everybody with this number, or with the address that we wrote to, gets none any more. An
    answer to an action's message is recorded as if she had said it (source SMS or e-mail), while
    the action takes answers. A mere « merci » asks for nothing. All the rest, and an answer to
    nothing, is a follow-up for the one who knows her.
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
    if is_thanks(inbound.text):
        return THANKS
    _hand_over(inbound, person, attendance)
    return FOR_A_HUMAN


def is_thanks(text: str) -> bool:
    """Whether nothing else is said than « merci beaucoup »."""
    words = _words(text)
    return bool(words) and POLITE.issuperset(words)


def _stop(inbound: InboundMessage) -> int:
    by_sms = inbound.channel == Channel.SMS
    people = _reached_by(inbound)
    for person in people:
        channel = Channel.SMS if by_sms else Channel.EMAIL
        said = Consent.objects.filter(person=person, channel=channel)
        purposes = {Purpose.MOBILIZATION, *said.values_list("purpose", flat=True)}
        for purpose in sorted(purposes):
            consents.record(
                person=person,
                channel=channel,
                purpose=purpose,
                given=False,
                source=ConsentSource.SMS if by_sms else ConsentSource.EMAIL,
                wording=inbound.text[:200],
                now=inbound.received_at,
            )
    return len(people)


def _reached_by(inbound: InboundMessage) -> list[Person]:
    """Everybody with this number; for an e-mail, with the address that we had written to.

    Whoever answers from another address speaks for the one where she reads us.
    """
    if inbound.channel == Channel.SMS:
        reached = Q(phones__number=inbound.from_address)
    else:
        ours = inbound.answers.to_address if inbound.answers else inbound.from_address
        reached = Q(emails__address=ours)
    return list(Person.objects.filter(reached).distinct().order_by("pk"))


def _recorded(inbound: InboundMessage, attendance: Attendance, answer: str) -> bool:
    try:
        replies.record_reply(
            attendance=attendance,
            answer=answer,
            companions=attendance.companions if answer != Answer.NO else 0,
            source=ReplySource.SMS if inbound.channel == Channel.SMS else ReplySource.EMAIL,
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
    """To whom we had written; else whoever has this number, or this address."""
    by_sms = inbound.channel == Channel.SMS
    means = "phones__number" if by_sms else "emails__address"
    known = Person.objects.active().select_related("organizer")
    owners = known.filter(**{means: inbound.from_address}).distinct()
    ours = inbound.answers
    if ours is not None and ours.recipient_type == Person._meta.label_lower:
        # A number is lent and given on; a letter that cites ours was answered by who got it.
        found = (owners if by_sms else known).filter(pk=ours.recipient_id or 0).first()
        if found is not None:
            return found
    return owners.order_by("pk").first()


def _hand_over(inbound: InboundMessage, person: Person, attendance: Attendance | None) -> FollowUp:
    by_sms = inbound.channel == Channel.SMS
    what = _("Répondre à son SMS : « %(text)s »")
    if not by_sms:
        what = _("Répondre à son e-mail : « %(text)s »")
    return follow_ups.plan(
        person=person,
        owner=person.organizer or _writer(inbound, attendance),
        kind=FollowUpKind.CALL if by_sms else FollowUpKind.MESSAGE,
        what=what % {"text": " ".join(inbound.text.split())[:160]},
        due_on=timezone.localdate(inbound.received_at),
        key=f"{inbound.channel}:{inbound.pk}",
    )


def _writer(inbound: InboundMessage, attendance: Attendance | None) -> User | None:
    """Whose message it was: the action's organizer, or who wrote to a list."""
    if attendance is not None:
        return attendance.action.organizer
    label, _colon, number = (inbound.answers.batch if inbound.answers else "").partition(":")
    if label != Mailing._meta.label_lower or not number.isdecimal():
        return None
    mailing = Mailing.objects.select_related("author").filter(pk=int(number)).first()
    return mailing.author if mailing else None


def _words(text: str) -> list[str]:
    return [word for word in _NOT_A_LETTER.split(_plain(text)) if word]


def _plain(text: str) -> str:
    """Without capitals and accents; the letters of other alphabets stay."""
    spread = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("İ", "i").casefold())
    return "".join(each for each in spread if not unicodedata.combining(each))
