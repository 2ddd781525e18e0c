"""The pictures of « Comment faire », cut out of the captures so that they stay true."""

from collections.abc import Iterator
from pathlib import Path

from PIL import Image

LARGEST = 60_000
TOP = (390, 640)  # as templates/dashboard/guide_page.html says, above the bar of the phone
# The page of the manual, and the page of the house that it shows.
PICTURED = {
    "commencer": "members:contact-create",
    "ma-semaine": "dashboard:home",
    "relances": "members:follow-up-list",
    "personnes": "members:person-list",
    "importer": "members:import-report",
    "leaders": "members:leader-board",
    "groupes": "members:group-list",
    "ecoute": "campaigns:listening",
    "campagnes": "campaigns:campaign-list",
    "actions": "actions:action-detail",
    "envois": "actions:outbox",
    "alliance": "dashboard:alliance",
    "equipe": "dashboard:team",
}


def illustrate(captures: Path, target: Path) -> Iterator[Path]:
    """Write `<page>.webp` for each picture that the folder of captures allows."""
    target.mkdir(parents=True, exist_ok=True)
    for slug, name in PICTURED.items():
        capture = captures / f"{name.replace(':', '-')}.phone.light.png"
        if capture.exists():
            yield _written(capture, target / f"{slug}.webp")


def _written(capture: Path, picture: Path) -> Path:
    """The top of the page, as clear as its weight allows."""
    top = Image.open(capture).convert("RGB").crop((0, 0, *TOP))
    for quality in range(80, 20, -10):
        top.save(picture, quality=quality, method=6)
        if picture.stat().st_size <= LARGEST:
            break
    return picture
