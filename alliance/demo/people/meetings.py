"""The meetings of the groups: every three weeks or so at somebody's home; one group went quiet."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from alliance.demo.world import Resident, World
from members.domain.meetings import ALLIED
from members.enums import MeetingKind
from members.models import Group, GroupMeeting, MeetingGuest

REPORTS = (
    "On a fait le tour des paliers : l’ascenseur du 12 est encore en panne. "
    "Deux voisines écrivent au bailleur, on relit la lettre la prochaine fois.",
    "Onze personnes, trois nouvelles. Chacun raconte sa facture de charges ; "
    "on décide de demander le détail, ensemble.",
    "On a préparé la délégation : qui ouvre, qui raconte, qui ferme. On a répété deux fois.",
    "Beaucoup de colère sur l’école. On garde un seul sujet, le toit du préau.",
    "Petite réunion, il pleuvait. On a appelé les absents depuis le canapé.",
    "Bilan de l’action : fières et fatigués. Prochaine étape, voir l’adjoint en personne.",
)
QUIET = 3  # the place of the group that stopped meeting


def make_meetings(world: World) -> None:
    """Four meetings told and one planned for each group of ours, but one which is silent."""
    ours = [
        (key, group)
        for key, group in world.groups.items()
        if group.kind not in ALLIED and group.ended_on is None and world.members_of[key]
    ]
    for place, (key, group) in enumerate(ours):
        _meet(world, group, world.members_of[key], quiet=place == QUIET)


def _meet(world: World, group: Group, members: list[Resident], *, quiet: bool) -> None:
    first = 75 if quiet else world.rng.randint(4, 12)
    days = [world.ago(first + 21 * step) for step in range(4)]
    hosts = [world.rng.choice(members) for _day in range(6)]
    told = [
        _told(world, group, day, hosts[place], hosts[place + 1]) for place, day in enumerate(days)
    ]
    if not quiet:
        told.append(_planned(world, group, hosts[5]))
    GroupMeeting.objects.bulk_create(told)
    MeetingGuest.objects.bulk_create(
        guest for meeting in told for guest in _guests(world, meeting, members)
    )


def _told(
    world: World, group: Group, day: date, host: Resident, following: Resident
) -> GroupMeeting:
    return GroupMeeting(
        group=group,
        kind=world.rng.choice([MeetingKind.HOUSE, MeetingKind.HOUSE, MeetingKind.GROUP]),
        starts_at=world.at(day, 18, 30),
        host=host.person,
        next_host=following.person,
        place=group.meeting_place,
        report=world.rng.choice(REPORTS),
        others=world.rng.choice([0, 0, 1, 2]),
        next_on=day + timedelta(days=21),
        reported_at=world.at(day, 21, 15),
        client_id=uuid.UUID(int=world.rng.getrandbits(128), version=4),
        created_by=group.organizer,
        created_at=world.at(day, 21, 15),
    )


def _planned(world: World, group: Group, host: Resident) -> GroupMeeting:
    day = world.today + timedelta(days=world.rng.randint(4, 16))
    return GroupMeeting(
        group=group,
        starts_at=world.at(day, 18, 30),
        host=host.person,
        place=group.meeting_place,
        client_id=uuid.UUID(int=world.rng.getrandbits(128), version=4),
        created_by=group.organizer,
        created_at=world.at(world.ago(3), 21, 15),
    )


def _guests(world: World, meeting: GroupMeeting, members: list[Resident]) -> list[MeetingGuest]:
    told = meeting.reported_at is not None
    asked = world.rng.sample(members, min(len(members), 14))
    return [
        MeetingGuest(meeting=meeting, person=who.person, came=world.chance(0.62) if told else None)
        for who in asked
    ]
