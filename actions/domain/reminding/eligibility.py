"""Asked again just before a message leaves: is it still true, and still wanted?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from actions.domain.reminding import sequences
from actions.enums import ActionState, Answer, Audience, StepMoment
from actions.models import Action, Reminder, ReminderStep
from alliance.outbox.domain import register_kind
from alliance.outbox.enums import ChannelName, State
from alliance.outbox.models import Message
from members.domain import consents
from members.enums import AddressState
from members.models import PersonEmail, PersonPhone

_WHY_NOT = {
    Audience.CAME: _lazy("la personne n’est pas venue"),
    Audience.ABSENT: _lazy("la personne est venue"),
    Audience.YES: _lazy("la personne n’a pas dit oui"),
    Audience.MAYBE: _lazy("la personne a changé de réponse"),
    Audience.YES_OR_MAYBE: _lazy("la personne n’a pas dit oui"),
    Audience.NO_ANSWER: _lazy("la personne a répondu"),
    Audience.NOT_NO: _lazy("la personne a répondu non"),
}


class Facts(NamedTuple):
    """What decides about a message, read today. Not model objects: those cost more than sending."""

    message_id: int
    step_id: int
    action_id: int
    person_id: int | None
    created_at: datetime
    archived_at: datetime | None
    merged_into: int | None
    answer: str
    attended: bool | None
    waiting_since: datetime | None
    shut_on: date | None


# Whether she is still in a step's audience; of `audiences.audience_of`, what may change.
_CONCERNS: dict[Audience, Callable[[Facts], bool]] = {
    Audience.CAME: lambda fact: bool(fact.attended),
    Audience.ABSENT: lambda fact: not fact.attended,
    Audience.YES: lambda fact: fact.answer == Answer.YES,
    Audience.MAYBE: lambda fact: fact.answer == Answer.MAYBE,
    Audience.YES_OR_MAYBE: lambda fact: fact.answer in {Answer.YES, Answer.MAYBE},
    Audience.NO_ANSWER: lambda fact: fact.answer == Answer.NONE,
    Audience.INVITED: lambda _fact: True,
    Audience.NOT_NO: lambda fact: fact.answer != Answer.NO,
}

_READ = (
    *("message_id", "step_id", "attendance__action_id", "attendance__person_id", "created_at"),
    *("attendance__person__archived_at", "attendance__person__merged_into_id"),
    *("attendance__answer", "attendance__attended", "attendance__waiting_since"),
    "attendance__action__chapter__closed_on",
)


def register() -> None:
    """Tell the outbox whom to ask about reminders; called once the applications are loaded."""
    register_kind(
        sequences.MESSAGE_KIND,
        still_wanted=still_wanted,
        on_result=sequences.forget_unsent,
        ends={State.CANCELLED, State.EXPIRED},
    )


def still_wanted(messages: Sequence[Message]) -> Mapping[int, str]:
    """The reasons of the messages that must not leave any more, by message id.

    Erased, archived or merged person; consent withdrawn; address gone or in error; answer that
    leaves the audience; action cancelled, moved or paused, alliance closed since. Seven
    queries at most for any number: mass mailings are asked about by dozens, so only what decides
    is read.
    """
    rows = Reminder.objects.filter(message__in=[message.pk for message in messages])
    facts = {row[0]: Facts(*row) for row in rows.values_list(*_READ)}
    steps = ReminderStep.objects.in_bulk({fact.step_id for fact in facts.values()})
    held = Action.objects.in_bulk({fact.action_id for fact in facts.values()})
    people = {fact.person_id for fact in facts.values() if fact.person_id}
    channels = {str(message.channel) for message in messages}
    agreed = {channel: consents.allowed(people, channel=channel) for channel in channels}
    working = working_addresses(messages)
    reasons = {}
    for message in messages:
        fact = facts.get(message.pk)
        reason = _reason(message, fact, agreed[message.channel], working) or (
            _outdated(fact, steps[fact.step_id], held[fact.action_id]) if fact else ""
        )
        if reason:
            reasons[message.pk] = reason
    return reasons


def working_addresses(messages: Sequence[Message]) -> set[tuple[int, str]]:
    """Whose addresses and mobiles these are today, by person id, as far as they still work."""
    addresses = {m.to_address for m in messages if m.channel == ChannelName.EMAIL}
    numbers = {m.to_address for m in messages if m.channel == ChannelName.SMS}
    found: set[tuple[int, str]] = set()
    if addresses:
        emails = PersonEmail.objects.filter(address__in=addresses, state=AddressState.OK)
        found |= set(emails.values_list("person_id", "address"))
    if numbers:
        phones = PersonPhone.objects.filter(number__in=numbers, is_wrong=False)
        found |= set(phones.values_list("person_id", "number"))
    return found


def _reason(
    message: Message,
    fact: Facts | None,
    agreed: set[int],
    working: set[tuple[int, str]],
) -> str:
    if fact is None or fact.person_id is None:
        return _("la personne n’est plus dans le fichier, ou n’est plus invitée")
    if fact.shut_on is not None:
        return _("l’alliance est fermée")
    if fact.archived_at or fact.merged_into:
        return _("la fiche de la personne est archivée")
    if fact.person_id not in agreed:
        return _("la personne ne veut plus de messages")
    if (fact.person_id, message.to_address) not in working:
        return _("cette adresse n’est plus celle de la personne, ou ne marche plus")
    return ""


def _outdated(fact: Facts, step: ReminderStep, action: Action) -> str:
    if (action.state == ActionState.CANCELLED) != (step.moment == StepMoment.CANCELLED):
        return _("l’action est annulée")
    if action.moved_at and fact.created_at < action.moved_at:
        return _("l’action a changé de date ou de lieu")
    if action.reminders_paused and step.moment not in sequences.CHANGES:
        return _("les rappels sont en pause")
    if (reason := _without_a_seat(step, fact)) is not None:
        return reason
    audience = Audience(step.audience)
    return "" if _CONCERNS[audience](fact) else str(_WHY_NOT[audience])


def _without_a_seat(step: ReminderStep, fact: Facts) -> str | None:
    """For a small room, why this step is outdated for her; None when nothing of this decides."""
    waits = fact.waiting_since is not None
    if step.moment == StepMoment.FULL and not waits and fact.answer != Answer.NONE:
        return _("la personne a une place, ou a répondu")
    if waits and step.moment not in sequences.EVENTS:
        return _("la personne est sur liste d’attente")
    return None
