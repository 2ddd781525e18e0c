"""What prepares the actions and what followed: pledges, lists, needs, checklists, bilans."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import OuterRef, Subquery
from django.utils.text import slugify

from actions.domain import debriefs
from actions.domain.planning.checklists import OUTSIDE, USUAL
from actions.enums import ActionState, Answer, Visibility
from actions.models import (
    Action,
    Attendance,
    CheckItem,
    Debrief,
    Declaration,
    DeclarationOffice,
    DeclarationOrganizer,
    MaterialItem,
    Pledge,
    PressLink,
    Reply,
)
from alliance.core.sealing import seal
from alliance.demo.reading import table
from alliance.demo.struggle.victories import handwritten
from alliance.demo.world import Resident, World

# Where each town's demonstrations are declared; what is not certain is left to be checked.
OFFICES = (
    ("Grenoble", "38185", "Préfecture de l’Isère", True, True),
    ("Rennes", "35238", "Préfecture d’Ille-et-Vilaine", True, True),
    ("Aubervilliers", "93001", "Préfecture de la Seine-Saint-Denis", True, False),
    ("Gennevilliers", "92036", "Préfecture des Hauts-de-Seine", True, False),
    ("Échirolles", "38151", "Préfecture de l’Isère", True, False),
)
LANGUAGES = ("soninké", "arabe", "turc", "bambara", "tamoul")


def make_preparing(world: World) -> None:
    """Offices, then each plan of the file on its action, then the needs of those who come."""
    _offices(world)
    _say_who_wrote_the_answers()
    by_title = {action.title: action for action in world.actions}
    for entry in table("preparing")["plans"]:
        _plan(world, by_title[entry["title"]], entry)
    for action in world.actions:
        if action.state == ActionState.ANNOUNCED and action.ends_at > world.at(world.today, 0):
            _needs(world, action)


def _offices(world: World) -> None:
    DeclarationOffice.objects.bulk_create(
        DeclarationOffice(
            city=city,
            insee_code=code,
            name=name,
            is_prefecture=prefecture,
            checked_on=world.ago(40) if checked else None,
        )
        for city, code, name, prefecture, checked in OFFICES
    )


def _say_who_wrote_the_answers() -> None:
    """By which means each last answer came, as `record_reply` keeps it."""
    last = Reply.objects.filter(attendance=OuterRef("pk")).order_by("-replied_at", "-pk")
    answered = Attendance.objects.exclude(answered_at=None)
    answered.update(answer_source=Subquery(last.values("source")[:1]))


def _plan(world: World, action: Action, entry: dict[str, Any]) -> None:
    leaders = [(world.figures[key], people) for key, people in entry["pledges"].items()]
    said_at = (action.announced_at or action.created_at) + timedelta(hours=5)
    Pledge.objects.bulk_create(
        Pledge(
            action=action,
            leader=who.person,
            people=people,
            pledged_at=said_at,
            recorded_by=action.organizer,
        )
        for who, people in leaders
    )
    _lists(world, action, leaders)
    _to_do(world, action, entry)
    if entry.get("public"):
        action.public_slug = slugify(action.title)[:60]
        action.visibility = Visibility.PUBLIC
        action.save(update_fields=["public_slug", "visibility"])
    if "declaration" in entry:
        _declare(world, action, *entry["declaration"])
    if "debrief" in entry:
        _debrief(world, action, entry["debrief"])
    PressLink.objects.bulk_create(
        PressLink(
            action=action,
            url=url,
            title=title,
            added_by=action.organizer,
            added_at=action.ends_at + timedelta(hours=20),
        )
        for url, title in entry.get("press", [])
    )


def _lists(world: World, action: Action, leaders: list[tuple[Resident, int]]) -> None:
    """Three names for each person pledged, neighbours of the leader first."""
    taken = {who.person.pk for who, _people in leaders}
    homes = {who.person.pk: who.hood for who in world.of_chapter(action.chapter.slug)}
    rows = list(action.attendances.exclude(person=None).order_by("pk"))
    for who, people in leaders:
        free = [row for row in rows if row.person_id not in taken]
        free.sort(key=lambda row: homes.get(row.person_id or 0) != who.hood)
        chosen = free[: 3 * people]
        taken |= {row.person_id or 0 for row in chosen}
        ids = [row.pk for row in chosen]
        Attendance.objects.filter(pk__in=ids).update(leader=who.person)


def _to_do(world: World, action: Action, entry: dict[str, Any]) -> None:
    todo = entry.get("todo")
    if todo is None:
        return
    day = action.starts_at.date()
    outside = action.kind in OUTSIDE
    usual = [
        (str(what), day - timedelta(days=before), "")
        for before, what, only_outside in USUAL
        if outside or not only_outside
    ]
    wanted = sorted([*usual, *((w, world.day(d), k) for w, d, k in todo)], key=lambda one: one[1])
    done = [
        when < world.today and place < entry.get("done", 0)
        for place, (_what, when, _key) in enumerate(wanted)
    ]
    CheckItem.objects.bulk_create(
        CheckItem(
            action=action,
            what=what,
            due_on=when,
            person=world.figures[key].person if key else None,
            done_at=world.at(min(when, world.ago(1)), 19) if ticked else None,
            done_by=action.organizer if ticked else None,
            client_id=world.uuid(),
        )
        for (what, when, key), ticked in zip(wanted, done, strict=True)
    )
    MaterialItem.objects.bulk_create(
        MaterialItem(
            action=action,
            what=what,
            quantity=quantity,
            person=world.figures[key].person if key else None,
            client_id=world.uuid(),
        )
        for what, quantity, key in entry.get("material", [])
    )


def _declare(world: World, action: Action, purpose: str, receipt: str) -> None:
    """Filed in time, signed by whoever pledged most."""
    filed_at = action.starts_at - timedelta(days=6, hours=8)
    declaration = Declaration.objects.create(
        action=action,
        office=DeclarationOffice.objects.get(city="Grenoble"),
        purpose=purpose,
        dispersal="Sur place, à 20 h",
        filed_at=filed_at,
        receipt=receipt,
        receipt_on=filed_at.date(),
        created_at=filed_at - timedelta(hours=1),
        created_by=action.organizer,
    )
    signer = action.pledges.select_related("leader").order_by("-people", "pk")[0].leader
    home = f"{signer.street}, {signer.postal_code} {signer.city}"
    DeclarationOrganizer.objects.create(
        declaration=declaration, name=str(signer), sealed_home=seal(home)
    )


def _debrief(world: World, action: Action, said: dict[str, Any]) -> None:
    words = {name: text for name, text in said.items() if name not in {"next", "paper"}}
    Debrief.objects.create(
        action=action,
        **words,
        next_on=action.starts_at.date() + timedelta(days=said["next"]),
        held_at=action.ends_at + timedelta(minutes=15),
        recorded_by=action.organizer,
    )
    if "paper" in said:
        debriefs.add_photo(
            action=action,
            upload=SimpleUploadedFile("tour-de-table.jpg", handwritten(said["paper"])),
            caption="La feuille du bilan, écrite en cercle",
            actor=action.organizer,
        )


def _needs(world: World, action: Action) -> None:
    """Children, cars, languages, stairs: said with the answer; one ride is matched already."""
    rows = list(action.attendances.filter(answer__in=[Answer.YES, Answer.MAYBE]).order_by("pk"))
    for place, row in enumerate(rows):
        row.children = world.rng.randint(1, 3) if world.chance(0.1) else 0
        row.seats_offered = world.rng.randint(2, 4) if place % 14 == 3 else 0
        row.wants_ride = not row.seats_offered and world.chance(0.08)
        row.interpreter = world.deal("langues", LANGUAGES) if world.chance(0.05) else ""
        row.step_free = world.chance(0.04)
    driver = next((row for row in rows if row.seats_offered), None)
    walker = next((row for row in rows if row.wants_ride and not row.companions), None)
    if driver and walker:
        walker.rides_with = driver
    fields = ["children", "seats_offered", "wants_ride", "interpreter", "step_free", "rides_with"]
    Attendance.objects.bulk_update(rows, fields)
