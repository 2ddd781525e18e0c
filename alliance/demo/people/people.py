"""The residents: figures whose story is told, and their neighbours."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

from alliance.demo.places import organizer_of
from alliance.demo.reading import agree, sections, table
from alliance.demo.world import Resident, World
from members.enums import PersonSource
from members.models import Household, Person

SOURCES = {
    PersonSource.DOOR: 42,
    PersonSource.GROUP: 16,
    PersonSource.WORD_OF_MOUTH: 14,
    PersonSource.MEETING: 12,
    PersonSource.ACTION: 9,
    PersonSource.ONE_TO_ONE: 5,
    PersonSource.WEBSITE: 2,
}
USUAL_NAMES = ("Tata {}", "Madame {}|Monsieur {}", "Mama {}|Tonton {}")
EXTRAS = (
    "bât. A, 3e étage",
    "7e étage, porte gauche",
    "rez-de-chaussée",
    "escalier C",
    "12e étage",
    "bât. B",
    "2e étage, interphone en panne",
    "appartement 41",
)


def make_people(world: World) -> None:
    """About six hundred people, in one insert; families share a door and sometimes a name."""
    for entry in table("places")["chapters"]:
        told = [f for f in table("figures")["figures"] if f["chapter"] == entry["slug"]]
        made = [_figure(world, fields) for fields in told]
        taken = {who.person.full_name for who in made}
        while len(made) < entry["people"]:
            made.append(_neighbour(world, entry, taken, made))
        world.residents += made
    Household.objects.bulk_create({id(h): h for h in _households(world)}.values())
    for who in world.residents:
        if who.person.household is not None:
            who.person.household_id = who.person.household.pk
    Person.objects.bulk_create(who.person for who in world.residents)
    _say_who_brought_whom(world)


def _households(world: World) -> list[Household]:
    return [w.person.household for w in world.residents if w.person.household is not None]


def _figure(world: World, entry: dict[str, Any]) -> Resident:
    slug = entry["chapter"]
    woman = entry["woman"]
    topic = max(world.topics[slug, entry["neighbourhood"]].items(), key=lambda pair: pair[1])[0]
    person = _person(
        world,
        slug,
        entry["neighbourhood"],
        met=world.day(entry["met"]),
        first_name=entry["first_name"],
        last_name=entry["last_name"],
        birth_year=entry["birth_year"],
        languages=["français", *_languages(world, entry["origin"], 1.0)],
        source=PersonSource.ONE_TO_ONE,
    )
    person.organizer = world.accounts[entry["organizer"]]
    who = Resident(person, woman, topic, entry["origin"], key=entry["key"], rank=3)
    who.has_email = "email" in entry
    world.figures[entry["key"]] = who
    return who


def _neighbour(
    world: World, entry: dict[str, Any], taken: set[str], made: list[Resident]
) -> Resident:
    family = world.rng.choice(made[-6:]) if made and world.chance(0.14) else None
    origin = family.origin if family else world.weighted(entry["origins"])
    woman = world.chance(0.6)
    slug = entry["slug"]
    hoods = [hood["name"] for hood in entry["neighbourhoods"]]
    weights = [sum(hood["topics"].values()) for hood in entry["neighbourhoods"]]
    hood = family.hood if family else world.rng.choices(hoods, weights=weights)[0]
    first, last = _name(world, origin, woman, taken, family)
    person = _person(
        world,
        slug,
        hood,
        met=world.ago(_days_known(world)),
        first_name=first,
        last_name=last,
        birth_year=world.rng.randint(1948, 2006) if world.chance(0.55) else None,
        languages=["français", *_languages(world, origin, 0.75)] if world.chance(0.8) else [],
        source=PersonSource(world.weighted({str(k): v for k, v in SOURCES.items()})),
    )
    _add_needs(world, person, origin, woman)
    if family:
        _share_a_door(person, family.person)
    if world.chance(0.05):
        name = agree(world.rng.choice(USUAL_NAMES), woman=woman)
        person.usual_name = name.format(first)
    topic = world.weighted(world.topics[slug, hood])
    return Resident(person, woman, topic, origin)


def _days_known(world: World) -> int:
    """Half of them were met within the year; a few have been there since the beginning."""
    if world.chance(0.56):
        return 3 + int(360 * world.rng.random() ** 1.3)
    return 366 + int(2300 * world.rng.random() ** 2.2)


def _name(
    world: World, origin: str, woman: bool, taken: set[str], family: Resident | None
) -> tuple[str, str]:
    names = table("names")[origin]
    firsts = names["women" if woman else "men"].split()
    lasts = names["names"].split("|")
    while True:
        first = world.deal(f"{origin}{woman}", firsts)
        last = family.person.last_name if family else world.deal(origin, lasts)
        if f"{first} {last}" not in taken:
            taken.add(f"{first} {last}")
            return first, last


def _languages(world: World, origin: str, share: float) -> list[str]:
    if origin == "france" and not world.chance(0.12):
        return []
    return [world.rng.choice(table("names")[origin]["languages"])] if world.chance(share) else []


def _person(world: World, slug: str, hood_name: str, *, met: date, **fields: Any) -> Person:
    hood = world.hoods[slug, hood_name]
    arrived = world.some_time(met)
    if met.year < 2016:  # first known on paper, typed in when the tool arrived
        arrived = world.some_time(date(2016, 1, 11))
    return Person(
        chapter=world.chapters[slug],
        neighbourhood=hood,
        street=f"{world.rng.randint(1, 64)} {world.rng.choice(world.streets[slug, hood_name])}",
        address_extra=world.rng.choice(EXTRAS) if world.chance(0.5) else "",
        postal_code=hood.postal_code,
        city=hood.city,
        insee_code=hood.insee_code,
        organizer=organizer_of(world, slug, hood_name),
        first_met_on=met,
        created_at=arrived,
        **fields,
    )


def _add_needs(world: World, person: Person, origin: str, woman: bool) -> None:
    person.needs_childcare = world.chance(0.11)
    person.needs_ride = world.chance(0.06)
    person.needs_interpreter = origin != "france" and world.chance(0.06)
    if person.needs_interpreter and "français" in person.languages:
        person.languages = [tongue for tongue in person.languages if tongue != "français"]
    if person.source == PersonSource.DOOR:
        person.source_detail = person.street.split(" ", 1)[1].capitalize()
    if world.chance(0.07):
        person.note = agree(world.deal("note", sections("notes")["note"]), woman=woman)
    if world.chance(0.03):
        person.organizer = None


def _share_a_door(person: Person, relative: Person) -> None:
    if relative.household is None:
        relative.household = Household(
            chapter=relative.chapter, name=f"Famille {relative.last_name}"
        )
    person.household = relative.household
    person.street, person.address_extra = relative.street, relative.address_extra


def _say_who_brought_whom(world: World) -> None:
    """One in five came with somebody known: a leader, more often than not."""
    brought = []
    for slug in world.chapters:
        leaders = [who for who in world.of_chapter(slug) if who.key]
        for who in world.of_chapter(slug):
            if who.key or not world.chance(0.22):
                continue
            near = [leader for leader in leaders if leader.hood == who.hood] or leaders
            who.person.brought_by = world.rng.choice(near).person
            brought.append(who.person)
    Person.objects.bulk_update(brought, ["brought_by"])


def mailbox(who: Resident) -> str:
    """« Aïcha Le Goff » → « aicha.legoff »."""
    plain = unicodedata.normalize("NFD", f"{who.person.first_name}.{who.person.last_name}".lower())
    letters = plain.replace("ı", "i")
    return "".join(letter for letter in letters if letter.isascii() and letter not in " -'’")
