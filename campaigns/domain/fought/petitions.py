"""Petitions: written, signed in public or on paper, given to the target on a day.

A signature keeps a name and a place, nothing else; whoever ticks the other box, and only she,
becomes a person of the chapter and is called back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid4, uuid5

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext as _

from alliance.core.text.names import clean_text, fold, name_key
from alliance.journal.domain import record
from campaigns.domain.fought import documents
from campaigns.enums import DocumentKind, PetitionState, SignatureSource
from campaigns.models import Campaign, Petition, Signature, Target
from members.domain import joining
from members.models import User

LINES: Final = 15
LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
LONGEST_TEXT: Final = 5_000


class InvalidPetition(Exception):
    """The petition cannot be so; `messages` says why, field by field, in French."""

    def __init__(self, messages: dict[str, str]) -> None:
        super().__init__("; ".join(messages.values()))
        self.messages = messages


class InvalidSignature(InvalidPetition):
    """The signature cannot be taken; `messages` says why, field by field, in French."""


@dataclass(frozen=True)
class Counter:
    """Signatures of a petition: `total`, those on `paper`, and who wants to be `contacted`."""

    total: int
    paper: int
    contacted: int
    goal: int


@dataclass(frozen=True)
class PaperLine:
    """A line of a paper sheet, as it was typed."""

    line: int
    name: str
    place: str
    phone: str = ""
    may_contact: bool = False


def with_counts(rows: models.QuerySet[Petition]) -> models.QuerySet[Petition]:
    """Each with how many have `signed` it."""
    return rows.annotate(signed=models.Count("signatures"))


def counter(petition: Petition) -> Counter:
    """Count the signatures (one query)."""
    found = petition.signatures.aggregate(
        total=models.Count("id"),
        paper=models.Count("id", filter=models.Q(source=SignatureSource.PAPER)),
        contacted=models.Count("id", filter=models.Q(may_contact=True)),
    )
    return Counter(goal=petition.goal, **found)


@transaction.atomic
def write(
    *,
    campaign: Campaign,
    title: str,
    text: str,
    goal: int,
    target: Target | None = None,
    actor: User | None,
) -> Petition:
    """Write a petition; nobody signs before it is opened. Journaled. Raises InvalidPetition."""
    values = _read(campaign, title, text, goal, target)
    start = slugify(values["title"])[:45].strip("-") or "petition"
    row = Petition.objects.create(
        campaign=campaign, slug=f"{start}-{get_random_string(6, LETTERS)}", **values
    )
    _note("petition.written", row, actor)
    return row


@transaction.atomic
def change(*, petition: Petition, actor: User | None, **fields: Any) -> Petition:
    """Correct a petition; its text no longer once somebody signed it. Journaled.

    Raises InvalidPetition.
    """
    row = Petition.objects.select_for_update().select_related("campaign").get(pk=petition.pk)
    values = _read(row.campaign, **fields)
    if values["text"] != row.text and row.signatures.exists():
        words = _("Des gens ont signé ce texte-là : il ne change plus. Écrivez-en un autre.")
        raise InvalidPetition({"text": words})
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    _note("petition.changed", row, actor)
    return row


def _read(
    campaign: Campaign, title: str, text: str, goal: int, target: Target | None
) -> dict[str, Any]:
    values: dict[str, Any] = {
        "title": clean_text(title, 160),
        "text": clean_text(text, LONGEST_TEXT, keep_lines=True),
        "goal": goal,
        "target": target,
    }
    problems = {}
    if not values["title"]:
        problems["title"] = _("Donnez un titre à la pétition.")
    if not values["text"]:
        problems["text"] = _("Écrivez ce que les gens signent.")
    if not 1 <= goal <= 10_000_000:
        problems["goal"] = _("Ce nombre ne semble pas juste.")
    if target is not None and target.chapter_id != campaign.chapter_id:
        problems["target"] = _("Cette cible appartient à une autre alliance locale.")
    if problems:
        raise InvalidPetition(problems)
    return values


@transaction.atomic
def turn(*, petition: Petition, is_open: bool, actor: User | None) -> Petition:
    """Open it to signatures, or close it; journaled. What was given to the target stays given."""
    row = Petition.objects.select_for_update().select_related("campaign").get(pk=petition.pk)
    if row.state != PetitionState.DELIVERED:
        row.state = PetitionState.OPEN if is_open else PetitionState.CLOSED
        row.save(update_fields=["state"])
        _note(f"petition.{row.state}", row, actor)
    return row


@transaction.atomic
def deliver(
    *,
    petition: Petition,
    on: date,
    how: str = "",
    photo: UploadedFile | None = None,
    actor: User | None,
) -> Petition:
    """It was given to the target: when, how, with a photo in the research file. Journaled.

    The count of that day is kept. Raises InvalidPetition for a day to come, without signatures,
    or for a photo that is refused.
    """
    row = Petition.objects.select_for_update().select_related("campaign").get(pk=petition.pk)
    count = row.signatures.count()
    if on > timezone.localdate():
        raise InvalidPetition({"on": _("Cette date est à venir : notez-le le jour venu.")})
    if not count:
        raise InvalidPetition({"on": _("Personne n’a encore signé.")})
    if photo is not None:
        row.delivered_photo = _photo(row, photo, on, actor)
    row.state, row.delivered_on = PetitionState.DELIVERED, on
    row.delivered_how, row.delivered_count = clean_text(how, 2_000, keep_lines=True), count
    row.save(
        update_fields=[
            "state",
            "delivered_on",
            "delivered_how",
            "delivered_count",
            "delivered_photo",
        ]
    )
    _note("petition.delivered", row, actor)
    return row


def _photo(row: Petition, photo: UploadedFile, on: date, actor: User | None) -> Any:
    try:
        return documents.add(
            campaign=row.campaign,
            file=photo,
            kind=DocumentKind.PHOTO,
            title=_("Remise de la pétition « %(title)s »") % {"title": row.title},
            dated_on=on,
            actor=actor,
        )
    except documents.InvalidDocument as problem:
        raise InvalidPetition({"photo": str(problem)}) from None


@transaction.atomic
def sign(
    *,
    petition: Petition,
    name: str,
    place: str,
    client_id: UUID,
    may_contact: bool = False,
    phone: str = "",
    email: str = "",
    wording: str = "",
) -> Signature:
    """Sign in public. The same `client_id` twice, or the same name of the same place, is one.

    Phone and e-mail are kept only with `may_contact`; she then becomes a person (see
    `joining.receive`) with the `wording` she agreed to. Raises InvalidSignature when the petition
    is not open, without name or place, or to be contacted without phone nor e-mail.
    """
    if petition.state != PetitionState.OPEN:
        raise InvalidSignature({"name": _("Cette pétition n’est plus à signer.")})
    values = _names(name, place)
    known = Signature.objects.filter(client_id=client_id).first() or _twin(petition, values)
    if known is not None:
        return known
    row = Signature(petition=petition, client_id=client_id, **values)
    if may_contact:
        _join(row, phone, email, wording)
    row.save()
    return row


def _join(row: Signature, phone: str, email: str, wording: str) -> None:
    """Who wants news becomes a person of the chapter, and is called back."""
    try:
        request = joining.receive(
            chapter=row.petition.campaign.chapter,
            name=row.name,
            phone=phone,
            email=email,
            place=row.place,
            wording=wording,
            client_id=uuid5(row.client_id, "petition"),
            origin=row.petition.title,
        )
    except joining.InvalidRequest as problem:
        raise InvalidSignature(problem.messages) from None
    row.may_contact, row.consent_words = True, wording
    row.phone, row.email, row.person = request.phone, request.email, request.person


def _names(name: str, place: str) -> dict[str, str]:
    values = {"name": clean_text(name, 120), "place": clean_text(place, 120)}
    problems = {}
    if not fold(values["name"]):
        problems["name"] = _("Votre nom, comme vous signez.")
    if not fold(values["place"]):
        problems["place"] = _("Votre ville ou votre quartier : c’est ce qui compte pour la cible.")
    if problems:
        raise InvalidSignature(problems)
    return values | {"name_key": name_key(values["name"], "")[:130]}


def _twin(petition: Petition, values: dict[str, str]) -> Signature | None:
    """The same name of the same place; the petition is locked, so that two taps make one."""
    Petition.objects.select_for_update().get(pk=petition.pk)
    alike = petition.signatures.filter(name_key=values["name_key"])
    return next((one for one in alike if fold(one.place) == fold(values["place"])), None)


@transaction.atomic
def enter_sheet(
    *, petition: Petition, sheet: int, lines: Sequence[PaperLine], wording: str, actor: User
) -> tuple[int, dict[int, str]]:
    """Type a paper sheet, line by line; typed again, it is corrected. Journaled.

    Returns how many lines hold a signature now, and a sentence for each line that was not taken
    (signed elsewhere already, no place…). An emptied line is withdrawn.
    """
    refused: dict[int, str] = {}
    taken = {row.line: row for row in petition.signatures.filter(sheet=sheet)}
    for one in lines:
        row = taken.get(one.line)
        if not fold(one.name):
            if row is not None:
                row.delete()
            continue
        try:
            with transaction.atomic():
                _enter(petition, sheet, one, row, wording, actor)
        except InvalidSignature as problem:
            refused[one.line] = " ".join(problem.messages.values())
    held = petition.signatures.filter(sheet=sheet).count()
    _note("petition.sheet_entered", petition, actor, sheet=sheet, lines=held)
    return held, refused


def _enter(
    petition: Petition,
    sheet: int,
    one: PaperLine,
    row: Signature | None,
    wording: str,
    actor: User,
) -> None:
    values = _names(one.name, one.place)
    twin = _twin(petition, values)
    if twin is not None and (row is None or twin.pk != row.pk):
        raise InvalidSignature({"name": _("Cette personne a déjà signé.")})
    if row is None:
        row = Signature(
            petition=petition,
            sheet=sheet,
            line=one.line,
            source=SignatureSource.PAPER,
            entered_by=actor,
            client_id=uuid4(),
        )
    for name, value in values.items():
        setattr(row, name, value)
    if one.may_contact and not row.may_contact:
        _join(row, one.phone, "", wording)
    row.save()


def _note(verb: str, row: Petition, actor: User | None, **detail: Any) -> None:
    chapter_id = row.campaign.chapter_id
    shown = {"campaign": row.campaign_id, **detail}
    record(verb=verb, actor=actor, subject=row, chapter_id=chapter_id, detail=shown)
