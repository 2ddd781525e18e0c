"""Asked again just before a message leaves: is it still true, and still wanted?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from actions.domain import sequences
from actions.domain.reach import with_reach
from actions.enums import ActionState, Answer, Audience, StepMoment
from actions.models import Attendance, Reminder
from alliance.outbox.domain import register_kind
from alliance.outbox.models import Message
from members.models import PersonEmail


def register() -> None:
    """Tell the outbox whom to ask about reminders; called once the applications are loaded."""
    register_kind(
        sequences.MESSAGE_KIND, still_wanted=still_wanted, on_result=sequences.forget_unsent
    )


def still_wanted(messages: Sequence[Message]) -> Mapping[int, str]:
    """The reasons of the messages that must not leave any more, by message id (three queries).

    Erased, archived or merged person; consent withdrawn; address gone or in error; answer that
    leaves the audience; action cancelled, moved or paused since the message was written.
    """
    ids = [message.pk for message in messages]
    reminders = {
        reminder.message_id: reminder
        for reminder in Reminder.objects.filter(message__in=ids).select_related(
            "step", "attendance__action", "attendance__person"
        )
    }
    reach = with_reach(
        Attendance.objects.filter(pk__in=[r.attendance_id for r in reminders.values()])
    ).in_bulk()
    working = set(
        PersonEmail.objects.filter(
            address__in=[message.to_address for message in messages], state="ok"
        ).values_list("person_id", "address")
    )
    reasons = {}
    for message in messages:
        reason = _reason(message, reminders.get(message.pk), reach, working)
        if reason:
            reasons[message.pk] = reason
    return reasons


def _reason(
    message: Message,
    reminder: Reminder | None,
    reach: Mapping[int, Attendance],
    working: set[tuple[int, str]],
) -> str:
    if reminder is None or reminder.attendance.person is None:
        return _("la personne n’est plus dans le fichier, ou n’est plus invitée")
    person = reminder.attendance.person
    if person.archived_at or person.merged_into_id:
        return _("la fiche de la personne est archivée")
    if not reach[reminder.attendance_id].email_consent:
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
    if step.audience == Audience.CAME:
        return "" if attendance.attended else _("la personne n’est pas venue")
    if attendance.answer == Answer.NO:
        return _("la personne a répondu non")
    unsure = attendance.answer not in {Answer.YES, Answer.MAYBE}
    if step.audience == Audience.YES_OR_MAYBE and unsure:
        return _("la personne n’a pas dit oui")
    return ""
