"""An import in a process of its own, for the bench: each line of its input names a file."""

import resource
import sys
import time
from pathlib import Path

import django


def main() -> None:
    """Serve until the input ends: seconds to preview, seconds to apply, memory in MB."""
    from django.db import transaction

    _say("ready")
    for line in sys.stdin:
        with transaction.atomic():
            preview, apply = _import(Path(line.strip()))
            transaction.set_rollback(True)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        _say(f"{preview:.3f} {apply:.3f} {memory:.1f}")


def _import(path: Path) -> tuple[float, float]:
    from members.domain.imports import apply, choices, deposit, preview, report
    from members.models import Chapter, User
    from tests.bench.filling import EMAIL

    chapter, actor = Chapter.objects.get(), User.objects.get(email=EMAIL)
    start = time.perf_counter()
    with path.open("rb") as file:
        batch = deposit.deposit(
            file=file, file_name=path.name, chapter=chapter, actor=actor, again=True
        )
    guess = choices.guess(batch)
    mapping = {column.header: column.field for column in guess.columns if column.field}
    options = {"name_order": guess.name_order, "day_first": guess.day_first}
    batch = preview.prepare(batch=batch, mapping=mapping, options=options)
    seen = time.perf_counter()
    batch = apply.apply(batch=batch, actor=actor)
    end = time.perf_counter()
    sys.stderr.write(f"{report.outcome(batch)}\n")
    return seen - start, end - seen


def _say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    django.setup()
    main()
