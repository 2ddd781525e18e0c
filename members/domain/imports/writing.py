"""Write one chunk of people: each kind of row in one COPY, and one UPDATE for those completed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import connection, models

from members.domain.imports.changes import Changes
from members.domain.imports.copying import copy_into, copy_models, new_ids
from members.domain.imports.known import Known
from members.domain.imports.places import Places
from members.domain.knowing import custom_columns
from members.domain.paying.memberships import last_day
from members.enums import AddressState, ConsentSource, GroupRole
from members.models import (
    Chapter,
    Consent,
    CustomField,
    CustomValue,
    DuesPayment,
    ExternalId,
    GroupMembership,
    Membership,
    MembershipType,
    Person,
    PersonEmail,
    PersonPhone,
    User,
)
from members.models.person import SEARCHED

TEXTS: Final = ("first_name", "last_name", "usual_name", "street", "address_extra", "postal_code")
FILLED: Final = (
    *TEXTS, "city", "birth_year", "languages", "neighbourhood_id", "organizer_id",
    "source", "source_detail", "first_met_on", "note",
)  # fmt: skip
UNSEARCHED: Final = tuple(name for name in FILLED if name not in SEARCHED)
COLUMN_TYPES: Final = {
    "birth_year": "smallint", "languages": "varchar[]", "neighbourhood_id": "bigint",
    "organizer_id": "bigint", "first_met_on": "date",
}  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """What is the same for all the rows of a batch being written."""

    chapter: Chapter
    actor: User | None
    now: datetime
    today: date
    source: str
    file_name: str
    external_source: str
    membership_type: MembershipType | None
    consent_wording: str
    consent_at: datetime
    own_fields: Mapping[str, CustomField]


@dataclass
class Job:
    """One person to write: the first of her lines, what they say together, what will change."""

    number: int
    values: dict[str, Any]
    known: Known
    changes: Changes = field(default_factory=Changes)
    joined: list[int] = field(default_factory=list)  # the other lines of the same person
    person_id: int = 0
    made: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    tags: list[int] = field(default_factory=list)
    version: int = 1


def write_chunk(*, jobs: list[Job], sheet: Sheet, places: Places) -> None:
    """Write the people of a chunk and all that hangs on them; each job learns the ids it made."""
    _create_places(jobs, places)
    new = [job for job in jobs if job.known.is_new]
    for job, person_id in zip(new, new_ids(Person, len(new)), strict=True):
        job.person_id = person_id
    _write_new(new, sheet)
    _complete([job for job in jobs if not job.known.is_new and job.changes])
    _write_means(jobs, sheet)
    _write_circles(jobs, sheet, places)
    _write_dues(jobs, sheet)
    _write_consents(jobs, sheet)
    _copy_made(CustomValue, custom_columns.COPIED, custom_columns.rows_of(jobs, sheet.own_fields))


def _create_places(jobs: list[Job], places: Places) -> None:
    wanted = [job.changes.fields.get("neighbourhood_id") for job in jobs]
    places.create_neighbourhoods(name for name in wanted if isinstance(name, str))
    places.create_groups(name for job in jobs for name in job.changes.groups)
    places.create_tags(name for job in jobs for name in job.changes.tags)
    for job in jobs:
        name = job.changes.fields.get("neighbourhood_id")
        if isinstance(name, str):
            job.changes.fields["neighbourhood_id"] = places.neighbourhood(name)


def _write_new(jobs: list[Job], sheet: Sheet) -> None:
    names = ("id", "chapter", "created_by", "created_at", "version", *FILLED)
    actor = sheet.actor.pk if sheet.actor else None
    fixed = (sheet.chapter.pk, actor, sheet.now, 1)
    blank: dict[str, Any] = dict.fromkeys((*TEXTS, "city", "note"), "") | {"languages": []}
    blank |= {"source": sheet.source, "source_detail": sheet.file_name}
    rows = (
        (job.person_id, *fixed, *(job.changes.fields.get(n, blank.get(n)) for n in FILLED))
        for job in jobs
    )
    copy_models(Person, [name.removesuffix("_id") for name in names], rows)


def _complete(jobs: list[Job]) -> None:
    """Fill the empty fields of known people, and count one more version of each.

    Where nothing changes that the search reads, its columns are not named: PostgreSQL then
    computes none of its words again.
    """
    found: list[Job] = []
    others: list[Job] = []
    for job in jobs:
        job.person_id = job.known.person.pk
        job.version = job.known.person.version + 1
        is_found = any(name in job.changes.fields for name in SEARCHED)
        (found if is_found else others).append(job)
    _fill(FILLED, found)
    _fill(UNSEARCHED, others)


def _fill(names: tuple[str, ...], jobs: list[Job]) -> None:
    if not jobs:
        return
    columns = ", ".join(f"{name} {COLUMN_TYPES.get(name, 'text')}" for name in names)
    sets = ", ".join(f"{name} = coalesce(f.{name}, p.{name})" for name in names)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS import_filled")
        cursor.execute(f"CREATE TEMP TABLE import_filled (id bigint, {columns}) ON COMMIT DROP")
        copy_into(
            "import_filled",
            ("id", *names),
            ((job.person_id, *(job.changes.fields.get(n) for n in names)) for job in jobs),
        )
        cursor.execute(
            f"UPDATE members_person p SET version = p.version + 1, {sets} "  # noqa: S608
            "FROM import_filled f WHERE p.id = f.id"
        )


def _copy_made(
    model: type[models.Model], names: Iterable[str], rows: list[tuple[Job, tuple[Any, ...]]]
) -> None:
    """COPY rows with ids of ours, and let each job remember those it made."""
    ids = new_ids(model, len(rows))
    for (job, _row), pk in zip(rows, ids, strict=True):
        job.made[model._meta.model_name or ""].append(pk)
    values = ((pk, *row) for (_job, row), pk in zip(rows, ids, strict=True))
    copy_models(model, ["id", *names], values)


def _write_means(jobs: list[Job], sheet: Sheet) -> None:
    phones = [
        (job, (job.person_id, number, kind, rank == 0 and not job.known.phones))
        for job in jobs
        for rank, (number, kind) in enumerate(job.changes.phones)
    ]
    _copy_made(PersonPhone, ("person", "number", "kind", "is_primary"), phones)
    emails = [
        (
            job,
            (
                job.person_id,
                address,
                rank == 0 and not job.known.emails,
                job.values.get("email_state", AddressState.OK.value),
            ),
        )
        for job in jobs
        for rank, address in enumerate(job.changes.emails)
    ]
    _copy_made(PersonEmail, ("person", "address", "is_primary", "state"), emails)
    _write_external_ids(jobs, sheet)


def _write_external_ids(jobs: list[Job], sheet: Sheet) -> None:
    """Remember the other software's identifiers; one that already names somebody stays hers."""
    wanted = {job.values["external"]: job for job in reversed(jobs) if job.values.get("external")}
    taken = ExternalId.objects.filter(
        chapter=sheet.chapter, source=sheet.external_source, value__in=list(wanted)
    )
    for value in taken.values_list("value", flat=True):
        wanted.pop(value)
    rows = [
        (job, (job.person_id, sheet.chapter.pk, sheet.external_source, value))
        for value, job in wanted.items()
    ]
    _copy_made(ExternalId, ("person", "chapter", "source", "value"), rows)


def _write_circles(jobs: list[Job], sheet: Sheet, places: Places) -> None:
    memberships = []
    stuck = []
    for job in jobs:
        groups = {places.group(name) for name in job.changes.groups} - {None, *job.known.groups}
        memberships += [
            (job, (group, job.person_id, GroupRole.MEMBER.value, sheet.today)) for group in groups
        ]
        tags = {places.tag(name) for name in job.changes.tags} - {None, *job.known.tags}
        job.tags = sorted(tag for tag in tags if tag)
        stuck += [(job.person_id, tag) for tag in job.tags]
    _copy_made(GroupMembership, ("group", "person", "role", "joined_on"), memberships)
    copy_models(Person.tags.through, ("person", "tag"), stuck)


def _write_dues(jobs: list[Job], sheet: Sheet) -> None:
    kind = sheet.membership_type
    if kind is None:
        return
    told = [(job, dues) for job in jobs for dues in job.changes.dues]
    periods = []
    for job, dues in told:
        start = date.fromisoformat(dues["start"])
        end = date.fromisoformat(dues["end"]) if dues.get("end") else last_day(start, kind.months)
        periods.append((job, (job.person_id, kind.pk, start, end)))
    _copy_made(Membership, ("person", "type", "starts_on", "ends_on"), periods)
    actor = sheet.actor.pk if sheet.actor else None
    taken: dict[int, int] = defaultdict(int)
    payments = []
    for job, dues in told:
        membership = job.made["membership"][taken[id(job)]]
        taken[id(job)] += 1
        if dues.get("amount"):
            paid_on = date.fromisoformat(dues["on"])
            amount = Decimal(dues["amount"])
            row = (membership, amount, dues["method"], paid_on, actor, dues.get("reference", ""))
            payments.append((job, row))
    names = ("membership", "amount", "method", "received_on", "collected_by", "reference")
    _copy_made(DuesPayment, names, payments)


def _write_consents(jobs: list[Job], sheet: Sheet) -> None:
    """A declared agreement keeps its words and its day; one told by a column keeps the column."""
    actor = sheet.actor.pk if sheet.actor else None
    rows = []
    for job in jobs:
        told = job.values.get("consents", {})
        for channel, given in job.changes.consents.items():
            own = channel in told
            wording = job.values.get("consent_words", "") if own else sheet.consent_wording
            moment = sheet.now if own else sheet.consent_at
            source = ConsentSource.IMPORT.value
            rows.append((job, (job.person_id, channel, given, wording, source, actor, moment)))
    names = ("person", "channel", "given", "wording", "source", "recorded_by", "recorded_at")
    _copy_made(Consent, names, rows)
