"""Asked again just before a message leaves: is it still true, and still wanted?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from actions.domain.reminding import sequences
from actions.enums import ActionState, Answer, Audience, StepMoment
from actions.models import Attendance, Reminder, ReminderStep
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
DECISIVE = (
    *("message", "step", "created_at", "attendance__action", "attendance__answer"),
    *("attendance__attended", "attendance__person__archived_at", "attendance__waiting_since"),
    "attendance__person__merged_into",
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
    reminders = {
        reminder.message_id: reminder
        for reminder in Reminder.objects.filter(message__in=[message.pk for message in messages])
        .select_related("attendance__person")
        .prefetch_related("step", "attendance__action")
        .only(*DECISIVE)
        .annotate(shut_on=F("attendance__action__chapter__closed_on"))
    }
    people = {r.attendance.person_id for r in reminders.values() if r.attendance.person_id}
    channels = {str(message.channel) for message in messages}
    agreed = {channel: consents.allowed(people, channel=channel) for channel in channels}
    working = working_addresses(messages)
    reasons = {}
    for message in messages:
        reminder = reminders.get(message.pk)
        reason = _reason(message, reminder, agreed[message.channel], working)
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
    reminder: Reminder | None,
    agreed: set[int],
    working: set[tuple[int, str]],
) -> str:
    if reminder is None or reminder.attendance.person is None:
        return _("la personne n’est plus dans le fichier, ou n’est plus invitée")
    person = reminder.attendance.person
    if reminder.shut_on is not None:  # type: ignore[attr-defined]
        return _("l’alliance est fermée")
    if person.archived_at or person.merged_into_id:
        return _("la fiche de la personne est archivée")
    if person.pk not in agreed:
        return _("la personne ne veut plus de messages")
    if (person.pk, message.to_address) not in working:
        return _("cette adresse n’est plus celle de la personne, ou ne marche plus")
    return _outdated(reminder)


def _outdated(reminder: Reminder) -> str:
    step, attendance = reminder.step, reminder.attendance
    action = attendance.action
    if (action.state == ActionState.CANCELLED) != (step.moment == StepMoment.CANCELLED):
        return _("l’action est annulée")
    if action.moved_at and reminder.created_at < action.moved_at:
        return _("l’action a changé de date ou de lieu")
    if action.reminders_paused and step.moment not in sequences.CHANGES:
        return _("les rappels sont en pause")
    if (reason := _without_a_seat(step, attendance)) is not None:
        return reason
    audience = Audience(step.audience)
    return "" if _concerns(audience, attendance) else str(_WHY_NOT[audience])


def _without_a_seat(step: ReminderStep, attendance: Attendance) -> str | None:
    """For a small room, why this step is outdated for her; None when nothing of this decides."""
    waits = attendance.waiting_since is not None
    if step.moment == StepMoment.FULL and not waits and attendance.answer != Answer.NONE:
        return _("la personne a une place, ou a répondu")
    if waits and step.moment not in sequences.EVENTS:
        return _("la personne est sur liste d’attente")
    return None


def _concerns(audience: Audience, attendance: Attendance) -> bool:
    """Whether she is still in a step's audience; of `audiences.audience_of`, what may change."""
    answer = attendance.answer
    return {
        Audience.CAME: bool(attendance.attended),
        Audience.ABSENT: not attendance.attended,
        Audience.YES: answer == Answer.YES,
        Audience.MAYBE: answer == Answer.MAYBE,
        Audience.YES_OR_MAYBE: answer in {Answer.YES, Answer.MAYBE},
        Audience.NO_ANSWER: answer == Answer.NONE,
        Audience.INVITED: True,
        Audience.NOT_NO: answer != Answer.NO,
    }[audience]
