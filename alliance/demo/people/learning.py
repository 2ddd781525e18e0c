"""Trainings: four courses, sessions held and to come, and people from other associations."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from actions.enums import ActionKind, ActionState, Answer
from actions.models import Action, Attendance, Course, OutsideParticipant, TrainingSession
from alliance.demo.world import Resident, World
from members.models import Leadership

COURSES = (
    (
        "Mener un tête-à-tête",
        "Écouter, raconter, demander. Une journée à deux par deux, avec déjeuner partagé.",
        6,
        True,
    ),
    (
        "Stratégie d’action collective",
        "Qui peut nous dire oui, de quoi a-t-il peur, qu’est-ce qui monte d’un cran ensuite.",
        6,
        True,
    ),
    (
        "Préparer une négociation",
        "Qui ouvre, qui raconte, qui se tait. Jeux de rôle avec une fausse adjointe.",
        6,
        True,
    ),
    ("Prendre la parole", "Trois minutes debout, devant les autres, sans papier.", 3, True),
    ("Tenir une réunion", "Ordre du jour, tour de table, une décision, qui fait quoi.", 3, True),
    (
        "Tenir la caisse",
        "Reçus, cahier, banque : pour celles et ceux qui tiennent les sous.",
        3,
        False,
    ),
)
# Days from today, by the course's place: held ones, then one to come.
HELD = ((0, -210), (1, -160), (3, -120), (4, -82), (2, -400))
COMING = (3, 12)
OUTSIDERS = (
    ("Odile Perrin", "Confédération syndicale des familles", Decimal(60), True),
    ("Marc Teyssier", "Centre social du Prémol", Decimal(60), True),
    ("Salimata Keïta", "Maison des femmes", Decimal(0), False),
)


def make_learning(world: World) -> None:
    """What each leader learnt, and what she lacks."""
    chapter = world.chapters["grenoble"]
    courses = [
        Course.objects.create(
            chapter=chapter,
            name=name,
            about=about,
            hours=hours,
            for_leaders=for_leaders,
            created_at=world.at(world.ago(700), 10),
        )
        for name, about, hours, for_leaders in COURSES
    ]
    _told_already(world, courses)
    learners = _learners(world)
    for place, days in HELD:
        _session(world, courses[place], days, learners)
    _session(world, courses[COMING[0]], COMING[1], learners)


def _told_already(world: World, courses: list[Course]) -> None:
    """The two trainings of the calendar are sessions of their courses."""
    by_word = {"tête-à-tête": courses[0], "négociation": courses[2]}
    for action in world.actions:
        course = next((c for word, c in by_word.items() if word in action.title), None)
        mine = action.chapter_id == courses[0].chapter_id and action.kind == ActionKind.TRAINING
        if mine and course is not None:
            TrainingSession.objects.create(action=action, course=course, places=action.goal)


def _learners(world: World) -> list[Resident]:
    known = set(Leadership.objects.values_list("person_id", flat=True))
    return [who for who in world.of_chapter("grenoble") if who.person.pk in known]


def _session(world: World, course: Course, days: int, learners: list[Resident]) -> None:
    action = _action(world, course, days)
    trainer = world.figures["nacera"].person if days > -200 else None
    session = TrainingSession.objects.create(
        action=action, course=course, trainer=trainer, places=16, fee=Decimal(60)
    )
    day = action.starts_at.date()
    ready = [who for who in learners if who.person.first_met_on < day]
    share = 0.45 if days < 0 else 0.25
    chosen = [who for who in ready if world.chance(share)][:12]
    Attendance.objects.bulk_create(_attendance(world, action, who) for who in chosen)
    _outsiders(world, session, came=days < 0)


def _action(world: World, course: Course, days: int) -> Action:
    made_on = world.ago(max(-days + 25, 6))
    starts_at = world.at(world.meeting_day(days), 9, 30)
    action: Action = Action.objects.create(
        chapter=course.chapter,
        organizer=world.accounts["amina"],
        kind=ActionKind.TRAINING,
        title=f"Formation : {course.name[0].lower()}{course.name[1:]}",
        description=course.about,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=course.hours),
        place_name="Maison des habitants",
        place_address="place de la Crique, Grenoble",
        goal=16,
        state=ActionState.ANNOUNCED,
        announced_at=world.at(made_on, 11),
        public_id=world.uuid(),
        created_at=world.at(made_on, 10),
        created_by=world.accounts["amina"],
    )
    world.actions.append(action)
    return action


def _attendance(world: World, action: Action, who: Resident) -> Attendance:
    asked = world.at(world.ago(0), 0) if action.announced_at is None else action.announced_at
    row = Attendance(
        action=action,
        person=who.person,
        invited_at=asked + timedelta(hours=1),
        invited_by=action.organizer,
        answer=Answer.YES,
        answered_at=asked + timedelta(hours=2),
        client_id=world.uuid(),
        created_at=asked + timedelta(hours=1),
    )
    if action.ends_at < world.at(world.today, 0) and world.chance(0.85):
        row.attended = True
        row.checked_in_at, row.checked_in_by = action.starts_at, action.organizer
    return row


def _outsiders(world: World, session: TrainingSession, *, came: bool) -> None:
    for name, organization, fee, pays in OUTSIDERS:
        if not world.chance(0.6):
            continue
        OutsideParticipant.objects.create(
            session=session,
            name=name,
            organization=organization,
            fee=fee,
            paid_on=world.ago(4) if pays and (came or world.chance(0.5)) else None,
            attended=True if came else None,
            client_id=world.uuid(),
            created_at=session.action.created_at,
            created_by=session.action.organizer,
        )
