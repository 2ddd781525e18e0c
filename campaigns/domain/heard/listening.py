"""Listening: what somebody said, in her words; her name only once she has agreed aloud."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.core.text.names import clean_text, split_full_name
from alliance.journal.domain import record as journal
from campaigns.domain.heard import answers as script
from campaigns.enums import ConversationPlace, Depth, Knock, Theme
from campaigns.models import (
    Conversation,
    Door,
    DoorKnock,
    DriveListener,
    Grievance,
    ListeningDrive,
    OwnTheme,
)
from members.domain import consents, people
from members.domain.meeting import contacts, follow_ups
from members.enums import Channel, ConsentSource, ContactKind, FollowUpKind, PersonSource
from members.models import Chapter, Contact, GroupMeeting, Neighbourhood, Person, User

LONGEST = 2_000
CLOCK_DRIFT = timedelta(minutes=5)
CALL_WITHIN = timedelta(days=2)
AS_CONTACT = {
    ConversationPlace.DOOR: ContactKind.DOOR,
    ConversationPlace.PHONE: ContactKind.CALL,
    ConversationPlace.HOUSE_MEETING: ContactKind.MEETING,
    ConversationPlace.STREET: ContactKind.NOTE,
}
SOURCES = {
    ConversationPlace.DOOR: PersonSource.DOOR,
    ConversationPlace.HOUSE_MEETING: PersonSource.MEETING,
}


class InvalidListening(Exception):
    """It cannot be kept; `messages` says why, field by field, in French."""

    def __init__(self, messages: dict[str, str]) -> None:
        super().__init__("; ".join(messages.values()))
        self.messages = messages


@dataclass(frozen=True)
class Anger:
    """A colère: the words, and what one heard of it. Only the words are needed."""

    words: str
    theme: str = Theme.OTHER
    own_theme: OwnTheme | None = None
    place: str = ""
    concerned: str = ""
    is_vertical: bool | None = None
    depth: int = Depth.ANGRY
    who_could_say_yes: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing but spaces and invisible letters."""
        return not clean_text(self.words)


@dataclass(frozen=True)
class SpokenYes:
    """« Oui, vous pouvez garder mon nom »: who she is, and whether she asked to be called."""

    name: str
    phone: str = ""
    call_back: bool = False
    call_on: date | None = None


@dataclass(frozen=True)
class Setting:
    """Where and when one listened."""

    place: str = ConversationPlace.DOOR
    detail: str = ""
    neighbourhood: Neighbourhood | None = None
    happened_at: datetime | None = None
    drive: ListeningDrive | None = None
    heard_by: DriveListener | None = None
    meeting: GroupMeeting | None = None
    door: Door | None = None


@transaction.atomic
def record(
    *,
    chapter: Chapter,
    listener: User | None,
    client_id: UUID,
    setting: Setting,
    anger: Anger | None = None,
    person: Person | None = None,
    yes: SpokenYes | None = None,
    answers: Mapping[int, str] | None = None,
    now: datetime | None = None,
) -> Conversation:
    """Keep a conversation with the anger voiced and the answers to the script; journaled.

    The same `client_id` twice (a lost connection) is one conversation. Without a person and
    without her spoken `yes` no name is kept. With it she becomes a person, her consent is recorded
    with the chapter's words, and « rappelez-moi » a follow-up. A known person has the exchange in
    her history; a door gets its knock. Raises InvalidListening.
    """
    moment = now or timezone.now()
    _check(chapter, setting, anger, person, yes, moment)
    conversation, created = _open(chapter, listener, client_id, setting, moment)
    if not created:
        return conversation
    if person is None and yes is not None:
        person = _welcome(conversation, yes, listener, moment)
    if person is not None:
        _remember(conversation, person, listener, anger, moment)
    if anger is not None:
        voice(conversation=conversation, anger=anger, actor=listener, client_id=client_id)
    script.answer(conversation=conversation, answers=answers or {})
    if setting.door is not None:
        _knock(conversation, setting.door, listener)
    journal(
        verb="listening.recorded",
        actor=listener,
        subject=conversation,
        chapter_id=chapter.pk,
        detail={"named": person is not None, "drive": conversation.drive_id},
        now=moment,
    )
    return conversation


def _open(
    chapter: Chapter, listener: User | None, client_id: UUID, setting: Setting, now: datetime
) -> tuple[Conversation, bool]:
    return Conversation.objects.get_or_create(
        client_id=client_id,
        defaults={
            "chapter": chapter,
            "listener": listener,
            "drive": setting.drive,
            "heard_by": setting.heard_by,
            "meeting": setting.meeting,
            "place": setting.place,
            "place_detail": clean_text(setting.detail, 200),
            "neighbourhood": setting.neighbourhood,
            "happened_at": setting.happened_at or now,
            "written_at": now,
        },
    )


@transaction.atomic
def voice(
    *, conversation: Conversation, anger: Anger, actor: User | None, client_id: UUID
) -> Grievance:
    """Add an anger to a conversation; the same `client_id` twice adds it once.

    Raises InvalidListening without words.
    """
    if anger.is_empty:
        raise InvalidListening({"words": _("Écrivez au moins quelques-uns de ses mots.")})
    grievance, _created = Grievance.objects.get_or_create(
        client_id=uuid5(client_id, "anger"),
        defaults={
            "chapter": conversation.chapter,
            "conversation": conversation,
            "person": conversation.person,
            "neighbourhood": conversation.neighbourhood,
            "heard_on": timezone.localdate(conversation.happened_at),
            "recorded_by": actor,
            **fields_of(anger),
        },
    )
    return grievance


@transaction.atomic
def change(*, grievance: Grievance, anger: Anger, actor: User) -> Grievance:
    """Correct what was written down; the heap it lies in stays. Journaled by field names."""
    if anger.is_empty:
        raise InvalidListening({"words": _("Écrivez au moins quelques-uns de ses mots.")})
    locked: Grievance = Grievance.objects.select_for_update().get(pk=grievance.pk)
    fields = fields_of(anger)
    changed = sorted(name for name, value in fields.items() if getattr(locked, name) != value)
    for name in changed:
        setattr(locked, name, fields[name])
    if changed:
        locked.save(update_fields=changed)
        journal(
            verb="grievance.changed",
            actor=actor,
            subject=locked,
            chapter_id=locked.chapter_id,
            detail={"fields": changed},
        )
    return locked


@transaction.atomic
def withdraw(*, grievance: Grievance, actor: User) -> None:
    """Take away an anger noted by mistake or taken back by whoever said it; journaled."""
    journal(
        verb="grievance.withdrawn",
        actor=actor,
        subject=grievance,
        chapter_id=grievance.chapter_id,
        detail={"issue": grievance.issue_id},
    )
    grievance.delete()


def fields_of(anger: Anger) -> dict[str, Any]:
    """The columns of an anger, cleaned of what is invisible and cut at their lengths."""
    return {
        "words": clean_text(anger.words, LONGEST, keep_lines=True),
        "theme": anger.theme,
        "own_theme": anger.own_theme,
        "place": clean_text(anger.place, 200),
        "concerned": clean_text(anger.concerned, 200),
        "is_vertical": anger.is_vertical,
        "depth": anger.depth,
        "who_could_say_yes": clean_text(anger.who_could_say_yes, 200),
    }


def _check(
    chapter: Chapter,
    setting: Setting,
    anger: Anger | None,
    person: Person | None,
    yes: SpokenYes | None,
    now: datetime,
) -> None:
    problems: dict[str, str] = {}
    if setting.happened_at and setting.happened_at > now + CLOCK_DRIFT:
        problems["happened_at"] = _("Une écoute se note après coup : cette date est à venir.")
    if anger is not None and anger.is_empty:
        problems["words"] = _("Écrivez au moins quelques-uns de ses mots.")
    if yes is not None and person is None and not clean_text(yes.name):
        problems["name"] = _("Elle est d’accord : écrivez comment elle s’appelle.")
    if anger is not None and anger.own_theme and anger.own_theme.chapter_id != chapter.pk:
        problems["theme"] = _("Ce thème est celui d’une autre alliance locale.")
    if any(found != chapter.pk for found in _chapters(setting, person)):
        problems["__all__"] = _("Tout doit appartenir à la même alliance locale.")
    if problems:
        raise InvalidListening(problems)


def _chapters(setting: Setting, person: Person | None) -> set[int]:
    around = [one for one in (setting.neighbourhood, setting.drive, person) if one is not None]
    found = {one.chapter_id for one in around}
    if setting.door is not None:
        found.add(setting.door.building.chapter_id)
    if setting.meeting is not None:
        found.add(setting.meeting.group.chapter_id)
    if setting.heard_by is not None:
        found.add(setting.heard_by.drive.chapter_id)
    return found


def _welcome(
    conversation: Conversation, yes: SpokenYes, listener: User | None, now: datetime
) -> Person:
    """The neighbour who agreed becomes a person, with the proof of her consent."""
    full = split_full_name(clean_text(yes.name, 200))
    chapter = conversation.chapter
    try:
        person = people.create(
            chapter=chapter,
            first_name=full.first,
            last_name=full.last,
            phones=[yes.phone] if yes.phone.strip() else [],
            actor=listener,
            source=SOURCES.get(ConversationPlace(conversation.place), PersonSource.OTHER),
            neighbourhood=conversation.neighbourhood,
            organizer=listener,
            now=now,
        )
    except people.InvalidPerson as problem:
        names = {"phones": "phone", "first_name": "name"}
        said = {names.get(field, field): words for field, words in problem.messages.items()}
        raise InvalidListening(said) from None
    consents.record(
        person=person,
        channel=Channel.PHONE,
        given=True,
        source=ConsentSource.SPOKEN,
        wording=chapter.consent_wording,
        actor=listener,
        now=now,
    )
    if yes.call_back:
        follow_ups.plan(
            person=person,
            owner=listener,
            kind=FollowUpKind.CALL,
            what=_("A dit « rappelez-moi » à l’écoute"),
            due_on=yes.call_on or timezone.localdate(now) + CALL_WITHIN,
            key=f"listening:{conversation.client_id}",
            actor=listener,
        )
    return person


def _remember(
    conversation: Conversation,
    person: Person,
    listener: User | None,
    anger: Anger | None,
    now: datetime,
) -> Contact:
    words = clean_text(anger.words, LONGEST, keep_lines=True) if anger is not None else ""
    contact = contacts.note(
        person=person,
        author=listener,
        kind=AS_CONTACT[ConversationPlace(conversation.place)],
        happened_at=conversation.happened_at,
        client_id=uuid5(conversation.client_id, "contact"),
        interest=words,
        now=now,
    )
    conversation.person, conversation.contact = person, contact
    conversation.save(update_fields=["person", "contact"])
    return contact


def _knock(conversation: Conversation, door: Door, listener: User | None) -> None:
    DoorKnock.objects.create(
        door=door,
        outcome=Knock.TALKED,
        knocked_at=conversation.happened_at,
        knocked_by=listener,
        conversation=conversation,
        client_id=uuid5(conversation.client_id, "knock"),
    )
