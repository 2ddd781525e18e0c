"""The first sentences of the won campaigns, what people say of them, and papers of the files."""

from __future__ import annotations

import io
import unicodedata
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from alliance.core.files.pdf import write_pdf
from alliance.demo.reading import table
from alliance.demo.world import World
from campaigns.domain.fought import documents
from campaigns.models import (
    Campaign,
    Conversation,
    Grievance,
    Issue,
    Testimony,
    VictoryBook,
)

PAPER, INK, RULE = "#fdf8ec", "#2a3a66", "#c9d6ea"


def make_victories(world: World) -> None:
    """Runs last: what was won keeps its demand, its first voices and its witnesses."""
    for key, entry in table("victories").items():
        campaign = world.campaigns[key]
        if "heard" in entry:
            _first_voices(world, campaign, entry)
        _testimonies(campaign, entry.get("testimonies", []))
        for title, note, day in entry.get("letters", []):
            _letter(world, campaign, title, note, day)
        for photo in entry.get("photos", []):
            _photo(world, campaign, photo)
    for campaign in world.campaigns.values():
        campaign.victories.filter(demand=None).update(demand=campaign.demands.first())
    for slug in ("grenoble", "rennes"):
        VictoryBook.objects.create(chapter=world.chapters[slug], is_open=True)


def _first_voices(world: World, campaign: Campaign, entry: dict[str, Any]) -> None:
    issue = Issue.objects.create(
        chapter=campaign.chapter,
        title=entry["issue"],
        theme=campaign.theme,
        is_winnable=True,
        created_at=world.at(world.day(entry["heard"][-1][1]), 18),
    )
    Campaign.objects.filter(pk=campaign.pk).update(issue=issue)
    for words, day, place in entry["heard"]:
        moment = world.at(world.day(day), 18)
        talk = Conversation.objects.create(
            chapter=campaign.chapter,
            listener=campaign.organizer,
            place=place,
            place_detail=entry["place"],
            happened_at=moment,
            client_id=world.uuid(),
        )
        Grievance.objects.create(
            chapter=campaign.chapter,
            conversation=talk,
            words=words,
            theme=campaign.theme,
            place=entry["place"],
            is_vertical=True,
            depth=3,
            issue=issue,
            heard_on=moment.date(),
        )


def _testimonies(campaign: Campaign, entries: list[list[Any]]) -> None:
    victory = campaign.victories.first()
    for words, signed_as, public in entries:
        Testimony.objects.create(
            victory=victory,
            words=words,
            signed_as=signed_as,
            is_public=public,
            consent_words="Oui, vous pouvez le mettre sur la page." if public else "",
            consent_on=victory.won_on if public and victory else None,
            consent_to=campaign.organizer if public else None,
        )


def _letter(world: World, campaign: Campaign, title: str, note: str, day: int) -> None:
    link = campaign.targets.order_by("-kind").select_related("target").first()
    target = link.target if link else None
    chapter = campaign.chapter
    paper = write_pdf(
        "letter.typ",
        {
            "title": title,
            "sender": [target.organization, target.name, target.mandate] if target else [""],
            "to": [chapter.name],
            "date": f"{world.day(day):%d/%m/%Y}",
            "subject": "Votre courrier",
            "body": ["Madame, Monsieur,", note, "Veuillez agréer nos salutations distinguées."],
            "closing": target.name if target else "",
            "campaign": campaign.name,
        },
    )
    documents.add(
        campaign=campaign,
        file=SimpleUploadedFile("reponse.pdf", paper),
        kind="letter",
        title=title,
        note=note,
        source=target.organization if target else "",
        dated_on=world.day(day),
        client_id=world.uuid(),
        actor=campaign.organizer,
    )


def _photo(world: World, campaign: Campaign, entry: dict[str, Any]) -> None:
    documents.add(
        campaign=campaign,
        file=SimpleUploadedFile("photo.jpg", handwritten(entry["lines"])),
        kind="photo",
        title=entry["title"],
        note=entry["note"],
        dated_on=world.day(entry["on"]),
        client_id=world.uuid(),
        actor=campaign.organizer,
    )


def handwritten(lines: list[str]) -> bytes:
    """A sheet of paper written by hand, a little askew, as a phone sees it."""
    sheet = Image.new("RGB", (900, 660), PAPER)
    draw = ImageDraw.Draw(sheet)
    for y in range(120, 640, 62):
        draw.line([(40, y), (860, y)], fill=RULE, width=3)
    for row, line in enumerate(lines):
        font = ImageFont.load_default(52 if row == 0 else 40)
        draw.text((70, 58 + row * 62 + (8 if row == 0 else 16)), _plain(line), fill=INK, font=font)
    seen = sheet.rotate(-3, expand=True, fillcolor="#8a7a66")
    out = io.BytesIO()
    seen.save(out, "JPEG", quality=80)
    return out.getvalue()


def _plain(line: str) -> str:
    """The letters that the built-in font of Pillow holds: no accents."""
    letters = unicodedata.normalize("NFKD", line.replace("°", " C").replace("’", "'"))
    return letters.encode("ascii", "ignore").decode()
