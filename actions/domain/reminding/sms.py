"""What a text message says: short, in the person's language, answered by one word."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from actions.domain import tokens
from actions.domain.diary import calendars
from actions.domain.reminding import merge_words, messages
from actions.enums import Answer, StepMoment
from actions.models import Action, Attendance, ReminderStep, StepWording
from alliance.core.text.french import day_and_month, spoken_time
from alliance.core.text.merge_fields import fill
from alliance.core.text.sms_text import lighten

ASKS = {
    StepMoment.INVITATION,
    StepMoment.WEEK_BEFORE,
    StepMoment.TWO_DAYS_BEFORE,
    StepMoment.EVE,
    StepMoment.MOVED,
    StepMoment.FULL,
    StepMoment.FREED,
}


@dataclass(frozen=True)
class ComposedText:
    """An SMS ready for the outbox; `subject` is only how the house calls it."""

    subject: str
    text: str
    language: str


def compose(
    *,
    step: ReminderStep,
    action: Action,
    attendance: Attendance,
    typed: StepWording | None = None,
) -> ComposedText:
    """The SMS of a step to one person, as light as its language allows; `typed` as for e-mails."""
    person = attendance.person
    language = messages.language_of(person.language if person else "")
    own = typed or messages.own_words(step, language)
    with translation.override(language):
        values = merge_words.of_attendance(action, attendance)
        said = fill(own.sms, values) if own.sms else _usual(step, attendance, values)
        asked = how_to_answer(step, attendance)
        parts = [said, asked, values["alliance"], how_to_stop()]
        text = " ".join(part for part in parts if part)
        return ComposedText(
            subject=messages.subject_of(step, action), text=lighten(text), language=language
        )


def _usual(step: ReminderStep, attendance: Attendance, values: dict[str, str]) -> str:
    action = attendance.action
    words = {
        "name": values["prenom"],
        "title": action.title,
        "day": day_and_month(action.starts_at),
        "time": spoken_time(action.starts_at),
        "place": calendars.place_of(action) or _("lieu à préciser"),
        "reason": action.cancel_reason,
    }
    return str(sentences()[StepMoment(step.moment)]) % words


def sentences() -> dict[StepMoment, str]:
    """The words of the house for each moment, in the current language."""
    return {
        StepMoment.INVITATION: _(
            "Bonjour %(name)s, « %(title)s » : %(day)s à %(time)s, %(place)s."
        ),
        StepMoment.WEEK_BEFORE: _(
            "%(name)s, dans une semaine : « %(title)s », %(day)s à %(time)s, %(place)s."
        ),
        StepMoment.TWO_DAYS_BEFORE: _(
            "%(name)s, dans deux jours : « %(title)s », %(day)s à %(time)s, %(place)s."
        ),
        StepMoment.EVE: _("%(name)s, c’est demain à %(time)s : « %(title)s », %(place)s."),
        StepMoment.SAME_MORNING: _(
            "%(name)s, c’est aujourd’hui à %(time)s : « %(title)s », %(place)s. On vous attend !"
        ),
        StepMoment.HOUR_BEFORE: _("%(name)s, c’est dans une heure, à %(time)s : %(place)s."),
        StepMoment.THANKS: _(
            "%(name)s, merci d’être venu·e : « %(title)s ». On continue ensemble !"
        ),
        StepMoment.ABSENT: _(
            "%(name)s, vous nous avez manqué : « %(title)s ». On vous appelle bientôt."
        ),
        StepMoment.MOVED: _(
            "%(name)s, changement : « %(title)s », c’est %(day)s à %(time)s, %(place)s."
        ),
        StepMoment.CANCELLED: _("%(name)s, « %(title)s » (%(day)s) n’aura pas lieu. %(reason)s"),
        StepMoment.EXTRA: _("%(name)s, « %(title)s » : %(day)s à %(time)s, %(place)s."),
        StepMoment.FULL: _("%(name)s, c’est complet pour « %(title)s », %(day)s."),
        StepMoment.FREED: _(
            "%(name)s, une place s’est libérée pour vous : « %(title)s », %(day)s à %(time)s,"
            " %(place)s."
        ),
    }


def how_to_answer(step: ReminderStep, attendance: Attendance) -> str:
    """One word where the number takes answers, else her link; nothing when nothing is asked."""
    if step.moment not in ASKS:
        return ""
    if not settings.SMS_REPLIES:
        return tokens.reply_url(attendance.pk or 0)
    if step.moment == StepMoment.FULL:
        return _how_to_wait(attendance)
    if attendance.answer == Answer.YES:
        return _("Toujours d’accord ? Répondez OUI ou NON.")
    return _("Vous venez ? Répondez OUI, NON ou PEUT-ETRE.")


def _how_to_wait(attendance: Attendance) -> str:
    if attendance.waiting_since:
        return _("Vous êtes sur la liste d’attente. Répondez NON pour en sortir.")
    return _("Répondez OUI pour la liste d’attente, PEUT-ETRE ou NON.")


def how_to_stop() -> str:
    """The way to refuse that the law wants in each; a provider without replies adds its own."""
    return _("STOP pour ne plus recevoir de SMS.") if settings.SMS_REPLIES else ""
