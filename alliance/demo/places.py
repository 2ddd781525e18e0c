"""Chapters, neighbourhoods and what is offered there; and the accounts that work in them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib.auth.hashers import make_password

from alliance.demo.reading import table
from alliance.demo.world import World
from members.enums import RoleKind
from members.models import Chapter, MembershipType, Neighbourhood, Role, Tag, User

PASSWORD = "alliance-demo"  # noqa: S105
DOMAIN = "demo.alliance.test"
TYPES = (
    ("Adhésion", 60),
    ("Petit budget", 20),
    ("Au mois", 60),
    ("Famille", 90),
    ("Soutien", 150),
)
TAGS = (
    "a une camionnette",
    "prête son salon",
    "cuisine pour cinquante",
    "traduit",
    "parle en public",
    "prend les photos",
)
BOARD_TAG = "conseil d’administration"


def make_places(world: World) -> None:
    """The four chapters with their neighbourhoods, membership types and tags."""
    for entry in table("places")["chapters"]:
        fields = ("slug", "name", "city", "insee_code", "phone", "reply_to", "opened_on")
        chapter = Chapter.objects.create(**{name: entry[name] for name in fields})
        world.chapters[chapter.slug] = chapter
        for hood in entry["neighbourhoods"]:
            _make_hood(world, chapter, hood)
        MembershipType.objects.bulk_create(
            MembershipType(chapter=chapter, name=name, amount=Decimal(amount))
            for name, amount in TYPES
        )
        Tag.objects.bulk_create(Tag(chapter=chapter, name=name) for name in (*TAGS, BOARD_TAG))


def _make_hood(world: World, chapter: Chapter, entry: dict[str, Any]) -> None:
    hood = Neighbourhood.objects.create(
        chapter=chapter,
        name=entry["name"],
        city=entry.get("city", chapter.city),
        insee_code=entry.get("insee_code", chapter.insee_code),
        postal_code=entry["postal_code"],
    )
    key = (chapter.slug, hood.name)
    world.hoods[key] = hood
    world.topics[key] = entry["topics"]
    world.streets[key] = entry["streets"]


def make_accounts(world: World) -> None:
    """Organizers and the national administrator. One password, hashed once: hashing is slow."""
    password = make_password(PASSWORD)
    accounts = table("accounts")
    for entry in (*accounts["organizers"], accounts["admin"]):
        world.accounts[entry["key"]] = User.objects.create(
            email=f"{entry['key']}@{DOMAIN}",
            first_name=entry["first_name"],
            last_name=entry["last_name"],
            password=password,
            is_staff=entry["key"] == "admin",
            is_superuser=entry["key"] == "admin",
            date_joined=world.at(world.ago(900), 9),
        )
    for entry in accounts["organizers"]:
        for slug in entry["chapters"]:
            _give(world, entry["key"], RoleKind.ORGANIZER, slug)
    _give(world, "admin", RoleKind.ADMIN, None)


def make_people_accounts(world: World) -> None:
    """The accounts of those who are known as people too: a board member and a leader."""
    accounts = table("accounts")
    for entry in (accounts["board"], accounts["leader"]):
        person = world.figures[entry["person"]].person
        world.accounts[entry["key"]] = User.objects.create(
            email=f"{entry['key']}@{DOMAIN}",
            first_name=person.first_name,
            last_name=person.last_name,
            password=world.accounts["admin"].password,
            person=person,
            date_joined=world.at(world.ago(400), 9),
        )
    for slug in world.chapters:
        _give(world, "board", RoleKind.BOARD, slug)
    _give(world, "nacera", RoleKind.LEADER, accounts["leader"]["chapter"])


def _give(world: World, account: str, kind: RoleKind, slug: str | None) -> None:
    Role.objects.create(
        user=world.accounts[account],
        chapter=world.chapters[slug] if slug else None,
        kind=kind,
        starts_on=world.ago(900),
    )


def organizer_of(world: World, slug: str, hood: str) -> User:
    """Who walks this neighbourhood."""
    for entry in table("accounts")["organizers"]:
        if slug in entry["chapters"] and hood in entry["neighbourhoods"]:
            return world.accounts[entry["key"]]
    return next(
        world.accounts[entry["key"]]
        for entry in table("accounts")["organizers"]
        if slug in entry["chapters"]
    )
