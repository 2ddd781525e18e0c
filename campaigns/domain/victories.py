"""Victories: noted, told back to their first sentence, and announced to whoever had spoken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.core.text.names import clean_text
from alliance.journal.domain import record
from campaigns.domain.fought import demands
from campaigns.domain.fought.tactics import Step, escalation
from campaigns.enums import DemandStatus
from campaigns.models import (
    Campaign,
    Delegate,
    Demand,
    Document,
    Grievance,
    Negotiation,
    Promise,
    Testimony,
    Victory,
    VictoryBook,
)
from members.domain.meeting import follow_ups
from members.enums import FollowUpKind
from members.models import Chapter, Person, User
from members.scoping import ScopedQuerySet

MOST_HOUSEHOLDS: Final = 1_000_000
VOICES: Final = 6


class InvalidVictory(Exception):
    """The victory cannot be so; `messages` says why, field by field, in French."""

    def __init__(self, messages: dict[str, str]) -> None:
        super().__init__("; ".join(messages.values()))
        self.messages = messages


@dataclass(frozen=True)
class Lineage:
    """A campaign unrolled, from the first sentence heard to what was won.

    `first` is the first anger heard, `voices` some more of them, `heard` how many in all, `doors`
    how many of those were said at a door. Who may not read what was said in confidence gets
    the numbers, and no words.
    """

    first: Grievance | None
    voices: list[Grievance]
    heard: int
    doors: int
    steps: list[Step]
    meetings: list[Negotiation]
    promises: list[Promise]
    victories: list[Victory]

    @property
    def came(self) -> int:
        """Presences counted at all its actions."""
        return sum(step.came or 0 for step in self.steps)


@transaction.atomic
def note(
    *,
    campaign: Campaign,
    what: str,
    won_on: date,
    households: int | None = None,
    amount: Decimal | None = None,
    demand: Demand | None = None,
    is_public: bool = False,
    client_id: UUID | None = None,
    actor: User | None,
) -> Victory:
    """Write a victory in the book; journaled. Its demand is « tenue » from then on.

    The same `client_id` twice is one. Raises InvalidVictory for a day to come, an implausible
    number, or a demand of another campaign.
    """
    values = _read(campaign, what, won_on, households, amount, demand)
    row, created = Victory.objects.get_or_create(
        client_id=client_id or uuid4(),
        defaults={**values, "campaign": campaign, "is_public": is_public},
    )
    if created:
        _keep(row, actor)
        _note("victory.noted", row, actor)
    return row


@transaction.atomic
def change(*, victory: Victory, actor: User | None, is_public: bool, **fields: Any) -> Victory:
    """Correct a victory; journaled. Raises InvalidVictory as `note` does."""
    values = _read(victory.campaign, **fields) | {"is_public": is_public}
    for name, value in values.items():
        setattr(victory, name, value)
    victory.save(update_fields=list(values))
    _keep(victory, actor)
    _note("victory.changed", victory, actor)
    return victory


def _read(
    campaign: Campaign,
    what: str,
    won_on: date,
    households: int | None,
    amount: Decimal | None,
    demand: Demand | None,
) -> dict[str, Any]:
    words, problems = clean_text(what, 1_000), {}
    if not words:
        problems["what"] = _("Dites ce qui a été gagné.")
    if won_on > timezone.localdate():
        problems["won_on"] = _("Cette date est à venir : on fêtera le jour venu.")
    if households is not None and not 0 < households <= MOST_HOUSEHOLDS:
        problems["households"] = _("Ce nombre de foyers ne semble pas juste.")
    if amount is not None and amount <= 0:
        problems["amount"] = _("Un montant gagné est plus grand que zéro.")
    if demand is not None and demand.campaign_id != campaign.pk:
        problems["demand"] = _("Cette revendication est celle d’une autre campagne.")
    if problems:
        raise InvalidVictory(problems)
    return {
        "what": words,
        "won_on": won_on,
        "households": households,
        "amount": amount,
        "demand": demand,
    }


def _keep(row: Victory, actor: User | None) -> None:
    if row.demand is not None and row.demand.status != DemandStatus.KEPT:
        demands.move(
            demand=row.demand,
            status=DemandStatus.KEPT,
            seen=row.demand.status,
            note=row.what,
            happened_on=row.won_on,
            actor=actor,
        )


def heard_of(campaign: Campaign) -> ScopedQuerySet[Grievance]:
    """Every anger behind a campaign, the first heard first."""
    rows: ScopedQuerySet[Grievance] = Grievance.objects.none()
    if campaign.issue_id is not None:
        rows = Grievance.objects.filter(issue=campaign.issue_id)
    return rows.order_by("heard_on", "id")


def lineage(campaign: Campaign, viewer: User) -> Lineage:
    """Unroll a campaign, as its viewer may read it."""
    heard = heard_of(campaign)
    places = list(heard.values_list("conversation__place", flat=True))
    words = list(heard.visible_to(viewer).select_related("neighbourhood", "conversation")[:VOICES])
    meetings = campaign.negotiations.select_related("target").order_by("held_at")
    promises = Promise.objects.filter(negotiation__campaign=campaign)
    return Lineage(
        first=words[0] if words else None,
        voices=words[1:],
        heard=len(places),
        doors=sum(place == "door" for place in places),
        steps=[step for step in escalation(campaign, viewer) if step.done],
        meetings=list(meetings.filter(held_at__lte=timezone.now())),
        promises=list(promises.order_by("made_on", "id")),
        victories=list(campaign.victories.prefetch_related("testimonies").order_by("won_on", "id")),
    )


def who_spoke(campaign: Campaign) -> QuerySet[Person]:
    """Everybody known who voiced it or went to say it."""
    spoke = heard_of(campaign).filter(person__isnull=False).order_by().values("person")
    went = Delegate.objects.filter(negotiation__campaign=campaign).values("person")
    ours = Person.objects.active().filter(chapter=campaign.chapter_id)
    return ours.filter(Q(pk__in=spoke) | Q(pk__in=went))


@transaction.atomic
def announce(*, victory: Victory, actor: User, now: datetime | None = None) -> int:
    """Ask that everybody who spoke gets the call: a follow-up each, for whoever knows her.

    Asked again, nothing doubles; whoever spoke since is added. Journaled. Returns how many people.
    """
    campaign = victory.campaign
    people = list(who_spoke(campaign).select_related("organizer"))
    for person in people:
        known_by = person.organizer if person.organizer and person.organizer.is_active else None
        follow_ups.plan(
            person=person,
            owner=known_by or campaign.organizer or actor,
            what=_("Lui annoncer la victoire : « %(what)s »") % {"what": victory.what},
            due_on=timezone.localdate(now),
            kind=FollowUpKind.CALL,
            key=f"victory:{victory.pk}:{person.pk}",
            actor=actor,
        )
    _note("victory.announced", victory, actor, people=len(people))
    return len(people)


@transaction.atomic
def keep_words(
    *,
    victory: Victory,
    words: str,
    signed_as: str,
    person: Person | None = None,
    photo: Document | None = None,
    is_public: bool = False,
    consent_words: str = "",
    consent_on: date | None = None,
    actor: User | None,
) -> Testimony:
    """Keep what somebody says of a victory; journaled.

    Shown to everybody only with her consent, in her words, on a day. Raises InvalidVictory.
    """
    problems = {}
    said, agreed = clean_text(words, 2_000, keep_lines=True), clean_text(consent_words, 300)
    if not said:
        problems["words"] = _("Écrivez ce qu’elle ou il a dit.")
    if is_public and not (agreed and consent_on):
        problems["consent_words"] = _(
            "Pour le montrer à tous, notez son accord, mot pour mot, et le jour."
        )
    if photo is not None and (photo.campaign_id != victory.campaign_id or not photo.is_picture):
        problems["photo"] = _("Choisissez une photo du dossier de cette campagne.")
    if person is not None and person.chapter_id != victory.campaign.chapter_id:
        problems["person"] = _("Cette personne est d’une autre alliance locale.")
    if problems:
        raise InvalidVictory(problems)
    row = Testimony.objects.create(
        victory=victory,
        person=person,
        signed_as=clean_text(signed_as, 120) or _("une habitante, un habitant"),
        words=said,
        photo=photo,
        is_public=is_public,
        consent_words=agreed,
        consent_on=consent_on,
        consent_to=actor if consent_on else None,
    )
    _note("testimony.kept", victory, actor, public=is_public)
    return row


@transaction.atomic
def withdraw(*, testimony: Testimony, actor: User | None) -> None:
    """She changed her mind: it goes, at once and everywhere. Journaled."""
    _note("testimony.withdrawn", testimony.victory, actor)
    testimony.delete()


@transaction.atomic
def open_book(*, chapter: Chapter, is_open: bool, intro: str, actor: User) -> VictoryBook:
    """Show the public victories of a chapter to everybody, or no longer; journaled."""
    row, _new = VictoryBook.objects.update_or_create(
        chapter=chapter,
        defaults={"is_open": is_open, "intro": clean_text(intro, 1_000, keep_lines=True)},
    )
    record(
        verb="victory_book.changed",
        actor=actor,
        subject=row,
        chapter_id=chapter.pk,
        detail={"open": is_open},
    )
    return row


def _note(verb: str, row: Victory, actor: User | None, **detail: Any) -> None:
    chapter_id = row.campaign.chapter_id
    shown = {"campaign": row.campaign_id, **detail}
    record(verb=verb, actor=actor, subject=row, chapter_id=chapter_id, detail=shown)
