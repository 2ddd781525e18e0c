"""The frame of `bin/bench`: options, a database of the size, then the figures."""

import importlib
import os
import sys
from pathlib import Path

import django

from launcher.console import Refusal, complain, say
from launcher.options import Options
from tests.bench.database import SizedDatabase
from tests.bench.ground import SIZES, Ground


def main() -> int:
    """Measure; 1 when a goal is missed, or a figure got clearly worse than in the compared file."""
    chosen = _options().read(sys.argv[1:])
    folder = Path(os.environ["DATA_DIR"])
    (folder / "static").mkdir(exist_ok=True)
    database = SizedDatabase(chosen.size)
    os.environ |= {"DATABASE_URL": database.url, "DJANGO_SETTINGS_MODULE": "tests.bench.settings"}
    django.setup()
    empty = not (database.is_current() and database.migrate())
    if empty:
        database.create()
    ground = Ground(chosen.size, chosen.rounds, folder / "log" / "bench-web.log")
    if empty:
        say(f"Préparation de {ground.people} personnes, gardées pour la prochaine fois.")
        importlib.import_module("tests.bench.filling").fill(ground.people)
        database.mark_current()
    measuring = importlib.import_module("tests.bench.measuring")
    figures = measuring.measure(chosen.names, ground)
    measuring.keep(figures, folder)
    if chosen.drop:
        database.drop()
    missed = [figure.name for figure in figures if not figure.ok]
    worse = measuring.got_worse(figures, Path(chosen.compare)) if chosen.compare else []
    for names, what in ((missed, "Objectif manqué"), (worse, "Nettement moins bien qu’avant")):
        if names:
            complain(f"{what} : {', '.join(names)}.")
    return 1 if missed or worse else 0


def _options() -> Options:
    options = Options("bench", "Mesure nos chiffres, une ligne JSON chacun.")
    options.add_argument("names", nargs="*", metavar="NOM", help="pages.people, ou pages")
    options.add_argument("--size", choices=SIZES, default="10k", help="nombre de personnes")
    options.add_argument("--rounds", type=int, default=5, metavar="N", help="tours ; médianes")
    options.add_argument("--drop", action="store_true", help="jette la base à la fin")
    options.add_argument("--compare", metavar="FICHIER", help="lignes d’un passage précédent")
    return options


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Refusal as refusal:
        complain(str(refusal))
        sys.exit(1)
