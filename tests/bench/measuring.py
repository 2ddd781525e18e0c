"""Measuring the chosen figures, and keeping them. Imported once Django is set up."""

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from launcher.console import Refusal, complain
from launcher.places import ROOT
from tests.bench import (  # noqa: F401 - they add their figures
    forecast,
    gathering,
    importing,
    lists,
    mail,
    migrating,
    pages,
    search,
    tapping,
)
from tests.bench.filling import organizer_cookie
from tests.bench.ground import Ground
from tests.bench.registry import Figure, chosen

WORSE = 1.25  # a ratio that grew by a quarter since the run compared with
HIGHER_IS_BETTER = ("/s",)  # units whose ratio should grow


def measure(names: list[str], ground: Ground) -> list[Figure]:
    """Print a line a figure as it comes, return them."""
    measures = chosen(names)
    if not measures:
        raise Refusal(f"Aucun chiffre de ce nom : {' '.join(names)}.")
    ground.cookie = organizer_cookie()
    figures = []
    try:
        for figure_of in measures.values():
            figures.append(figure_of(ground))
            sys.stdout.write(figures[-1].line() + "\n")
            sys.stdout.flush()
    finally:
        ground.close()
    return figures


def keep(figures: list[Figure], folder: Path) -> Path:
    """Append the lines to the file of the day, with the date, the machine and the commit."""
    now = datetime.now(UTC)
    about = {"date": now.isoformat(timespec="seconds"), **_machine(), "commit": _commit()}
    path = folder / f"{now:%Y-%m-%d}.jsonl"
    with path.open("a", encoding="utf-8") as file:
        for figure in figures:
            line = {**json.loads(figure.line()), **about}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return path


def got_worse(figures: list[Figure], earlier: Path) -> list[str]:
    """Say how each ratio moved since an earlier file; the names that got clearly worse."""
    lines = [json.loads(line) for line in earlier.read_text(encoding="utf-8").splitlines()]
    before = {(line["name"], line["size"]): line["ratio"] for line in lines}
    worse = []
    for figure in figures:
        ratio = before.get((figure.name, figure.size))
        if not ratio or not figure.ratio:
            continue
        complain(f"{figure.name} : rapport {figure.ratio}, {ratio} avant")
        growth = figure.ratio / ratio
        if figure.unit.endswith(HIGHER_IS_BETTER):
            growth = 1 / growth
        if growth > WORSE:
            worse.append(figure.name)
    return worse


def _machine() -> dict[str, object]:
    return {"machine": f"{platform.machine()} {platform.system()}", "cores": os.cpu_count()}


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return said.stdout.strip() or "?"
