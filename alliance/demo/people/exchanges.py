"""A year of one-to-ones, calls and doors, written as organizers write; and what was promised."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from alliance.demo.reading import agree, in_place, sections, table
from alliance.demo.world import Resident, World
from members.enums import ContactKind, FollowUpKind, PersonSource
from members.models import Contact, FollowUp, Person

FIRST_KIND = {
    PersonSource.DOOR: ContactKind.DOOR,
    PersonSource.MEETING: ContactKind.MEETING,
    PersonSource.ONE_TO_ONE: ContactKind.ONE_TO_ONE,
}
LATER_KINDS = {"one_to_one": 40, "call": 36, "visit": 11, "meeting": 7, "message": 6}
# The one-to-ones of the figures are told by the files; between them, ordinary days.
BETWEEN_TOLD = {"call": 60, "visit": 20, "message": 20}
TALKS = {0: (0, 1), 1: (1, 3), 2: (2, 4), 3: (3, 6)}
BORN_HERE = {"france", "italie"}
MOSQUE = {"maghreb", "ouest", "comores", "turquie"}
TALK_FIELDS = ("story", "interest", "network", "next_step", "their_commitment")


def make_exchanges(world: World) -> None:
    """Contacts, each person's last one, then follow-ups done, late, due today and to come."""
    contacts = [contact for who in world.residents for contact in _exchanges_with(world, who)]
    contacts += _told(world)
    contacts.sort(key=lambda contact: (contact.happened_at, contact.person_id, contact.kind))
    Contact.objects.bulk_create(contacts, batch_size=1000)
    _remember_the_last(world, contacts)
    make_follow_ups(world, contacts)


def _remember_the_last(world: World, contacts: list[Contact]) -> None:
    """Each person's last exchange; contacts come in the order of time."""
    latest = {contact.person_id: contact.happened_at for contact in contacts}
    for who in world.residents:
        who.person.last_contact_at = latest.get(who.person.pk)
    Person.objects.bulk_update(
        (who.person for who in world.residents), ["last_contact_at"], batch_size=200
    )


def _exchanges_with(world: World, who: Resident) -> list[Contact]:
    source = PersonSource(who.person.source)
    first = FIRST_KIND.get(source, ContactKind.CALL)
    recent = who.person.first_met_on > world.ago(800) and not who.key
    days = [who.person.first_met_on] if recent else []
    kinds = [first] * len(days)
    known = (world.today - who.person.first_met_on).days
    least, most = TALKS[who.rank]
    for _turn in range(world.rng.randint(least, most) if known > 4 else 0):
        back = 1 + int(min(known - 2, 365) * world.rng.random() ** 1.15)
        days.append(world.ago(back))
        kinds.append(ContactKind(world.weighted(BETWEEN_TOLD if who.key else LATER_KINDS)))
    return [_exchange(world, who, kind, day) for kind, day in zip(kinds, days, strict=True)]


def _exchange(world: World, who: Resident, kind: ContactKind, day: date) -> Contact:
    if kind == ContactKind.ONE_TO_ONE:
        fields = _five_fields(world, who)
    elif kind == ContactKind.DOOR:
        fields = {"interest": _anger(world, who), "note": _line(world, who, "notes", "door")}
    else:
        fields = {"note": _line(world, who, "notes", kind)}
        if kind in {ContactKind.CALL, ContactKind.VISIT} and world.chance(0.3):
            fields["next_step"] = _line(world, who, "suites", "toutes")
    return _contact(world, who, kind, world.some_time(day, first=10), fields)


def _five_fields(world: World, who: Resident) -> dict[str, str]:
    fields = {
        "story": _story(world, who),
        "interest": _anger(world, who),
        "network": _network(world, who),
        "next_step": _next_step(world, who),
    }
    if world.chance(0.55):
        fields["their_commitment"] = _line(world, who, "suites", "engagement")
    if world.chance(0.35):
        fields["our_commitment"] = _line(world, who, "suites", "nous")
    if world.chance(0.15):
        del fields["network"]
    return fields


def _network(world: World, who: Resident) -> str:
    if who.origin in MOSQUE and world.chance(0.12):
        return _line(world, who, "reseaux", "mosquee")
    came = who.origin not in BORN_HERE and world.chance(0.28)
    return _line(world, who, "reseaux", "venue" if came else "toutes")


def _story(world: World, who: Resident) -> str:
    home = "france" if who.origin in BORN_HERE else "venue"
    section = home if world.chance(0.45) else "toutes"
    pools = sections("histoires")
    return _line(
        world,
        who,
        "histoires",
        section,
        annees=str(world.rng.randint(4, 38)),
        metier=world.rng.choice(pools["metiers"]),
        enfants=world.rng.choice(pools["enfants"]),
        enfants_bref=world.rng.choice(pools["enfants_bref"]),
        au_quartier=in_place(who.hood),
    )


def _anger(world: World, who: Resident) -> str:
    return _line(world, who, "coleres", who.topic)


def _next_step(world: World, who: Resident) -> str:
    if who.person.needs_interpreter and world.chance(0.6):
        return _line(world, who, "suites", "venue")
    own = who.topic in sections("suites") and world.chance(0.5)
    return _line(world, who, "suites", who.topic if own else "toutes")


def _line(world: World, who: Resident, file: str, section: str, **slots: str) -> str:
    """The next sentence of a pool that was not yet said about this person."""
    pool = sections(file)[section]
    text = world.deal(f"{file}/{section}", pool)
    for _turn in pool:
        if text not in who.said:
            break
        text = world.deal(f"{file}/{section}", pool)
    who.said.add(text)
    return agree(text, woman=who.woman, **slots)


def _contact(
    world: World, who: Resident, kind: str, at: datetime, fields: dict[str, str]
) -> Contact:
    written = at + timedelta(minutes=world.rng.choice((2, 4, 7, 25, 90)))
    return Contact(
        person=who.person,
        kind=kind,
        author=who.person.organizer,
        happened_at=at,
        client_id=world.uuid(),
        written_at=written,
        created_at=written,
        **fields,
    )


def _told(world: World) -> list[Contact]:
    """The exchanges of the figures, as the files tell them."""
    found = []
    for entry in table("figures")["figures"]:
        for kind, days, *texts in entry["talks"]:
            fields = dict(zip(TALK_FIELDS, texts, strict=True))
            if kind != ContactKind.ONE_TO_ONE:
                fields["note"] = fields.pop("next_step")
            at = world.some_time(world.ago(days), first=10)
            found.append(_contact(world, world.figures[entry["key"]], kind, at, fields))
    return found


def make_follow_ups(world: World, contacts: list[Contact]) -> None:
    """Most were kept; each organizer has some late, three or four today, the rest ahead."""
    women = {who.person.pk: who.woman for who in world.residents}
    recent = [c for c in contacts if c.author_id and c.happened_at > world.at(world.ago(120), 0)]
    rows = [_kept(world, contact, women) for contact in recent if world.chance(0.22)]
    for name, account in world.accounts.items():
        mine = [c for c in recent if c.author_id == account.pk]
        if mine:
            rows += _still_open(world, name, mine, women)
    FollowUp.objects.bulk_create(sorted(rows, key=lambda row: (row.created_at, row.person_id)))


def _kept(world: World, contact: Contact, women: dict[int, bool]) -> FollowUp:
    day = contact.happened_at.date() + timedelta(days=world.rng.randint(2, 14))
    row = _follow_up(world, contact, min(day, world.ago(1)), women)
    done = min(row.due_on + timedelta(days=world.rng.randint(0, 3)), world.ago(1))
    row.done_at = max(world.some_time(done), contact.created_at + timedelta(hours=1))
    row.done_by = contact.author
    return row


def _still_open(
    world: World, name: str, mine: list[Contact], women: dict[int, bool]
) -> list[FollowUp]:
    late = [-world.rng.randint(1, 13) for _turn in range(world.rng.randint(2, 4))]
    today = [0] * (4 if name == "amina" else 3)
    ahead = [world.rng.randint(1, 16) for _turn in range(8)]
    seen: dict[int, Contact] = {contact.person_id: contact for contact in mine}
    pool = world.rng.sample(list(seen.values()), len(seen))
    rows = []
    for days in (*late, *today, *ahead):
        due_on = world.day(days)
        contact = next((c for c in pool if c.happened_at.date() < due_on), None)
        if contact is not None:
            pool.remove(contact)
            rows.append(_follow_up(world, contact, due_on, women))
    return rows


def _follow_up(world: World, contact: Contact, due_on: date, women: dict[int, bool]) -> FollowUp:
    draw: dict[Any, int] = {FollowUpKind.CALL: 55, FollowUpKind.MEET: 33, FollowUpKind.MESSAGE: 12}
    what = contact.next_step or agree(
        world.deal("relance", sections("notes")["relance"]), woman=women[contact.person_id]
    )
    return FollowUp(
        person=contact.person,
        owner=contact.author,
        kind=world.weighted({str(kind): weight for kind, weight in draw.items()}),
        what=what,
        due_on=due_on,
        contact=contact,
        created_by=contact.author,
        created_at=contact.created_at,
    )
