"""Actions: create, edit, announce, move, cancel. What people were told changes only by a verb."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.domain import seats
from actions.domain.reminding import sequences
from actions.enums import ActionKind, ActionState
from actions.models import GOAL_LIMIT, Action, Attendance
from alliance.core.text.names import clean_text
from alliance.journal.domain import record
from campaigns.models import Campaign
from members.models import Chapter, Group, User

USUAL_LENGTH = timedelta(hours=2)
LONGEST = timedelta(days=7)
FURTHEST = timedelta(days=3 * 366)
TEXTS = {
    "title": 160,
    "place_name": 160,
    "place_address": 200,
    "access_note": 300,
}
# What people were told: once announced, only `move` changes it.
ANNOUNCED_FIELDS = frozenset({"starts_at", "ends_at", "place_name", "place_address"})
EDITABLE = frozenset(
    {"title", "description", "kind", "campaign", "target", "organizer", "goal", "count_only"}
    | {"access_note", "capacity"}
    | ANNOUNCED_FIELDS
)


class InvalidAction(Exception):
    """The action cannot be so; `messages` says why, field by field, in French."""

    def __init__(self, messages: dict[str, str]) -> None:
        super().__init__("; ".join(messages.values()))
        self.messages = messages


class EditedMeanwhile(Exception):
    """Somebody else saved this action since the form was opened; nothing was overwritten."""


class WrongState(Exception):
    """This cannot be done to an action in this state; the message says why, in French."""


@transaction.atomic
def create(
    *,
    chapter: Chapter,
    title: str,
    starts_at: datetime,
    goal: int,
    ends_at: datetime | None = None,
    kind: str = ActionKind.RALLY,
    campaign: Campaign | None = None,
    organizer: User | None = None,
    organizing_groups: Iterable[Group] = (),
    client_id: UUID | None = None,
    actor: User | None = None,
    now: datetime | None = None,
    **fields: Any,
) -> Action:
    """Create a draft: nobody is told before it is announced; journaled.

    Without an end it lasts two hours; without an organizer it is the actor's. The same
    `client_id` twice (double click) is one action, the first. `fields` are those of EDITABLE;
    the organizing groups are those of the chapter only. Raises InvalidAction (past, end before
    start, implausible goal or capacity, no title, foreign campaign or target).
    """
    moment = now or timezone.now()
    public_id = client_id or uuid4()
    already = Action.objects.filter(public_id=public_id, chapter=chapter).first()
    if already is not None:
        return already
    what = {"title": title, "goal": goal, "kind": kind, "campaign": campaign}
    when = {"starts_at": starts_at, "ends_at": ends_at or starts_at + USUAL_LENGTH}
    values = _tidied({**fields, **what, **when, "organizer": organizer or actor})
    _refuse_unknown(values)
    _check(values, chapter_id=chapter.pk, now=moment)
    action, created = Action.objects.get_or_create(
        public_id=public_id,
        defaults={**values, "chapter": chapter, "created_by": actor, "created_at": moment},
    )
    if created:
        _carry(action, organizing_groups)
        _note("action.created", action, actor, moment)
    return action


@transaction.atomic
def edit(
    *,
    action: Action,
    expected_version: int,
    changes: dict[str, Any],
    organizing_groups: Iterable[Group] | None = None,
    actor: User | None = None,
    now: datetime | None = None,
) -> Action:
    """Change an action; the journal keeps the names of the changed fields, not their values.

    The date and the place of an announced action are not changed here: `move` tells people.
    More seats than before go to the first who wait.
    Raises EditedMeanwhile when somebody saved it since `expected_version`, WrongState for a
    cancelled action or for what only `move` may change, InvalidAction as `create` does.
    """
    moment = now or timezone.now()
    locked = _locked(action, expected_version)
    _refuse_cancelled(locked)
    values = _tidied(changes)
    _refuse_unknown(values)
    changed = [name for name, value in values.items() if getattr(locked, name) != value]
    if locked.state == ActionState.ANNOUNCED and ANNOUNCED_FIELDS & set(changed):
        raise WrongState(_("Cette action est annoncée : pour la date ou le lieu, déplacez-la."))
    for name in changed:
        setattr(locked, name, values[name])
    _check(_values(locked), chapter_id=locked.chapter_id, now=moment, changed=changed)
    locked.version += 1
    locked.save(update_fields=[*changed, "version"])
    if organizing_groups is not None:
        _carry(locked, organizing_groups)
    if "capacity" in changed and locked.state == ActionState.ANNOUNCED:
        sequences.copy_onto(locked)
        seats.give_freed(locked, now=moment)
    _note("action.edited", locked, actor, moment, fields=sorted(changed))
    return locked


@transaction.atomic
def announce(*, action: Action, actor: User | None = None, now: datetime | None = None) -> Action:
    """Announce a draft: the sequence of reminders is copied onto it and begins; journaled.

    Announced twice, the first time counts. Raises WrongState when it is cancelled or over.
    """
    moment = now or timezone.now()
    locked = _locked(action)
    _refuse_cancelled(locked)
    if locked.state == ActionState.ANNOUNCED:
        return locked
    if locked.ends_at <= moment:
        raise WrongState(_("Cette action est déjà passée : on ne peut plus l’annoncer."))
    locked.state, locked.announced_at = ActionState.ANNOUNCED, moment
    locked.version += 1
    locked.save(update_fields=["state", "announced_at", "version"])
    sequences.copy_onto(locked)
    _note("action.announced", locked, actor, moment)
    return locked


@transaction.atomic
def move(
    *,
    action: Action,
    expected_version: int,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    place_name: str | None = None,
    place_address: str | None = None,
    access_note: str | None = None,
    actor: User | None = None,
    now: datetime | None = None,
) -> Action:
    """Give an announced action another date or place, and have people told once.

    What has not left is called back; those who had been told (except the « non ») learn the
    change by the step « moved » of the next plan, and the reminders start again for the new date.
    Answers stay; a second yes given for the old date no longer makes sure. The iCalendar sequence
    is raised, journaled. Nothing changed: nothing happens.
    Raises EditedMeanwhile, WrongState (draft, cancelled or over), InvalidAction.
    """
    moment = now or timezone.now()
    locked = _locked(action, expected_version)
    _refuse_cancelled(locked)
    if locked.state == ActionState.DRAFT:
        raise WrongState(_("Cette action n’est pas encore annoncée : modifiez-la simplement."))
    _refuse_over(locked, moment)
    before = _values(locked)
    places = {"place_name": place_name, "place_address": place_address, "access_note": access_note}
    values = _new_announcement(locked, starts_at, ends_at, places)
    changed = [name for name, value in values.items() if before[name] != value]
    if not ANNOUNCED_FIELDS & set(changed):
        return _only_access_changed(locked, values, changed)
    for name in changed:
        setattr(locked, name, values[name])
    _check(_values(locked), chapter_id=locked.chapter_id, now=moment, changed=changed)
    locked.moved_at, locked.moved_from = moment, before["starts_at"]
    _raise_sequence(locked, [*changed, "moved_at", "moved_from"])
    if "starts_at" in changed:
        Attendance.objects.filter(action=locked).exclude(confirmed_at=None).update(
            confirmed_at=None
        )
    sequences.copy_onto(locked)
    sequences.call_back(locked, reason=_("action déplacée"), now=moment)
    _note("action.moved", locked, actor, moment, fields=sorted(changed))
    return locked


@transaction.atomic
def cancel(
    *,
    action: Action,
    reason: str = "",
    actor: User | None = None,
    now: datetime | None = None,
) -> Action:
    """Cancel an action: pending messages and call tasks are withdrawn, people are told once.

    Those who had been told of it (except the « non ») learn it by the step « cancelled » of the
    next plan; those who had not hear nothing at all. Cancelled twice, the first time counts;
    journaled. Raises WrongState when it is over.
    """
    moment = now or timezone.now()
    locked = _locked(action)
    if locked.state == ActionState.CANCELLED:
        return locked
    _refuse_over(locked, moment)
    was_announced = locked.state == ActionState.ANNOUNCED
    locked.state, locked.cancelled_at = ActionState.CANCELLED, moment
    locked.cancel_reason = clean_text(reason, 300)
    _raise_sequence(locked, ["state", "cancelled_at", "cancel_reason"])
    if was_announced:
        sequences.copy_onto(locked)
        sequences.call_back(locked, reason=_("action annulée"), now=moment)
    _note("action.cancelled", locked, actor, moment)
    return locked


@transaction.atomic
def pause(
    *, action: Action, paused: bool, actor: User | None = None, now: datetime | None = None
) -> Action:
    """Hold the reminders of an action, or let them go on; journaled.

    What has not left is called back and planned again on resuming, if its window is still open.
    Changes of date and cancellations are announced even when paused.
    """
    moment = now or timezone.now()
    locked = _locked(action)
    if locked.reminders_paused == paused:
        return locked
    locked.reminders_paused = paused
    locked.save(update_fields=["reminders_paused"])
    if paused:
        sequences.call_back(locked, reason=_("rappels en pause"), now=moment)
    _note("action.paused" if paused else "action.resumed", locked, actor, moment)
    return locked


def _carry(action: Action, groups: Iterable[Group]) -> None:
    action.organizing_groups.set([one for one in groups if one.chapter_id == action.chapter_id])


def _locked(action: Action, expected_version: int | None = None) -> Action:
    locked: Action = Action.objects.select_for_update(no_key=True).get(pk=action.pk)
    if expected_version is not None and locked.version != expected_version:
        raise EditedMeanwhile
    return locked


def _refuse_cancelled(action: Action) -> None:
    if action.state == ActionState.CANCELLED:
        raise WrongState(_("Cette action est annulée."))


def _refuse_over(action: Action, now: datetime) -> None:
    if action.ends_at <= now:
        raise WrongState(_("Cette action est déjà passée."))


def _new_announcement(
    action: Action,
    starts_at: datetime | None,
    ends_at: datetime | None,
    places: dict[str, str | None],
) -> dict[str, Any]:
    """What is given anew; a new start without an end keeps the length."""
    if ends_at is None and starts_at is not None:
        ends_at = starts_at + (action.ends_at - action.starts_at)
    given = {"starts_at": starts_at, "ends_at": ends_at, **places}
    return _tidied({name: value for name, value in given.items() if value is not None})


def _only_access_changed(action: Action, values: dict[str, Any], changed: list[str]) -> Action:
    if changed:
        action.access_note = values["access_note"]
        action.version += 1
        action.save(update_fields=["access_note", "version"])
    return action


def _raise_sequence(action: Action, fields: list[str]) -> None:
    action.sequence += 1
    action.version += 1
    action.save(update_fields=[*fields, "sequence", "version"])


def _values(action: Action) -> dict[str, Any]:
    return {name: getattr(action, name) for name in EDITABLE}


def _tidied(values: dict[str, Any]) -> dict[str, Any]:
    tidy = dict(values)
    for name, length in TEXTS.items():
        if name in tidy:
            tidy[name] = clean_text(tidy[name] or "", length)
    if "description" in tidy:
        tidy["description"] = clean_text(tidy["description"] or "", keep_lines=True)
    return tidy


def _refuse_unknown(values: dict[str, Any]) -> None:
    unknown = set(values) - EDITABLE
    if unknown:
        raise TypeError(f"Unknown fields of an action: {', '.join(sorted(unknown))}")


def _check(
    values: dict[str, Any],
    *,
    chapter_id: int,
    now: datetime,
    changed: list[str] | None = None,
) -> None:
    """Refuse what cannot be; a date is asked to be in the future only when it is new."""
    problems: dict[str, str] = {}
    if not values["title"]:
        problems["title"] = _("Donnez un titre : c’est lui que les gens liront.")
    _check_dates(values, problems, now, changed)
    if not 1 <= (values["goal"] or 0) <= GOAL_LIMIT:
        problems["goal"] = _("L’objectif est un nombre de personnes, de 1 à 20 000.")
    _check_capacity(values, problems)
    campaign, target = values.get("campaign"), values.get("target")
    if campaign is not None and campaign.chapter_id != chapter_id:
        problems["campaign"] = _("Cette campagne est celle d’une autre alliance locale.")
    if target is not None and target.chapter_id != chapter_id:
        problems["target"] = _("Cette cible est celle d’une autre alliance locale.")
    if problems:
        raise InvalidAction(problems)


def _check_capacity(values: dict[str, Any], problems: dict[str, str]) -> None:
    capacity = values.get("capacity")
    if capacity is None:
        return
    if not 1 <= capacity <= GOAL_LIMIT:
        problems["capacity"] = _("Les places sont un nombre, de 1 à 20 000 ; vide : sans limite.")
    elif capacity < (values["goal"] or 0):
        problems["capacity"] = _(
            "Il y a moins de places que l’objectif : changez de lieu, ou baissez l’objectif."
        )


def _check_dates(
    values: dict[str, Any], problems: dict[str, str], now: datetime, changed: list[str] | None
) -> None:
    starts_at, ends_at = values["starts_at"], values["ends_at"]
    is_new = changed is None or "starts_at" in changed
    if is_new and starts_at <= now:
        problems["starts_at"] = _("Cette date est déjà passée.")
    elif is_new and starts_at > now + FURTHEST:
        problems["starts_at"] = _("Cette date est dans plus de trois ans : vérifiez l’année.")
    if ends_at <= starts_at:
        problems["ends_at"] = _("La fin vient avant le début.")
    elif ends_at - starts_at > LONGEST:
        problems["ends_at"] = _("Une action dure sept jours au plus.")


def _note(verb: str, action: Action, actor: User | None, now: datetime, **detail: Any) -> None:
    record(
        verb=verb,
        actor=actor,
        subject=action,
        chapter_id=action.chapter_id,
        detail={"sequence": action.sequence, **detail},
        now=now,
    )
