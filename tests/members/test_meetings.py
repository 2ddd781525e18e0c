"""Meetings of groups: at whose home, who came, who is next; and whether a group lives."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.utils import timezone

from members.domain import meetings
from members.enums import ContactKind, GroupKind
from members.models import Contact, GroupMeeting
from tests.factories.members import GroupFactory, GroupMembershipFactory, PersonFactory

NOW = timezone.now


@pytest.fixture
def group(cast):
    group = GroupFactory(chapter=cast.grenoble, kind=GroupKind.NEIGHBOURHOOD)
    for person in PersonFactory.create_batch(3, chapter=cast.grenoble):
        GroupMembershipFactory(group=group, person=person)
    return group


def _held(group, days, came=0, **more):
    meeting = meetings.plan(group=group, starts_at=NOW() - timedelta(days=days))
    people = [guest.person for guest in meeting.guests.select_related("person")][:came]
    return meetings.tell(meeting=meeting, came=people, **more)


def test_the_members_of_the_group_are_its_guests(group):
    meeting = meetings.plan(group=group, starts_at=NOW() + timedelta(days=3))
    assert meeting.guests.count() == 3


def test_planned_twice_by_a_double_click_it_is_one(group, cast, client_of):
    client, twin = client_of(cast.amina), str(uuid4())
    when = (timezone.localtime() + timedelta(days=3)).strftime("%Y-%m-%dT18:30")
    for _n in range(2):
        posted = {"kind": "house", "starts_at": when, "client_id": twin}
        client.post(f"/groupes/{group.pk}/reunions/nouvelle/", posted)
    assert GroupMeeting.objects.filter(group=group).count() == 1


def test_whoever_came_has_it_in_her_history_once(group):
    meeting = _held(group, 1, came=2)
    meetings.tell(meeting=meeting, came=[g.person for g in meeting.guests.filter(came=True)])
    assert Contact.objects.filter(kind=ContactKind.MEETING).count() == 2


def test_ticked_by_mistake_she_loses_it(group):
    meeting = _held(group, 1, came=2)
    kept = meeting.guests.filter(came=True).first()
    meetings.tell(meeting=meeting, came=[kept.person])
    assert list(Contact.objects.values_list("person", flat=True)) == [kept.person_id]


def test_a_meeting_to_come_is_not_told(group):
    meeting = meetings.plan(group=group, starts_at=NOW() + timedelta(days=3))
    with pytest.raises(meetings.InvalidMeeting):
        meetings.tell(meeting=meeting, came=[])


def test_a_host_of_another_alliance_is_refused(group, cast):
    with pytest.raises(meetings.InvalidMeeting):
        meetings.plan(group=group, starts_at=NOW(), host=PersonFactory(chapter=cast.rennes))


def test_the_next_time_before_this_one_keeps_what_was_typed(group, cast, client_of):
    meeting = _held(group, 1)
    posted = {"report": "On a ri.", "next_on": "2020-01-01", "others": ""}
    answer = client_of(cast.amina).post(f"/reunions/{meeting.pk}/", posted)
    assert answer.status_code == 422
    assert "On a ri." in answer.content.decode()


def test_the_referent_tells_the_meeting_of_her_own_group(cast, client_of):
    meeting = meetings.plan(group=cast.led_group, starts_at=NOW() - timedelta(days=1))
    posted = {"came": [cast.leader_person.pk], "report": "Sept autour de la table.", "others": "6"}
    answer = client_of(cast.leader).post(f"/reunions/{meeting.pk}/", posted)
    assert answer.status_code == 302
    assert meetings.pulses([cast.led_group])[cast.led_group.pk].came == 7


def test_the_board_does_not_read_who_came(cast, client_of):
    meeting = meetings.plan(group=cast.led_group, starts_at=NOW())
    assert client_of(cast.board).get(f"/reunions/{meeting.pk}/").status_code == 403


@pytest.mark.parametrize(("days", "silent"), [(41, False), (43, True)])
def test_six_weeks_without_a_meeting_is_silence(group, days, silent):
    _held(group, days, came=1)
    assert meetings.pulses([group])[group.pk].silent is silent


def test_a_meeting_planned_breaks_the_silence(group):
    meetings.plan(group=group, starts_at=NOW() + timedelta(days=3))
    assert not meetings.pulses([group])[group.pk].silent


def test_an_allied_association_is_never_said_silent(cast):
    ally = GroupFactory(chapter=cast.grenoble, kind=GroupKind.ASSOCIATION)
    assert not meetings.pulses([ally])[ally.pk].silent


def test_newcomers_are_counted_at_their_first_meeting(group):
    _held(group, 100, came=1)
    _held(group, 5, came=3)
    pulse = meetings.pulses([group])[group.pk]
    assert (pulse.came, pulse.before, pulse.newcomers) == (3, 1, 2)


def test_a_guest_is_asked_once(group, django_db_blocker):
    meeting = _held(group, 1)
    person = meeting.guests.first().person
    with pytest.raises(IntegrityError, match="meeting_guest_once"):
        meeting.guests.create(person=person)


def test_others_are_few(group):
    with pytest.raises(IntegrityError, match="meeting_others_are_few"):
        GroupMeeting.objects.create(group=group, starts_at=NOW(), others=501)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_groups_asks_as_much_for_three_as_for_one(
    cast, client_of, rows, django_assert_max_num_queries
):
    for one in GroupFactory.create_batch(rows, chapter=cast.grenoble):
        _held(one, 3)
    client = client_of(cast.amina)
    with django_assert_max_num_queries(10):
        assert client.get("/groupes/").status_code == 200


@pytest.mark.parametrize(("days", "untold"), [(-1, True), (2, False)])
def test_only_a_meeting_already_held_waits_to_be_told(cast, days, untold):
    at = timezone.now() + timedelta(days=days)
    assert GroupMeeting(group=cast.led_group, starts_at=at).is_untold is untold
