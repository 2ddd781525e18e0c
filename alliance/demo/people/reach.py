"""How people may be reached: phones, e-mails, consents, tags.

Numbers come from the ranges that the regulator keeps for fiction, addresses from the domains
reserved for examples: nothing the demonstration sends can reach anybody.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count

from alliance.demo.people.people import mailbox
from alliance.demo.places import BOARD_TAG, TAGS
from alliance.demo.world import Resident, World
from members.enums import AddressState, Channel, ConsentSource, PersonSource, PhoneKind, Purpose
from members.models import Consent, Person, PersonEmail, PersonPhone, Tag

LANDLINES = {
    "grenoble": "+33465717",
    "aubervilliers": "+33199002",
    "rennes": "+33261916",
    "gennevilliers": "+33199007",
}
DOMAINS = ("example.org", "example.org", "courrier.test", "boite.test")
HEARD = {
    PersonSource.DOOR: ConsentSource.SPOKEN,
    PersonSource.WEBSITE: ConsentSource.FORM,
    PersonSource.MEETING: ConsentSource.PAPER,
    PersonSource.ACTION: ConsentSource.PAPER,
}
ACCEPT = {Channel.EMAIL: 0.9, Channel.PHONE: 0.93, Channel.SMS: 0.7}


def make_reach(world: World) -> None:
    """Phones, e-mails, then what each agreed to."""
    phones = _phones(world)
    PersonPhone.objects.bulk_create(phones)
    emails = _emails(world)
    PersonEmail.objects.bulk_create(emails)
    _consents(world, {phone.person_id for phone in phones if phone.kind == PhoneKind.MOBILE})
    _tags(world)


def _phones(world: World) -> list[PersonPhone]:
    mobiles = (f"+3363998{number:04d}" for number in world.rng.sample(range(10_000), 4_000))
    lines = count(world.rng.randint(100, 300), 3)
    shared: dict[int, str] = {}
    found = []
    for who in world.residents:
        person = who.person
        home = person.household_id
        number = shared.get(home) if home and world.chance(0.7) else None
        if number is None and (who.key or world.chance(0.9)):
            number = next(mobiles)
        if number:
            found.append(PersonPhone(person=person, number=number, is_primary=True))
            found[-1].is_wrong = not who.key and world.chance(0.02)
            if home:
                shared.setdefault(home, number)
        if world.chance(0.08):
            line = f"{LANDLINES[person.chapter.slug]}{next(lines) % 1000:03d}"
            found.append(
                PersonPhone(
                    person=person, number=line, kind=PhoneKind.LANDLINE, is_primary=number is None
                )
            )
    return found


def _emails(world: World) -> list[PersonEmail]:
    used: set[str] = set()
    found = []
    for who in world.residents:
        if not who.has_email and (who.key or not world.chance(0.46)):
            continue
        address = f"{mailbox(who)}@{world.rng.choice(DOMAINS)}"
        while address in used:
            address = f"{mailbox(who)}{world.rng.randint(2, 99)}@{world.rng.choice(DOMAINS)}"
        used.add(address)
        who.has_email = True
        bounced = not who.key and world.chance(0.015)
        state = AddressState.BOUNCED if bounced else AddressState.OK
        found.append(PersonEmail(person=who.person, address=address, is_primary=True, state=state))
    return found


def _consents(world: World, with_mobile: set[int]) -> None:
    found: list[Consent] = []
    for who in world.residents:
        channels = [Channel.PHONE]
        if who.has_email:
            channels.append(Channel.EMAIL)
        if who.person.pk in with_mobile:
            channels.append(Channel.SMS)
        if not who.key and world.chance(0.07):
            continue  # met, named, but nobody asked yet
        for channel in channels:
            found += _words(world, who, channel)
    Consent.objects.bulk_create(found)


def _words(world: World, who: Resident, channel: Channel) -> list[Consent]:
    met = who.person.created_at
    given = bool(who.key) or world.chance(ACCEPT[channel])
    asked = min(met + timedelta(hours=1), world.at(world.ago(1), 21))
    words = [_consent(who, channel, given, asked, HEARD.get(PersonSource(who.person.source)))]
    if given and channel == Channel.EMAIL and world.chance(0.3):
        words.append(_consent(who, channel, True, asked, None, purpose=Purpose.NEWS))
    if given and not who.key and world.chance(0.025) and met < world.at(world.ago(60), 12):
        later = world.some_time(world.ago(world.rng.randint(5, 50)))
        words.append(_consent(who, channel, False, later, ConsentSource.LINK))
    return words


def _consent(
    who: Resident,
    channel: Channel,
    given: bool,
    at: datetime,
    source: ConsentSource | None,
    purpose: Purpose = Purpose.MOBILIZATION,
) -> Consent:
    by_link = source == ConsentSource.LINK
    return Consent(
        person=who.person,
        channel=channel,
        purpose=purpose,
        given=given,
        wording="" if by_link else who.person.chapter.consent_wording,
        source=source or ConsentSource.SPOKEN,
        recorded_by=None if by_link else who.person.organizer,
        recorded_at=at,
    )


def _tags(world: World) -> None:
    tags = {(tag.chapter_id, tag.name): tag.pk for tag in Tag.objects.all()}
    links = []
    for who in world.residents:
        if world.chance(0.13 if not who.key else 0.5):
            name = world.rng.choice(TAGS)
            links.append((who.person.pk, tags[who.person.chapter_id, name]))
    links += [(who.person.pk, tags[who.person.chapter_id, BOARD_TAG]) for who in _board(world)]
    through = Person.tags.through
    through.objects.bulk_create(through(person_id=who, tag_id=tag) for who, tag in links)


def _board(world: World) -> list[Resident]:
    """Thirteen people, no president: five from Grenoble, three or two from each other place."""
    seats = {"grenoble": 5, "aubervilliers": 3, "rennes": 3, "gennevilliers": 2}
    board = [world.figures["jeanne"], world.figures["dieudonne"], world.figures["ghislaine"]]
    for slug, seats_there in seats.items():
        here = sum(who.person.chapter.slug == slug for who in board)
        others = [
            who
            for who in world.of_chapter(slug)
            if who not in board and who.person.first_met_on < world.ago(500)
        ]
        board += world.rng.sample(others, seats_there - here)
    return board
