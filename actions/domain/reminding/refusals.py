"""What becomes of a message that was refused, or that may not have arrived."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.journal.domain import record
from alliance.outbox import domain as outbox
from alliance.outbox.enums import State
from alliance.outbox.models import Message
from members.domain.meeting import follow_ups
from members.enums import FollowUpKind
from members.models import FollowUp, Person, User

PERSON = Person._meta.label_lower
DOUBTFUL = gettext_lazy("Appeler : le message « %(subject)s » n’est peut-être pas arrivé")
REFUSED = gettext_lazy("Appeler : le message « %(subject)s » n’est pas arrivé")


def addressee(message: Message) -> Person | None:
    """The person a message was for, if she is still in the file."""
    if message.recipient_type != PERSON or message.recipient_id is None:
        return None
    return Person.objects.filter(pk=message.recipient_id).first()


@transaction.atomic
def turn_into_call(
    *, message: Message, actor: User, now: datetime | None = None
) -> FollowUp | None:
    """Call instead of writing again: the message is given up and a call task takes its place.

    The task goes to whoever follows the person, else to the one who decides; asked twice it is
    one. Journaled. None when the person is no longer in the file: the message is given up all
    the same. Raises outbox.NothingToDecide when somebody has decided meanwhile.
    """
    moment = now or timezone.now()
    person, refused = addressee(message), message.state == State.FAILED
    instead = _("un appel prend sa place") if person else ""
    outbox.give_up(message=message, actor=actor, detail=instead, now=moment)
    record(
        verb="message.turned_into_call",
        actor=actor,
        subject=person,
        chapter_id=message.chapter_id,
        detail={"message": message.pk},
    )
    if person is None:
        return None
    return follow_ups.plan(
        person=person,
        owner=person.organizer or actor,
        kind=FollowUpKind.CALL,
        what=str(REFUSED if refused else DOUBTFUL) % {"subject": message.subject},
        due_on=timezone.localdate(moment),
        key=f"outbox.call:{message.pk}",
        actor=actor,
    )
