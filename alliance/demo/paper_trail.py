"""What the house remembers of its first months: two imported files, and the journal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import models

from actions.enums import ActionState
from alliance.core.phones import format_phone
from alliance.demo.world import Resident, World
from alliance.journal.models import Entry
from members.enums import BatchState, RowDecision, RowVerdict
from members.models import ImportBatch, ImportRow, PersonPhone, User

FILES = (
    ("grenoble", "amina", "adhérents 2024 (copie).xlsx", "Feuil1", 96, 34),
    ("rennes", "yann", "parents_villejean_cantine.csv", "", 158, 17),
)
HEADER = {
    "NOM": "last_name",
    "Prénom": "first_name",
    "Tél.": "phone",
    "Adresse": "street",
    "Ville": "city",
}


def make_paper_trail(world: World) -> None:
    """Two imports, old enough not to be undone, then the journal in the order of time."""
    batches = [_batch(world, *fields) for fields in FILES]
    entries = [*_entries(world, batches)]
    Entry.objects.bulk_create(sorted(entries, key=lambda entry: (entry.at, entry.verb)))


def _batch(
    world: World, slug: str, account: str, name: str, sheet: str, age: int, rows: int
) -> ImportBatch:
    at = world.some_time(world.ago(age), first=10, last=18)
    batch = ImportBatch.objects.create(
        chapter=world.chapters[slug],
        created_by=world.accounts[account],
        created_at=at,
        file_name=name,
        file_sha256=hashlib.sha256(name.encode()).hexdigest(),
        sheet=sheet,
        reading={
            "kind": "xlsx" if sheet else "csv",
            "encoding": "" if sheet else "cp1252",
            "delimiter": "" if sheet else ";",
            "sheets": [sheet] if sheet else [],
            "header_line": 1,
            "rows": rows,
            "notices": [],
        },
        header=list(HEADER),
        mapping=HEADER,
        state=BatchState.APPLIED,
        applied_at=at + timedelta(minutes=14),
    )
    known = [who for who in world.of_chapter(slug) if who.person.first_met_on < at.date()]
    phones = dict(PersonPhone.objects.order_by("-id").values_list("person_id", "number"))
    chosen = world.rng.sample(known, rows)
    ImportRow.objects.bulk_create(
        _row(batch, number, who, phones.get(who.person.pk, ""))
        for number, who in enumerate(chosen, start=2)
    )
    return batch


def _row(batch: ImportBatch, number: int, who: Resident, phone: str) -> ImportRow:
    person = who.person
    cells = [
        person.last_name.upper(),
        person.first_name,
        format_phone(phone) if phone else "",
        person.street,
        person.city,
    ]
    return ImportRow(
        batch=batch,
        number=number,
        cells=cells,
        values=dict(zip(HEADER.values(), cells, strict=True)),
        verdict=RowVerdict.SAME,
        reason="même nom et même adresse",
        match=person,
        decision=RowDecision.UPDATE,
        person=person,
        before={"did": "unchanged"},
    )


def _entries(world: World, batches: list[ImportBatch]) -> Iterator[Entry]:
    yield from _lately_met(world)
    for campaign in world.campaigns.values():
        if campaign.opened_on and campaign.opened_on > world.ago(300):
            at = world.at(campaign.opened_on, 19, 5)
            yield _entry("campaign.opened", campaign.organizer, campaign, campaign.chapter_id, at)
    for action in world.actions:
        if action.starts_at < world.at(world.ago(300), 0):
            continue
        who, chapter = action.organizer, action.chapter_id
        yield _entry("action.created", who, action, chapter, action.created_at)
        if action.announced_at:
            yield _entry("action.announced", who, action, chapter, action.announced_at)
            later = action.announced_at + timedelta(minutes=20)
            yield _entry("action.invited", who, action, chapter, later)
        if action.state == ActionState.CANCELLED and action.cancelled_at:
            yield _entry("action.cancelled", who, action, chapter, action.cancelled_at)
    for batch in batches:
        author, chapter = batch.created_by, batch.chapter_id
        yield _entry("import.dropped", author, batch, chapter, batch.created_at)
        if batch.applied_at:
            yield _entry("import.applied", author, batch, chapter, batch.applied_at)


def _lately_met(world: World) -> Iterator[Entry]:
    start = world.at(world.ago(60), 0)
    for who in world.residents:
        person = who.person
        if person.created_at >= start and person.organizer is not None:
            yield _entry(
                "person.created", person.organizer, person, person.chapter_id, person.created_at
            )


def _entry(
    verb: str, actor: User | None, subject: models.Model, chapter_id: int, at: datetime
) -> Entry:
    return Entry(
        at=at,
        actor_id=actor.pk if actor else None,
        actor_label=str(actor) if actor else "",
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        chapter_id=chapter_id,
    )
