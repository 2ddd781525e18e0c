"""Negotiations: who goes, what is answered word for word, what is promised before whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.core.text.french import full_date
from alliance.core.text.names import clean_text
from alliance.journal.domain import record
from campaigns.domain.fought import demands
from campaigns.enums import DelegateRole, DemandStatus, NegotiationKind, PromiseStatus
from campaigns.models import (
    Campaign,
    Delegate,
    Demand,
    DemandAnswer,
    Negotiation,
    Promise,
    Target,
)
from members.enums import GroupRole, LeaderStage
from members.models import Person, User

SPEAKING: Final = (
    DelegateRole.OPENS,
    DelegateRole.TELLS,
    DelegateRole.CLOSES,
    DelegateRole.WRITES,
)
CHANGEABLE: Final = frozenset({"held_at", "place", "fallback", "minutes", "target"})
PROPOSED: Final = 80


class InvalidNegotiation(Exception):
    """This cannot be written; `messages` says why, field by field, in French."""

    def __init__(self, messages: dict[str, str]) -> None:
        super().__init__("; ".join(messages.values()))
        self.messages = messages


class EditedMeanwhile(Exception):
    """Somebody saved this meeting since it was opened; nothing was overwritten."""


@dataclass(frozen=True)
class Candidate:
    """Somebody who could go, and how often she already held each role before a target."""

    person: Person
    held: Mapping[str, int]

    def times(self, role: str) -> int:
        """How often she held this role."""
        return self.held.get(role, 0)


@transaction.atomic
def plan(
    *,
    campaign: Campaign,
    held_at: datetime,
    target: Target | None = None,
    kind: str = NegotiationKind.MEETING,
    client_id: UUID | None = None,
    actor: User | None,
    **texts: str,
) -> Negotiation:
    """Write down a meeting, to come or held; journaled. The same `client_id` twice is one.

    Raises InvalidNegotiation for a target of another local alliance.
    """
    _refuse_foreign(campaign, target)
    row, created = Negotiation.objects.get_or_create(
        client_id=client_id or uuid4(),
        defaults={
            "campaign": campaign,
            "target": target,
            "kind": NegotiationKind(kind),
            "held_at": held_at,
            **_tidied(texts),
        },
    )
    if created:
        _note("negotiation.planned", row, actor)
    return row


@transaction.atomic
def change(
    *, negotiation: Negotiation, expected_version: int, actor: User | None, **fields: Any
) -> Negotiation:
    """Change what is known of a meeting; journaled. Promises keep the day they were made.

    Raises EditedMeanwhile when somebody saved it since `expected_version`.
    """
    row = Negotiation.objects.select_for_update().select_related("campaign").get(pk=negotiation.pk)
    if row.version != expected_version:
        raise EditedMeanwhile
    if unknown := fields.keys() - CHANGEABLE:
        raise TypeError(f"Unknown fields of a negotiation: {sorted(unknown)}")
    _refuse_foreign(row.campaign, fields.get("target"))
    for name, value in _tidied(fields).items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*fields, "version"])
    _note("negotiation.changed", row, actor)
    return row


def candidates(campaign: Campaign) -> list[Candidate]:
    """Who could go: leaders and voices of the campaign's groups, those who never went first."""
    ours = Q(
        group_memberships__group__campaigns=campaign,
        group_memberships__left_on=None,
    )
    voices = ours & (
        ~Q(group_memberships__role=GroupRole.MEMBER)
        | Q(leadership__stage__in=[LeaderStage.TRAINING, LeaderStage.LEADER, LeaderStage.TRAINER])
    )
    went = Q(delegations__negotiation__campaign=campaign)
    people = (
        Person.objects.active()
        .filter(voices | went, chapter=campaign.chapter_id)
        .distinct()
        .in_list_order()[:PROPOSED]
    )
    listed = list(people)
    held: dict[int, Counter[str]] = {person.pk: Counter() for person in listed}
    for person_id, role in Delegate.objects.filter(person__in=listed).values_list(
        "person_id", "role"
    ):
        held[person_id][role] += 1
    found = [Candidate(person, held[person.pk]) for person in listed]
    return sorted(found, key=lambda one: sum(one.held.values()))


@transaction.atomic
def delegate(
    *,
    negotiation: Negotiation,
    roles: Mapping[str, Person | None],
    witnesses: Sequence[Person] = (),
    actor: User | None,
) -> None:
    """Say who goes and who does what; replaces what was said before. Journaled.

    Raises InvalidNegotiation when one person would hold two roles, or is of another chapter.
    """
    chosen = {role: person for role, person in roles.items() if person is not None}
    people = [person.pk for person in chosen.values()]
    twice = [role for role, person in chosen.items() if people.count(person.pk) > 1]
    if twice:
        words = _("Une personne par rôle : c’est ainsi que tout le monde apprend.")
        raise InvalidNegotiation(dict.fromkeys(twice[1:], words))
    chapter_id = negotiation.campaign.chapter_id
    if any(one.chapter_id != chapter_id for one in [*chosen.values(), *witnesses]):
        raise InvalidNegotiation({"witnesses": _("Quelqu’un vient d’une autre alliance locale.")})
    Negotiation.objects.select_for_update().get(pk=negotiation.pk)
    negotiation.delegates.all().delete()
    rows = [Delegate(negotiation=negotiation, person=who, role=r) for r, who in chosen.items()]
    rows += [
        Delegate(negotiation=negotiation, person=who, role=DelegateRole.WITNESS)
        for who in witnesses
        if who.pk not in people
    ]
    Delegate.objects.bulk_create(rows)
    _note("negotiation.delegated", negotiation, actor)


@transaction.atomic
def answer(
    *,
    negotiation: Negotiation,
    demand: Demand,
    words: str,
    offer: str = "",
    status: str = "",
    seen: str = "",
    actor: User | None,
) -> DemandAnswer:
    """Write what was answered to one demand, word for word; written again, it is corrected.

    `status`, when given, moves the demand too (see `demands.move` for `seen`). Journaled.
    Raises InvalidNegotiation without words, for a demand of another campaign, or a meeting to come.
    """
    said = clean_text(words, 4_000, keep_lines=True)
    problems = {}
    if not said:
        problems["words"] = _("Écrivez la réponse telle qu’elle a été dite.")
    if demand.campaign_id != negotiation.campaign_id:
        problems["demand"] = _("Cette revendication est celle d’une autre campagne.")
    if negotiation.held_at > timezone.now():
        problems["words"] = _("Cette rencontre n’a pas encore eu lieu.")
    if problems:
        raise InvalidNegotiation(problems)
    row, _new = DemandAnswer.objects.update_or_create(
        negotiation=negotiation,
        demand=demand,
        defaults={"words": said, "offer": clean_text(offer, 300)},
    )
    if status and status != demand.status:
        demands.move(
            demand=demand,
            status=status,
            seen=seen or demand.status,
            note=said,
            happened_on=timezone.localdate(negotiation.held_at),
            actor=actor,
        )
    _note("negotiation.answered", negotiation, actor)
    return row


@transaction.atomic
def promise(
    *,
    negotiation: Negotiation,
    what: str,
    who: str,
    due_on: date,
    witnesses: str = "",
    demand: Demand | None = None,
    client_id: UUID | None = None,
    actor: User | None,
) -> Promise:
    """Write a promise: what, who, before when, before which witnesses; the clock starts. Journaled.

    The demand it answers becomes « promise ». The same `client_id` twice is one promise. Raises
    InvalidNegotiation when it would fall due before the meeting, or says nothing.
    """
    made_on = timezone.localdate(negotiation.held_at)
    values = {"what": clean_text(what, 500), "who": clean_text(who, 160)}
    problems = _problems(negotiation, values, due_on, made_on, demand)
    if problems:
        raise InvalidNegotiation(problems)
    row, created = Promise.objects.get_or_create(
        client_id=client_id or uuid4(),
        defaults={
            **values,
            "negotiation": negotiation,
            "demand": demand,
            "due_on": due_on,
            "made_on": made_on,
            "witnesses": clean_text(witnesses, 500),
        },
    )
    if created:
        _carry(row, DemandStatus.PROMISED, made_on, actor)
        record(
            verb="promise.made",
            actor=actor,
            subject=row,
            chapter_id=negotiation.campaign.chapter_id,
            detail={"campaign": negotiation.campaign_id},
        )
    return row


def _problems(
    negotiation: Negotiation,
    values: dict[str, str],
    due_on: date,
    made_on: date,
    demand: Demand | None,
) -> dict[str, str]:
    problems = {}
    if not values["what"]:
        problems["what"] = _("Qu’a-t-on promis ?")
    if not values["who"]:
        problems["who"] = _("Qui l’a promis ?")
    if due_on < made_on:
        words = _("La rencontre est du %(day)s : la promesse ne peut pas tomber avant.")
        problems["due_on"] = words % {"day": full_date(made_on)}
    if demand is not None and demand.campaign_id != negotiation.campaign_id:
        problems["demand"] = _("Cette revendication est celle d’une autre campagne.")
    return problems


@transaction.atomic
def decide(*, promise: Promise, kept: bool, on: date | None = None, actor: User | None) -> Promise:
    """Say that a promise was kept, or broken; its demand follows. Journaled. Said twice, once.

    Raises InvalidNegotiation for a day to come, or broken before its date.
    """
    day = on or timezone.localdate()
    row = (
        Promise.objects.select_for_update(of=("self",))
        .select_related("negotiation__campaign", "demand")
        .get(pk=promise.pk)
    )
    status = PromiseStatus.KEPT if kept else PromiseStatus.BROKEN
    if row.status == status:
        return row
    if day > timezone.localdate():
        raise InvalidNegotiation({"on": _("Cette date est à venir : notez-le le jour venu.")})
    if not kept and day <= row.due_on:
        raise InvalidNegotiation({"on": _("La date promise n’est pas encore passée.")})
    row.status, row.decided_on = status, day
    row.save(update_fields=["status", "decided_on"])
    _carry(row, DemandStatus.KEPT if kept else DemandStatus.BETRAYED, day, actor)
    record(
        verb=f"promise.{status}",
        actor=actor,
        subject=row,
        chapter_id=row.negotiation.campaign.chapter_id,
    )
    return row


def _carry(row: Promise, status: DemandStatus, day: date, actor: User | None) -> None:
    """The demand follows its promise, unless it was kept already or the day is to come."""
    if row.demand is None or row.demand.status in {DemandStatus.KEPT, status}:
        return
    day = min(day, timezone.localdate())
    demands.move(
        demand=row.demand,
        status=status,
        seen=row.demand.status,
        note=row.what,
        happened_on=day,
        actor=actor,
    )


def _refuse_foreign(campaign: Campaign, target: Target | None) -> None:
    if target is not None and target.chapter_id != campaign.chapter_id:
        words = _("Cette cible appartient à une autre alliance locale.")
        raise InvalidNegotiation({"target": words})


def _tidied(fields: Mapping[str, Any]) -> dict[str, Any]:
    lengths = {"place": 200, "fallback": 2_000, "minutes": 20_000}
    return {
        name: clean_text(value, lengths[name], keep_lines=name != "place")
        if name in lengths
        else value
        for name, value in fields.items()
    }


def _note(verb: str, row: Negotiation, actor: User | None) -> None:
    chapter_id = row.campaign.chapter_id
    detail = {"campaign": row.campaign_id}
    record(verb=verb, actor=actor, subject=row, chapter_id=chapter_id, detail=detail)
