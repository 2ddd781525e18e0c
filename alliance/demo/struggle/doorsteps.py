"""What is heard these weeks: colères that look alike, a tower half walked, votes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from alliance.demo.places import organizer_of
from alliance.demo.reading import sections
from alliance.demo.struggle.doorstep_facts import (
    HEARD,
    NOTES,
    OPEN_VOTE,
    OUTCOMES,
    QUESTIONS,
    SCRIPT,
    SPOTS,
    TEAM_GOAL,
    VOTES_HELD,
)
from alliance.demo.world import World
from campaigns.domain.voted import votes
from campaigns.enums import ConversationPlace, Depth, Knock, MoveReason, Theme
from campaigns.models import (
    Ballot,
    BallotChoice,
    BallotCount,
    BallotVoter,
    Building,
    BuildingNote,
    Conversation,
    Door,
    DoorKnock,
    DriveAnswer,
    DriveListener,
    DriveQuestion,
    Grievance,
    GrievanceMove,
    Issue,
    ListeningDrive,
    NeighbourhoodSpot,
    OwnTheme,
)
from members.domain.paying.memberships import Standing, standing
from members.models import Person, User


def make_doorsteps(world: World) -> None:
    """After campaigns and groups: what is being listened to, walked and voted today."""
    rng = Random(world.rng.getrandbits(32))  # noqa: S311
    _spots(world)
    drive = ListeningDrive.objects.get(name="Écoute d’automne à Teisseire")
    team = _team(world, drive)
    _alike(world, rng, drive, team)
    _answers(rng, drive)
    _tower(world, rng, drive)
    _small_building(world, rng, drive)
    _trace(world)
    _votes_held(world, rng)
    _vote_open(world, rng)


def _spots(world: World) -> None:
    NeighbourhoodSpot.objects.bulk_create(
        NeighbourhoodSpot(
            neighbourhood=world.hoods[slug, name], latitude=north, longitude=east, radius=radius
        )
        for slug, name, north, east, radius in SPOTS
    )


def _team(world: World, drive: ListeningDrive) -> list[DriveListener]:
    """Two accounts, and three neighbours without one; one of them lags behind."""
    drive.script = SCRIPT
    drive.save(update_fields=["script"])
    people = [who.person for who in world.of_chapter("grenoble") if who.hood == "Teisseire"]
    listeners = [
        DriveListener(drive=drive, user=world.accounts["amina"], goal=TEAM_GOAL * 2),
        DriveListener(drive=drive, user=world.accounts["ines"], goal=TEAM_GOAL),
        *(DriveListener(drive=drive, person=person, goal=TEAM_GOAL) for person in people[:3]),
    ]
    DriveListener.objects.bulk_create(listeners)
    shares = (0, 0, 0, 1, 1, 2, 2, 3, 0, 4, 2)
    heard = list(drive.conversations.order_by("pk"))
    for rank, conversation in enumerate(heard):
        conversation.heard_by = listeners[shares[rank % len(shares)]]
    Conversation.objects.bulk_update(heard, ["heard_by"])
    return listeners


def _alike(world: World, rng: Random, drive: ListeningDrive, team: list[DriveListener]) -> None:
    """Voices that say the same thing, most of them without a name."""
    theme = OwnTheme.objects.create(chapter=drive.chapter, name="transports")
    heard: list[tuple[Conversation, Grievance]] = []
    for slug, hood, subject, who_says_yes, about in HEARD:
        for rank, words in enumerate(sections("semblables")[subject]):
            conversation = _conversation(world, rng, slug, hood, rank)
            if slug == "grenoble" and hood == drive.neighbourhood.name:  # type: ignore[union-attr]
                conversation.drive = drive
                conversation.heard_by = team[(0, 0, 1, 2, 2, 3)[rank % 6]]
            grievance = Grievance(
                chapter=conversation.chapter,
                words=words,
                theme=Theme(about) if about != "own" else Theme.OTHER,
                own_theme=theme if about == "own" else None,
                neighbourhood=conversation.neighbourhood,
                place=conversation.place_detail,
                is_vertical=True,
                depth=rng.choices(list(Depth), weights=(15, 50, 35))[0],
                who_could_say_yes=who_says_yes if rank % 3 != 1 else "",
                heard_on=conversation.happened_at.date(),
                recorded_by=conversation.listener,
                client_id=world.uuid(),
            )
            heard.append((conversation, grievance))
    Conversation.objects.bulk_create(conversation for conversation, _grievance in heard)
    for conversation, grievance in heard:
        grievance.conversation = conversation
    Grievance.objects.bulk_create(grievance for _conversation, grievance in heard)


def _conversation(world: World, rng: Random, slug: str, hood: str, rank: int) -> Conversation:
    street = rng.choice(world.streets[slug, hood])
    day = world.ago(1 + rank * 2 + rng.randint(0, 2))
    return Conversation(
        chapter=world.chapters[slug],
        listener=organizer_of(world, slug, hood),
        place=rng.choice(
            (ConversationPlace.DOOR, ConversationPlace.DOOR, ConversationPlace.STREET)
        ),
        place_detail=street,
        neighbourhood=world.hoods[slug, hood],
        happened_at=world.at(day, rng.randint(16, 19), rng.choice((0, 10, 25, 40))),
        client_id=world.uuid(),
    )


def _answers(rng: Random, drive: ListeningDrive) -> None:
    questions = [
        DriveQuestion(drive=drive, text=text, kind=kind, choices=list(choices), position=rank)
        for rank, (text, kind, choices, _weights) in enumerate(QUESTIONS, start=1)
    ]
    DriveQuestion.objects.bulk_create(questions)
    rows = []
    for conversation in drive.conversations.order_by("pk"):
        for question, (_text, kind, choices, weights) in zip(questions, QUESTIONS, strict=True):
            if rng.random() < 0.2:
                continue
            said = rng.choices(choices, weights=weights)[0]
            value = {"number": int(said)} if kind == "scale" else {"text": said}
            rows.append(DriveAnswer(conversation=conversation, question=question, **value))
    DriveAnswer.objects.bulk_create(rows)
    DriveQuestion.objects.filter(drive=drive, kind="scale").update(choices=[])


def _building(
    world: World, drive: ListeningDrive, name: str, address: str, floors: int, doors: int
) -> list[Door]:
    building = Building.objects.create(
        chapter=drive.chapter,
        drive=drive,
        neighbourhood=drive.neighbourhood,
        name=name,
        address=address,
        round_started_at=world.at(world.ago(20), 9),
    )
    return Door.objects.bulk_create(
        Door(building=building, floor=floor, position=position)
        for floor in range(floors, 0, -1)
        for position in range(1, doors + 1)
    )


def _knock(
    world: World, rng: Random, door: Door, when: datetime, who: User, outcome: str = ""
) -> DoorKnock:
    drawn = outcome or rng.choices(list(OUTCOMES), weights=list(OUTCOMES.values()))[0]
    return DoorKnock(
        door=door,
        outcome=drawn,
        knocked_at=when,
        knocked_by=who,
        client_id=world.uuid(),
        created_at=when,
    )


def _tower(world: World, rng: Random, drive: ListeningDrive) -> None:
    """Twelve floors: two teams came down from the top, and stopped at the sixth."""
    doors = _building(world, drive, "Tour Merisiers, hall 2", "14 allée des Merisiers", 12, 4)
    start = world.at(world.ago(2), 17, 30)
    teams = (world.accounts["amina"], world.accounts["ines"])
    rows = [
        _knock(world, rng, door, start + timedelta(minutes=3 * rank), teams[rank % 2])
        for rank, door in enumerate(door for door in doors if door.floor > 6)
    ]
    before = world.at(world.ago(120), 18)
    rows += [_knock(world, rng, door, before, teams[0]) for door in doors if door.floor <= 3]
    absent = [row for row in rows if row.outcome == Knock.ABSENT and row.knocked_at >= start]
    again = world.at(world.ago(1), 18, 45)
    rows += [
        _knock(world, rng, row.door, again + timedelta(minutes=4 * rank), teams[1])
        for rank, row in enumerate(absent[:5])
    ]
    DoorKnock.objects.bulk_create(rows)
    BuildingNote.objects.bulk_create(
        BuildingNote(
            building=doors[0].building,
            text=text,
            author=teams[rank % 2],
            written_at=start - timedelta(days=rank * 9),
            client_id=world.uuid(),
        )
        for rank, text in enumerate(NOTES)
    )


def _small_building(world: World, rng: Random, drive: ListeningDrive) -> None:
    doors = _building(world, drive, "Le petit immeuble", "3 place de la Barrière", 4, 2)
    start = world.at(world.ago(9), 18)
    DoorKnock.objects.bulk_create(
        _knock(world, rng, door, start + timedelta(minutes=4 * rank), world.accounts["ines"])
        for rank, door in enumerate(doors)
    )


def _trace(world: World) -> None:
    """How the angers of the known problems came into their heaps; one heap was two before."""
    gathered = Grievance.objects.exclude(issue=None).select_related("issue")
    GrievanceMove.objects.bulk_create(
        GrievanceMove(
            grievance=one,
            to_issue=one.issue,
            reason=MoveReason.GATHERED,
            deed=world.uuid(),
            moved_at=max(one.issue.created_at, world.at(one.heard_on, 20)),
        )
        for one in gathered
        if one.issue is not None
    )
    lifts = world.issues["grenoble", "ascenseurs"]
    when = world.at(world.ago(75), 18)
    gone = Issue.objects.create(
        chapter=lifts.chapter,
        title="L’ascenseur du hall 3",
        theme=lifts.theme,
        created_at=when - timedelta(days=12),
        merged_into=lifts,
        merged_at=when,
    )
    deed = world.uuid()
    GrievanceMove.objects.bulk_create(
        GrievanceMove(
            grievance=one,
            from_issue=gone,
            to_issue=lifts,
            reason=MoveReason.MERGED,
            deed=deed,
            moved_by=world.accounts["amina"],
            moved_at=when,
        )
        for one in lifts.grievances.filter(heard_on__lt=when.date()).order_by("pk")[:3]
    )


def _ballot(world: World, slug: str, topics: tuple[str, ...], day: int, **fields: Any) -> Ballot:
    ballot = Ballot.objects.create(
        chapter=world.chapters[slug],
        held_on=world.day(day),
        created_at=world.at(world.day(min(day, 0) - 6), 10),
        client_id=world.uuid(),
        **fields,
    )
    BallotChoice.objects.bulk_create(
        BallotChoice(ballot=ballot, issue=world.issues[slug, topic], position=rank)
        for rank, topic in enumerate(topics, start=1)
    )
    return ballot


def _votes_held(world: World, rng: Random) -> None:
    for slug, title, place, topics, voices, day, present, minutes, signed_by in VOTES_HELD:
        ballot = _ballot(world, slug, topics, day, title=title, place=place)
        when = world.at(world.day(day), 20, 15)
        BallotCount.objects.bulk_create(_counts(world, ballot, voices, when))
        votes.close(ballot=ballot, present=present, minutes=minutes, signed_by=signed_by, now=when)


def _counts(
    world: World, ballot: Ballot, voices: tuple[int, ...], when: datetime
) -> Iterator[BallotCount]:
    for choice, count in zip(ballot.choices.all(), voices, strict=True):
        if count:
            yield BallotCount(
                choice=choice,
                means="hands",
                voices=count,
                counted_at=when,
                client_id=world.uuid(),
            )


def _vote_open(world: World, rng: Random) -> None:
    """An assembly in some days: the absent vote by link already."""
    slug, title, place, topics, day = OPEN_VOTE
    ballot = _ballot(world, slug, topics, day, title=title, place=place, picks=2, by_link=True)
    people = list(Person.objects.filter(chapter=ballot.chapter).active().order_by("pk"))
    paid = standing([person.pk for person in people], on=world.today)
    members = [p for p in people if paid.get(p.pk) in {Standing.UP_TO_DATE, Standing.DUE_SOON}]
    BallotVoter.objects.bulk_create(BallotVoter(ballot=ballot, person=p) for p in members)
    choices = list(ballot.choices.values_list("pk", flat=True))
    for voter in ballot.voters.select_related("ballot").order_by("pk")[: len(members) // 4]:
        picked = rng.sample(choices, k=rng.choice((1, 2, 2)))
        votes.cast(voter=voter, choices=picked, today=world.ago(1))
