"""Write a previewed batch: one transaction, so that a crash leaves nothing half done.

The row of the batch is held meanwhile: a double click, a second tab or a task delivered twice
waits, then finds the batch applied and does nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Any, Final, NamedTuple

from django.db import connection, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.types.json import Jsonb

from alliance.journal.domain import record
from members.domain.imports import choices
from members.domain.imports.changes import changes_for, merge_values
from members.domain.imports.copying import copy_into
from members.domain.imports.households import join_households
from members.domain.imports.known import NOBODY, load_known
from members.domain.imports.labels import kept_sentences
from members.domain.imports.matching import is_fresh, match
from members.domain.imports.places import Places
from members.domain.imports.preview import COMPLETES, CREATES, JOINS, Progress, lock
from members.domain.imports.writing import Job, Sheet, write_chunk
from members.domain.knowing import custom_columns
from members.enums import BatchState, RowDecision, RowVerdict
from members.models import ImportBatch, MembershipType, User

CHUNK: Final = 1_000
READY: Final = (BatchState.PREVIEWED, BatchState.FAILED)
# What became of each row is written once, after all of them.
BEFORE_OUTCOMES: Final = """
DROP TABLE IF EXISTS import_outcomes;
CREATE TEMP TABLE import_outcomes (number int, person_id bigint, before jsonb) ON COMMIT DROP
"""
OUTCOMES: Final = """
UPDATE members_importrow r SET person_id = o.person_id, before = o.before
FROM import_outcomes o WHERE r.batch_id = %s AND r.number = o.number
"""


class Head(NamedTuple):
    """A row that stands for somebody: `whom` it completes, 0 when it creates her."""

    number: int
    values: dict[str, Any]
    whom: int


Lines = dict[int, list[tuple[int, dict[str, Any]]]]  # line → the lines that join it, with values


def claim(*, batch: ImportBatch) -> bool:
    """Mark a previewed batch as being applied; False when another click was first."""
    ready = ImportBatch.objects.filter(pk=batch.pk, state__in=READY)
    return bool(ready.update(state=BatchState.APPLYING, error=""))


@transaction.atomic
def apply(
    *,
    batch: ImportBatch,
    actor: User | None,
    progress: Progress | None = None,
    now: datetime | None = None,
) -> ImportBatch:
    """Write the people of a batch and remember what was done, row by row, for 30 days of undo.

    Where somebody touched the people of the chapter since the preview, rows are matched once more
    first: somebody added meanwhile is completed rather than created twice; questions that this
    opens are left aside. Imports of one chapter pass one after the other. A batch already applied,
    or not ready, is returned untouched. Journaled.
    """
    locked = lock(batch)
    if locked.state not in (*READY, BatchState.APPLYING):
        return locked
    _wait_turn(locked)
    if not is_fresh(locked, now=timezone.now()):
        match(batch=locked, external_source=choices.external_source_of(locked))
    writer = _Writer(locked, actor, now or timezone.now(), progress)
    writer.write()
    locked.state, locked.applied_at = BatchState.APPLIED, writer.sheet.now
    locked.created, locked.error = writer.places.created, ""
    locked.save(update_fields=["state", "applied_at", "created", "error"])
    record(
        verb="import.applied",
        actor=actor,
        subject=locked,
        chapter_id=locked.chapter_id,
        detail=dict(writer.tally),
    )
    return locked


def fail(*, batch: ImportBatch, error: str) -> None:
    """Say that applying stopped; nothing was written and it may be tried again."""
    stopped = ImportBatch.objects.filter(pk=batch.pk, state=BatchState.APPLYING)
    stopped.update(state=BatchState.FAILED, error=error[:500])


def _wait_turn(batch: ImportBatch) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [0x1A9, batch.chapter_id % 2**31])


def sheet_of(batch: ImportBatch, actor: User | None, now: datetime) -> Sheet:
    """What all the rows of this batch share when they are written."""
    type_id = choices.option(batch, "membership_type")
    signed_on = choices.consent_day(batch)
    signed = timezone.make_aware(datetime.combine(signed_on, time(12))) if signed_on else now
    how = _("De vive voix") if choices.option(batch, "consent") == "spoken" else _("Sur papier")
    return Sheet(
        chapter=batch.chapter,
        actor=actor,
        now=now,
        today=timezone.localdate(now),
        source=choices.option(batch, "source"),
        file_name=batch.file_name,
        external_source=choices.external_source_of(batch),
        membership_type=MembershipType.objects.filter(pk=type_id, chapter=batch.chapter).first(),
        consent_wording=f"{how} : « {batch.chapter.consent_wording} »",
        consent_at=signed,
        own_fields=custom_columns.of_chapter(batch.chapter),
    )


class _Writer:
    """Goes through the rows of a batch, chunk by chunk, and counts what it does."""

    def __init__(
        self, batch: ImportBatch, actor: User | None, now: datetime, progress: Progress | None
    ) -> None:
        self.batch = batch
        self.sheet = sheet_of(batch, actor, now)
        self.places: Places = choices.places_of(batch)
        self.consents = choices.declared_consents(batch)
        self.progress = progress
        self.tally: dict[str, int] = defaultdict(int)
        self.new_people: list[int] = []

    def write(self) -> None:
        """Write every row that creates or completes somebody, then the households."""
        joined = self._joined()
        heads = self.batch.rows.filter((CREATES & ~Q(verdict=RowVerdict.ERROR)) | COMPLETES)
        total, done = heads.count(), 0
        with connection.cursor() as cursor:
            cursor.execute(BEFORE_OUTCOMES)
        for rows in _chunks(heads):
            jobs = self._jobs(rows, joined)
            write_chunk(jobs=jobs, sheet=self.sheet, places=self.places)
            copy_into("import_outcomes", ("number", "person_id", "before"), self._outcomes(jobs))
            done += len(rows)
            if self.progress:
                self.progress(done, total)
        with connection.cursor() as cursor:
            cursor.execute(OUTCOMES, [self.batch.pk])
        homes = join_households(chapter=self.batch.chapter, person_ids=self.new_people)
        if homes:
            self.places.created["households"] = homes

    def _joined(self) -> Lines:
        """The lines that complete another line, by the number of the line that stands for all."""
        rows = self.batch.rows.filter(JOINS).order_by("number")
        lines = list(rows.values_list("number", "twin_number", "values"))
        points_to = {number: twin or 0 for number, twin, _values in lines}
        found: Lines = defaultdict(list)
        for number, _twin, values in lines:
            head = points_to[number]
            while head in points_to:
                head = points_to[head]
            found[head].append((number, values))
        return found

    def _jobs(self, rows: Sequence[Head], joined: Lines) -> list[Job]:
        """The people of these rows: each with her lines put together, and what will change."""
        known = load_known([row.whom for row in rows if row.whom], lock=True)
        jobs: dict[int, Job] = {}
        for row in rows:
            person = row.whom or -row.number
            lines = [(row.number, row.values), *joined.get(row.number, [])]
            # Two lines may have been given to the same person by a human.
            job = jobs.setdefault(person, Job(row.number, {}, known.get(person) or NOBODY))
            for number, values in lines:
                job.values = merge_values(job.values, values) if job.values else values
                if number != job.number:
                    job.joined.append(number)
        for job in jobs.values():
            job.changes = changes_for(job.known, job.values, self.places, consents=self.consents)
        return list(jobs.values())

    def _outcomes(self, jobs: list[Job]) -> Iterator[tuple[int, int, Jsonb]]:
        for job in jobs:
            did = _did(job)
            self.tally[did] += 1
            self.tally["joined"] += len(job.joined)
            if did == "created":
                self.new_people.append(job.person_id)
            job.person_id = job.person_id or job.known.person.pk
            yield job.number, job.person_id, Jsonb(_before(job, did, self.places))
            for number in job.joined:
                yield number, job.person_id, Jsonb({"did": "joined", "to": job.number})


def _did(job: Job) -> str:
    if job.known.is_new:
        return "created"
    return "completed" if job.changes else "unchanged"


def _before(job: Job, did: str, places: Places) -> dict[str, Any]:
    """What undoing will need: the ids made, the fields filled and what they became."""
    found: dict[str, Any] = {"did": did}
    if did == "completed":
        found["fields"] = {
            name: _plain(value) for name, value in job.changes.fields.items() if value is not None
        }
        found["version"] = job.version
    if job.made:
        found["made"] = dict(job.made)
    if job.tags:
        found["tags"] = job.tags
    if kept := kept_sentences(job.changes, places):
        found["kept"] = kept
    return found


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _chunks(rows: Any) -> Iterator[list[Head]]:
    """Some hundreds at a time, by ranges of lines: each is read where the last one ended."""
    last = rows.aggregate(last=Max("number"))["last"] or 0
    for start in range(0, last, CHUNK):
        part = rows.filter(number__gt=start, number__lte=start + CHUNK).order_by("number")
        told = part.values_list("number", "values", "verdict", "decision", "match_id")
        if heads := [_head(*one) for one in told]:
            yield heads


def _head(number: int, values: dict[str, Any], verdict: str, decision: str, match: int) -> Head:
    same = decision == "" and verdict == RowVerdict.SAME
    return Head(number, values, (match or 0) if same or decision == RowDecision.UPDATE else 0)
