"""Importing a file of as many rows as there are people, beside COPY into the same tables."""

import csv
import random
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from django.db import connection, transaction

from members.domain.imports.copying import copy_models, new_ids
from members.models import Chapter, Person, PersonEmail, PersonPhone
from tests.bench.ground import Ground
from tests.bench.people import invent
from tests.bench.processes import Helper
from tests.bench.registry import Figure, figure

MOST = 100_000  # what IMPORT_MAX_ROWS lets in
BY_EMAIL, BY_PHONE, DOUBLED = 0.4, 0.1, 0.02
HEADER = ("Nom", "Prénom", "Téléphone", "E-mail", "Naissance", "Adresse", "Code postal", "Ville")
KNOWN = """
SELECT p.last_name, p.first_name, {number}, {address}, '1980', '', '', '' FROM members_person p
JOIN members_person{table} m ON m.person_id = p.id AND m.is_primary ORDER BY p.id {way} LIMIT %s
"""
FRESH = 7_777  # the seed of people whom nobody knows


class Taken(NamedTuple):
    """Seconds and memory (MB, at its highest) of one import."""

    preview: float
    apply: float
    memory: float


@figure("import.preview")
def preview(ground: Ground) -> Figure:
    """From the file to the preview: read, keep, understand, match (goal: 0.35 of COPY)."""
    return _figure(ground, "import.preview", goal=0.35)


@figure("import.apply")
def apply(ground: Ground) -> Figure:
    """From the preview to the people: match again, complete, create, tell (goal: 0.2 of COPY)."""
    return _figure(ground, "import.apply", goal=0.2)


@figure("import.memory")
def memory(ground: Ground) -> Figure:
    """The most memory an import takes, beside that of a tenth of its rows (goal: flat)."""
    rows, few = _rows(ground), _rows(ground) // 10
    whole = statistics.median(one.memory for one in _imports(ground)[0])
    beside = _import(few).memory
    return Figure(
        name="import.memory",
        value=round(whole),
        unit="MB",
        beside=f"{few} rows",
        ratio=round(whole / beside, 2),
        goal=1.5,
        ok=whole / beside <= 1.5,
        size=f"{rows}",
        rounds=1,
    )


def _figure(ground: Ground, name: str, *, goal: float) -> Figure:
    took, limits = _imports(ground)
    rows = _rows(ground)
    seconds = [getattr(one, name.partition(".")[2]) for one in took]
    ratio = statistics.median(b / a for a, b in zip(seconds, limits, strict=True))
    return Figure(
        name=name,
        value=round(rows / statistics.median(seconds)),
        unit="rows/s",
        beside="COPY of as many people into the same indexed tables",
        ratio=round(ratio, 2),
        goal=goal,
        ok=ratio >= goal,
        size=f"{rows}",
        rounds=len(took),
    )


def _imports(ground: Ground) -> tuple[list[Taken], list[float]]:
    """One import a round and one COPY beside it: measured once for the figures of a run."""
    kept = ground.kept.get("imports")
    if not isinstance(kept, tuple):
        rows, rounds = _rows(ground), range(min(3, ground.rounds))
        pairs = [(_copy(rows), _import(rows)) for _round in rounds]
        kept = ground.kept["imports"] = ([b for _a, b in pairs], [a for a, _b in pairs])
    return kept


def _rows(ground: Ground) -> int:
    return min(ground.people, MOST)


def _import(rows: int) -> Taken:
    """An import in a process of its own, undone at its end."""
    with ExitStack() as stack:
        path = Path(stack.enter_context(TemporaryDirectory())) / "liste.csv"
        _write(path, rows)
        helper = stack.enter_context(Helper("-m", "tests.bench.importer"))
        helper.hear()
        taken = Taken(*map(float, helper.ask(str(path)).split()))
    _tidy()
    return taken


def _write(path: Path, rows: int) -> None:
    """Known by e-mail, known by phone, unknown, and some of these once more."""
    draw = random.Random(1)
    doubled = round(rows * DOUBLED)
    emails, phones = round(rows * BY_EMAIL), round(rows * BY_PHONE)
    lines = [*_known("email", emails), *_known("phone", phones)]
    lines += _unknown(rows - len(lines) - doubled)
    lines += draw.sample(lines, doubled)
    draw.shuffle(lines)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADER)
        writer.writerows(lines)


def _known(means: str, count: int) -> list[tuple[str, ...]]:
    number, address, way = (
        ("''", "m.address", "") if means == "email" else ("m.number", "''", "DESC")
    )
    with connection.cursor() as cursor:
        cursor.execute(KNOWN.format(number=number, address=address, table=means, way=way), [count])
        return cursor.fetchall()


def _unknown(count: int) -> Iterator[tuple[str, ...]]:
    for number, one in enumerate(islice(invent(count, seed=FRESH), count)):
        phone, email = _written(f"06{50_000_000 + number}"), f"nouvelle{number}@exemple.test"
        yield (one.last_name, one.first_name, phone, email, "", one.street, "38000", one.city)


def _written(number: str) -> str:
    return " ".join(map("".join, zip(number[::2], number[1::2], strict=True)))


def _copy(rows: int) -> float:
    """The limit: that many people, their phones and e-mails, by COPY; then as if never."""
    chapter = Chapter.objects.get().pk
    lines = list(_unknown(rows))
    with transaction.atomic():
        start = time.perf_counter()
        ids = new_ids(Person, rows)
        names = ["id", "chapter", "last_name", "first_name", "street", "postal_code", "city"]
        people = ((pk, chapter, *line[:2], *line[5:]) for pk, line in zip(ids, lines, strict=True))
        copy_models(Person, names, people)
        held = partial(zip, ids, lines, strict=True)
        hers = ["person", "is_primary"]
        numbers = ((pk, True, "+33" + line[2][1:].replace(" ", "")) for pk, line in held())
        copy_models(PersonPhone, [*hers, "number"], numbers)
        copy_models(PersonEmail, [*hers, "address"], ((pk, True, line[3]) for pk, line in held()))
        seconds = time.perf_counter() - start
        transaction.set_rollback(True)
    _tidy()
    return seconds


def _tidy() -> None:
    """What was undone leaves its place."""
    with connection.cursor() as cursor:
        cursor.execute(
            "VACUUM ANALYZE members_person, members_personphone, members_personemail,"
            " members_importrow, members_importbatch"
        )
