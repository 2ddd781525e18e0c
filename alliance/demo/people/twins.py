"""Two people noted twice, at the door and at a meeting: what the page of duplicates is for."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

from alliance.demo.world import Resident, World
from members.domain import people
from members.enums import PersonSource

NOTED_TWICE = 2


def make_twins(world: World) -> None:
    """In each chapter, the same number under nearly the same name."""
    for slug, chapter in world.chapters.items():
        known = [
            who
            for who in world.of_chapter(slug)
            if not who.key and who.person.first_name and who.person.phones.exists()
        ]
        for rank, who in enumerate(world.rng.sample(known, NOTED_TWICE)):
            person = who.person
            number = person.phones.all()[0].number
            twin = people.create(
                chapter=chapter,
                first_name=_plain(person.first_name),
                last_name=person.last_name,
                phones=[number],
                organizer=person.organizer,
                source=PersonSource.DOOR,
                actor=person.organizer,
                now=world.at(world.today - timedelta(days=5 + rank), 18, 40),
            )
            world.residents.append(Resident(twin, who.woman, who.topic, who.origin))


def _plain(name: str) -> str:
    """A name as written in haste: no accent, a letter twice."""
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return bare[:3] + bare[2:]
