"""What a message written by hand becomes for one person: subject, text, HTML, SMS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from actions.domain import tokens
from actions.domain.reminding import merge_words, sms
from actions.models import Attendance, Mailing
from alliance.core.text.markup import to_html, to_text
from alliance.core.text.merge_fields import UnknownFields, fill, fill_html
from alliance.core.text.sms_text import lighten
from members.models import Person


@dataclass(frozen=True)
class Written:
    """A message written by hand, ready for one person."""

    subject: str
    text: str
    html: str
    sms: str
    language: str
    unsubscribe_url: str


def fields_of(mailing: Mailing) -> dict[str, Any]:
    """The fields that its texts may name: those of an action only when it is about one."""
    if mailing.action_id is None:
        return dict(merge_words.PERSON_FIELDS)
    return dict(merge_words.STEP_FIELDS)


def compose(
    *,
    mailing: Mailing,
    person: Person,
    attendance: Attendance | None = None,
    shared: bool = False,
) -> Written:
    """The message for one person, in the language it was written in."""
    language = settings.LANGUAGE_CODE
    unsubscribe = tokens.preferences_url(person.pk)
    with translation.override(language):
        values = _values(mailing, person, attendance)
        body = fill_html(to_html(mailing.body), values, addresses=merge_words.ADDRESSES)
        context = {
            "person": person,
            "shared": shared,
            "chapter": mailing.chapter,
            "body_html": mark_safe(body),  # noqa: S308 - few tags, values are escaped
            "body_text": fill(to_text(mailing.body), values),
            "subject": fill(mailing.subject, values),
            "lang": language,
            "organization_name": mailing.chapter.name,
            "unsubscribe_url": unsubscribe,
        }
        parts = [fill(mailing.sms, values).strip(), mailing.chapter.name, sms.how_to_stop()]
        return Written(
            subject=str(context["subject"]),
            text=render_to_string("actions/emails/letter.txt", context),
            html=render_to_string("actions/emails/letter.html", context),
            sms=lighten(" ".join(part for part in parts if part)) if mailing.sms.strip() else "",
            language=language,
            unsubscribe_url=unsubscribe,
        )


def title_of(mailing: Mailing) -> str:
    """What a message is called in a list: its subject, with « … » for each person's own words."""
    values = dict.fromkeys(merge_words.PERSON_FIELDS, "…")
    values["alliance"] = mailing.chapter.name
    values["signature"] = merge_words.signed_by(mailing.author, mailing.chapter.name)
    if mailing.action is not None:
        values |= {"lien": "…", **merge_words.of_action(mailing.action)}
    return fill(str(mailing), values)


def unknown_sentence(strange: UnknownFields, known: Mapping[str, Any]) -> str:
    """« Nous ne connaissons pas {adhesion}. Vous pouvez écrire : {prenom}… »"""
    return _("Nous ne connaissons pas %(strange)s. Vous pouvez écrire : %(known)s.") % {
        "strange": ", ".join(f"{{{name}}}" for name in strange.names),
        "known": ", ".join(f"{{{name}}}" for name in known),
    }


def _values(mailing: Mailing, person: Person, attendance: Attendance | None) -> dict[str, str]:
    sender = merge_words.signed_by(mailing.author, mailing.chapter.name)
    values = merge_words.of_person(person, sender=sender)
    if mailing.action is not None:
        values |= merge_words.of_action(mailing.action)
        values["lien"] = tokens.reply_url(attendance.pk or 0) if attendance else ""
    return values
