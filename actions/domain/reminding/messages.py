"""What a message says: subject, text and HTML, in the person's language, with her own links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote_plus

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from actions.domain import tokens
from actions.domain.diary import calendars
from actions.domain.reminding import merge_words
from actions.enums import Answer, StepMoment
from actions.models import Action, Attendance, ReminderStep, StepWording
from alliance.core.text.french import day_and_month, full_date, spoken_time
from alliance.core.text.markup import to_html, to_text
from alliance.core.text.merge_fields import fill, fill_html

RIGHT_TO_LEFT = {"ar"}
ANSWER_WORDS = {Answer.YES: "oui", Answer.MAYBE: "peut-etre", Answer.NO: "non"}
TEMPLATES = {
    StepMoment.INVITATION: "invitation",
    StepMoment.WEEK_BEFORE: "reminder",
    StepMoment.TWO_DAYS_BEFORE: "reminder",
    StepMoment.EVE: "eve",
    StepMoment.SAME_MORNING: "same_morning",
    StepMoment.HOUR_BEFORE: "same_morning",
    StepMoment.THANKS: "thanks",
    StepMoment.ABSENT: "absent",
    StepMoment.MOVED: "moved",
    StepMoment.CANCELLED: "cancelled",
    StepMoment.EXTRA: "extra",
    StepMoment.FULL: "full",
    StepMoment.FREED: "freed",
}


@dataclass(frozen=True)
class Composed:
    """A message ready for the outbox."""

    subject: str
    text: str
    html: str
    language: str
    unsubscribe_url: str


@dataclass(frozen=True)
class Links:
    """Where a message leads: three answers, her preferences, the place on a map."""

    yes: str
    maybe: str
    no: str
    preferences: str
    map: str


def compose(
    *,
    step: ReminderStep,
    action: Action,
    attendance: Attendance,
    shared: bool = False,
    typed: StepWording | None = None,
) -> Composed:
    """Write the message of a step to one person; `shared` when others read the same mailbox.

    `typed`: words being written and not kept yet, in her language, instead of the step's.
    """
    person = attendance.person
    if person is None:
        raise ValueError("Nobody writes to somebody unknown.")
    language = language_of(person.language)
    links = links_of(action, attendance)
    own = typed or own_words(step, language)
    with translation.override(language):
        values = merge_words.of_attendance(action, attendance)
        context = {
            "action": action,
            "attendance": attendance,
            "person": person,
            "shared": shared,
            "own_text": fill(to_text(own.body), values),
            "own_html": _html(own.body, values),
            "greeted": merge_words.greets(own.body),
            "signed": merge_words.signs(own.body),
            "links": links,
            "day": full_date(action.starts_at),
            "time": spoken_time(action.starts_at),
            "place": calendars.place_of(action),
            "chapter": action.chapter,
            "before": before_of(action),
            "sender": merge_words.signature_of(action),
            "lang": language,
            "dir": direction_of(language),
            "organization_name": action.chapter.name,
            "unsubscribe_url": links.preferences,
        }
        name = TEMPLATES[StepMoment(step.moment)]
        return Composed(
            subject=fill(own.subject, values) or subject_of(step, action),
            text=render_to_string(f"actions/emails/{name}.txt", context),
            html=render_to_string(f"actions/emails/{name}.html", context),
            language=language,
            unsubscribe_url=links.preferences,
        )


def subject_of(step: ReminderStep, action: Action) -> str:
    """The subject of the house, with the date: people search their mailbox for it."""
    words = {
        "title": action.title,
        "day": day_and_month(action.starts_at),
        "time": spoken_time(action.starts_at),
    }
    subjects = {
        StepMoment.INVITATION: _("%(title)s : on compte sur vous %(day)s à %(time)s"),
        StepMoment.WEEK_BEFORE: _("Dans une semaine : %(title)s, %(day)s à %(time)s"),
        StepMoment.TWO_DAYS_BEFORE: _("Dans deux jours : %(title)s, %(day)s à %(time)s"),
        StepMoment.EVE: _("C’est demain à %(time)s : %(title)s"),
        StepMoment.SAME_MORNING: _("C’est aujourd’hui à %(time)s : %(title)s"),
        StepMoment.HOUR_BEFORE: _("C’est dans une heure : %(title)s"),
        StepMoment.THANKS: _("Merci d’être venu·e : %(title)s"),
        StepMoment.ABSENT: _("Vous nous avez manqué : %(title)s"),
        StepMoment.EXTRA: _("%(title)s, %(day)s à %(time)s"),
        StepMoment.MOVED: _("Changement : %(title)s, %(day)s à %(time)s"),
        StepMoment.CANCELLED: _("Annulé : %(title)s, %(day)s"),
        StepMoment.FULL: _("C’est complet : %(title)s, %(day)s à %(time)s"),
        StepMoment.FREED: _("Une place pour vous : %(title)s, %(day)s à %(time)s"),
    }
    return str(subjects[StepMoment(step.moment)]) % words


def before_of(action: Action) -> str:
    """The date that was announced before the last change; empty when only the place changed."""
    if action.moved_from is None or action.moved_from == action.starts_at:
        return ""
    words = {"day": day_and_month(action.moved_from), "time": spoken_time(action.moved_from)}
    return _("%(day)s à %(time)s") % words


def links_of(action: Action, attendance: Attendance) -> Links:
    """Her links; those of the answers only preselect, they never answer by themselves."""
    reply = tokens.reply_url(attendance.pk or 0)  # a preview may have no row yet
    return Links(
        yes=f"{reply}?reponse={ANSWER_WORDS[Answer.YES]}",
        maybe=f"{reply}?reponse={ANSWER_WORDS[Answer.MAYBE]}",
        no=f"{reply}?reponse={ANSWER_WORDS[Answer.NO]}",
        preferences=tokens.preferences_url(attendance.person_id or 0),
        map=map_url(action),
    )


def map_url(action: Action) -> str:
    """A search on OpenStreetMap for the meeting place; empty without a place."""
    place = action.place_address or action.place_name
    if not place:
        return ""
    city = action.chapter.city
    if city and city.casefold() not in place.casefold():
        place = f"{place}, {city}"
    return f"https://www.openstreetmap.org/search?query={quote_plus(place)}"


def language_of(wanted: str) -> str:
    """The person's language when messages are written in it, French otherwise."""
    return wanted if wanted in settings.MESSAGE_LANGUAGES else settings.LANGUAGE_CODE


def direction_of(language: str) -> str:
    """Which way a language is read."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def own_words(step: ReminderStep, language: str) -> ReminderStep | StepWording:
    """What the chapter wrote for this step in this language; nothing when it did not.

    Its French words are no use to somebody who reads Arabic: she gets those of the house.
    """
    if language == settings.LANGUAGE_CODE:
        return step
    wordings = step.wordings.all() if step.pk else ()
    return next((each for each in wordings if each.language == language), StepWording())


def _html(body: str, values: Mapping[str, str]) -> SafeString:
    filled = fill_html(to_html(body), values, addresses=merge_words.ADDRESSES)
    return mark_safe(filled)  # noqa: S308 - to_html lets through a few tags, values are escaped
