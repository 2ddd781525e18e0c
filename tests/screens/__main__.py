"""The frame of `bin/screens`: a database of its own, the demonstration, a browser."""

import importlib
import os
import sys
from pathlib import Path

import django

from launcher.console import Refusal, complain, say
from launcher.options import Options


def main() -> int:
    """Photograph; 1 when a browser complained of a page."""
    options = Options("screens", "Photographie chaque page dans screens/.")
    options.add_argument("names", nargs="*", metavar="NOM", help="members:person-list, ou members")
    options.add_argument("--to", default="screens", metavar="DOSSIER", help="où (screens/)")
    options.add_argument(
        "--guide", action="store_true", help="et les images de « Comment faire » (static/guide/)"
    )
    chosen = options.read(sys.argv[1:])
    chromium = os.environ.get("ALLIANCE_CHROMIUM")
    if not chromium:
        raise Refusal("il manque Chromium : « apt install chromium », puis recommencez")
    django.setup()
    photographing = importlib.import_module("tests.screens.photographing")
    illustrating = importlib.import_module("tests.screens.illustrating")
    names = chosen.names or (list(illustrating.PICTURED.values()) if chosen.guide else [])
    complaints = photographing.photograph(names, Path(chosen.to), chromium)
    if chosen.guide:
        for picture in illustrating.illustrate(Path(chosen.to), Path("static/guide")):
            say(f"{picture} : {picture.stat().st_size // 1000} Ko")
    for line in complaints:
        complain(line)
    return 1 if complaints else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Refusal as refusal:
        complain(str(refusal))
        sys.exit(1)
