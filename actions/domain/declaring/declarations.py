"""The préfecture: does this plan look like a demonstration, until when to declare it, the paper.

Code de la sécurité intérieure, art. L211-1 and L211-2: three clear days at least, fifteen at most.
It advises and decides nothing; a lawyer does. Homes of those who sign are sealed, then erased.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.domain.actions import EditedMeanwhile, WrongState
from actions.enums import ActionKind, ActionState
from actions.models import Action, Declaration, DeclarationOffice, DeclarationOrganizer
from alliance.core.days.clear_days import Window, filing_window
from alliance.core.sealing import BrokenSeal, seal, unseal
from alliance.core.text.names import clean_text, fold
from alliance.journal.domain import record
from members.models import User

KEPT_AFTER = timedelta(days=7)
SIGNERS_LIMIT = 5
STREET = {ActionKind.RALLY, ActionKind.MARCH, ActionKind.QUEUE}
INDOORS = (
    *("hall", "salle", "agence", "siege", "bureau", "guichet", "maison", "gymnase", "local"),
    *("centre", "ecole", "mediatheque", "bibliotheque", "appartement"),
)
OUTDOORS = (
    *("devant", "place", "parvis", "rue", "avenue", "boulevard", "quai", "pont", "square"),
    *("sente", "trottoir", "arret"),
)


class Nature(StrEnum):
    """What a plan looks like, for the law."""

    STREET = "street"
    INDOORS = "indoors"
    PRIVATE = "private"


class InvalidDeclaration(Exception):
    """This cannot be declared so; `messages` says why, field by field, in French."""

    def __init__(self, messages: dict[str, str]) -> None:
        super().__init__("; ".join(messages.values()))
        self.messages = messages


@dataclass(frozen=True)
class Signer:
    """Who signs a declaration, with her home and her number, read from under their seal."""

    name: str
    home: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Advice:
    """What to do about the préfecture.

    `nature`: what the plan looks like. `window`: when to file. `too_late`, `too_early`: today is
    outside of it. `filed`: it is done. `days_left`: until the last day an office is open.
    """

    nature: Nature
    window: Window
    too_late: bool
    too_early: bool
    filed: bool
    days_left: int

    @property
    def urgent(self) -> bool:
        """Two days or fewer, and nothing filed."""
        street = self.nature == Nature.STREET and not self.filed
        return street and not self.too_late and self.days_left <= 2


def nature_of(action: Action) -> Nature:
    """Whether a plan looks like a demonstration on the public road, by its kind and its place.

    An occupation or a delegation whose place sounds like a building is indoors: other rules.
    """
    place = f" {fold(f'{action.place_name} {action.place_address}')} "
    starts = fold(action.place_name).split()
    outside = any(f" {word} " in place for word in OUTDOORS)
    inside = bool(starts) and starts[0] in INDOORS
    if action.kind in STREET:
        return Nature.INDOORS if inside else Nature.STREET
    if action.kind in {ActionKind.OCCUPATION, ActionKind.DELEGATION}:
        return Nature.STREET if outside and not inside else Nature.INDOORS
    if starts and starts[0] in {"devant", "place", "parvis", "rue"}:
        return Nature.STREET
    return Nature.PRIVATE


def advice(action: Action, declaration: Declaration | None, now: datetime | None = None) -> Advice:
    """What to do, and until when, counted in clear days from the day of the action."""
    today = timezone.localdate(now)
    day = timezone.localdate(action.starts_at)
    window = filing_window(day, insee_code=action.chapter.insee_code)
    return Advice(
        nature=nature_of(action),
        window=window,
        too_late=window.is_over(today),
        too_early=today < window.opens,
        filed=declaration is not None and declaration.filed_at is not None,
        days_left=(window.last_open_day - today).days,
    )


def office_for(action: Action) -> DeclarationOffice | None:
    """The office of the town named by the action's place, else of the chapter's own town."""
    offices = {fold(one.city): one for one in DeclarationOffice.objects.all()}
    for place in (action.place_address, action.place_name, action.chapter.city):
        for city, office in offices.items():
            if city in fold(place):
                return office
    return None


@transaction.atomic
def write(
    *,
    action: Action,
    purpose: str,
    route: str = "",
    groups_invited: str = "",
    dispersal: str = "",
    office: DeclarationOffice | None = None,
    signers: Sequence[Signer] = (),
    expected_version: int = 0,
    actor: User | None = None,
    now: datetime | None = None,
) -> Declaration:
    """Keep what the declaration says; homes and numbers are sealed. Journaled, words aside.

    Raises WrongState (cancelled or over), EditedMeanwhile, InvalidDeclaration (no purpose, nobody
    who signs, a signer without a home, a march without its route).
    """
    moment = now or timezone.now()
    Action.objects.select_for_update(no_key=True).get(pk=action.pk)
    if action.state == ActionState.CANCELLED or action.ends_at <= moment:
        raise WrongState(_("On ne déclare qu’une action à venir."))
    known = Declaration.objects.filter(action=action).first()
    if (known.version if known else 0) != expected_version:
        raise EditedMeanwhile
    named = [one for one in signers if one.name.strip()]
    values = {
        "purpose": clean_text(purpose, 300),
        "route": clean_text(route, 2_000, keep_lines=True),
        "groups_invited": clean_text(groups_invited, 300),
        "dispersal": clean_text(dispersal, 200),
        "office": office,
    }
    _check(action, values, named)
    declaration, _created = Declaration.objects.update_or_create(
        action=action,
        defaults={**values, "version": expected_version + 1, "purged_at": None},
        create_defaults={**values, "created_by": actor, "created_at": moment},
    )
    declaration.organizers.all().delete()
    DeclarationOrganizer.objects.bulk_create(_sealed(declaration, one) for one in named)
    _note("declaration.written", declaration, actor, moment)
    return declaration


def _check(action: Action, values: dict[str, Any], signers: list[Signer]) -> None:
    problems: dict[str, str] = {}
    if not values["purpose"]:
        problems["purpose"] = _("Dites le but en une phrase : ce qu’on demande, à qui.")
    if action.kind == ActionKind.MARCH and not values["route"]:
        problems["route"] = _("Une marche se déclare avec son itinéraire.")
    if not signers:
        problems["name_1"] = _("Au moins une personne signe, avec son nom et son domicile.")
    for place, one in enumerate(signers[:SIGNERS_LIMIT], start=1):
        if not one.home.strip():
            problems[f"home_{place}"] = _("La loi demande le domicile de qui signe.")
    if problems:
        raise InvalidDeclaration(problems)


def _sealed(declaration: Declaration, signer: Signer) -> DeclarationOrganizer:
    return DeclarationOrganizer(
        declaration=declaration,
        name=clean_text(signer.name, 200),
        sealed_home=seal(clean_text(signer.home, 300)),
        sealed_phone=seal(clean_text(signer.phone, 40)),
    )


def signers_of(declaration: Declaration) -> list[Signer]:
    """Those who sign; what can no longer be read from under its seal is empty."""
    return [
        Signer(row.name, _read(row.sealed_home), _read(row.sealed_phone))
        for row in declaration.organizers.all()
    ]


def _read(sealed: str) -> str:
    try:
        return unseal(sealed)
    except BrokenSeal:
        return ""


@transaction.atomic
def file(
    *,
    declaration: Declaration,
    receipt: str = "",
    actor: User | None = None,
    now: datetime | None = None,
) -> Declaration:
    """Say that it was handed in, with the number of the receipt once there is one; journaled.

    Handed in twice, the first day counts. The receipt is no permission: it takes note.
    """
    moment = now or timezone.now()
    locked: Declaration = Declaration.objects.select_for_update().get(pk=declaration.pk)
    number = clean_text(receipt, 120)
    locked.filed_at = locked.filed_at or moment
    if number and number != locked.receipt:
        locked.receipt, locked.receipt_on = number, timezone.localdate(moment)
    locked.version += 1
    locked.save(update_fields=["filed_at", "receipt", "receipt_on", "version"])
    _note("declaration.filed", locked, actor, moment)
    return locked


def purge(now: datetime | None = None) -> int:
    """Erase the homes and numbers of those who signed, a week after the action; returns how many.

    Also when the action was cancelled. Run again, nothing more happens.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        ripe = Declaration.objects.select_for_update(of=("self",)).filter(
            purged_at=None, action__ends_at__lt=moment - KEPT_AFTER
        )
        ids = list(ripe.values_list("pk", flat=True))
        DeclarationOrganizer.objects.filter(declaration__in=ids).update(
            sealed_home="", sealed_phone=""
        )
        Declaration.objects.filter(pk__in=ids).update(purged_at=moment)
        for declaration in Declaration.objects.filter(pk__in=ids).select_related("action"):
            _note("declaration.purged", declaration, None, moment)
    return len(ids)


def _note(verb: str, declaration: Declaration, actor: User | None, now: datetime) -> None:
    record(
        verb=verb,
        actor=actor,
        actor_label="" if actor else _("tâche de la nuit"),
        subject=declaration.action,
        chapter_id=declaration.action.chapter_id,
        now=now,
    )
