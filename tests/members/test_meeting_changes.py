"""A meeting that moves or does not take place: who is told, once, and what calendars read."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from alliance.journal.models import Entry
from alliance.outbox.models import Message
from members.domain import meeting_changes, meetings
from members.models import FollowUp, GroupMeeting, Person
from tests.factories.members import (
    ConsentFactory,
    EmailFactory,
    GroupFactory,
    GroupMembershipFactory,
    PersonFactory,
)


@pytest.fixture
def meeting(cast):
    """In three days; one guest reads e-mails, one has an address and never agreed, one neither."""
    group = GroupFactory(chapter=cast.grenoble, name="Les Buttes")
    people = PersonFactory.create_batch(3, chapter=cast.grenoble, organizer=cast.nadia)
    for person in people:
        GroupMembershipFactory(group=group, person=person)
    for person in people[:2]:
        EmailFactory(person=person)
    ConsentFactory(person=people[0], channel="email")
    soon = timezone.now().replace(microsecond=0) + timedelta(days=3)
    return meetings.plan(group=group, starts_at=soon, place="Chez Saïda")


def moved(meeting, days=1, sequence=0, **more):
    later = meeting.starts_at + timedelta(days=days)
    fields = {"starts_at": later, "place": meeting.place, "expected_sequence": sequence} | more
    return meeting_changes.move(meeting=meeting, **fields)


def test_its_guests_are_told_once_by_mail_or_by_a_call(meeting, cast):
    moved(meeting, actor=cast.amina)

    message = Message.objects.get()
    assert message.subject.startswith("Changement : Les Buttes")
    assert "nous avions dit" in message.text
    assert "Chez Saïda" in message.html
    assert set(FollowUp.objects.values_list("owner", "kind")) == {(cast.nadia.pk, "call")}
    assert FollowUp.objects.count() == 2
    assert Entry.objects.filter(verb="meeting.moved", actor_id=cast.amina.pk).count() == 1


def test_moved_again_the_news_that_has_not_left_is_called_back(meeting):
    moved(meeting)
    moved(meeting, days=2, sequence=1)
    states = Message.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["cancelled", "queued"]
    assert FollowUp.objects.open().count() == 2


def test_not_told_when_one_does_not_want_to_nor_when_nothing_changes(meeting):
    moved(meeting, days=0)
    assert GroupMeeting.objects.get().sequence == 0
    moved(meeting, tell=False)
    assert GroupMeeting.objects.get().sequence == 1
    assert not Message.objects.exists()


def test_cancelled_it_stays_and_is_no_longer_to_come(meeting):
    meeting_changes.cancel(meeting=meeting, expected_sequence=0)

    kept = GroupMeeting.objects.get()
    assert (kept.sequence, kept.may_change, kept.is_untold) == (1, False, False)
    assert Message.objects.get().subject.startswith("Annulé : Les Buttes")
    assert meetings.pulses([meeting.group])[meeting.group_id].planned is None


def test_in_her_language(meeting):
    Person.objects.update(language="ar")
    meeting_changes.cancel(meeting=meeting, expected_sequence=0)
    message = Message.objects.get()
    assert message.language == "ar"
    assert 'dir="rtl"' in message.html
    assert "Ne vous déplacez pas" not in message.text


def test_what_cannot_be_is_refused(meeting):
    with pytest.raises(meetings.InvalidMeeting, match="déjà passée"):
        moved(meeting, days=-4)
    with pytest.raises(meeting_changes.ChangedMeanwhile):
        moved(meeting, sequence=3)
    assert not Message.objects.exists()


def test_a_cancelled_meeting_neither_moves_nor_is_told(meeting):
    meeting_changes.cancel(meeting=meeting, expected_sequence=0)
    with pytest.raises(meetings.InvalidMeeting, match="déjà annulée"):
        moved(meeting, sequence=1)
    GroupMeeting.objects.update(starts_at=timezone.now() - timedelta(hours=3))
    with pytest.raises(meetings.InvalidMeeting, match="annulée"):
        meetings.tell(meeting=meeting, came=[])


def test_cancelled_and_told_is_impossible(meeting):
    with pytest.raises(IntegrityError, match="meeting_cancelled_is_not_told"):
        GroupMeeting.objects.update(cancelled_at=timezone.now(), reported_at=timezone.now())


def test_the_page_says_who_is_told_and_keeps_what_was_typed(client_of, cast, meeting):
    amina = client_of(cast.amina)
    url = reverse("members:meeting-move", args=[meeting.pk])
    asked = timezone.localdate() + timedelta(days=9)
    page = amina.get(url, {"date": f"{asked}"}).text
    assert "1 par e-mail, 2 à appeler" in page
    assert f"{asked}T" in page

    typed = {"starts_at": "2020-01-01T18:00", "place": "Salle 3", "expected_sequence": 0}
    refused = amina.post(url, typed)
    assert refused.status_code == 422
    assert "Salle 3" in refused.text


def test_two_at_once_the_second_reads_first(client_of, cast, meeting):
    moved(meeting)
    typed = {"starts_at": "2050-01-01T18:00", "expected_sequence": 0, "tell": "on"}
    url = reverse("members:meeting-move", args=[meeting.pk])
    amina = client_of(cast.amina)
    answer = amina.post(url, typed)
    assert "vient de changer cette réunion" in answer.text
    assert amina.post(url, typed | {"expected_sequence": 1}).status_code == 302


def test_it_is_cancelled_from_its_page_and_by_its_own_people_alone(client_of, cast, meeting):
    url = reverse("members:meeting-cancel", args=[meeting.pk])
    assert client_of(cast.yann).get(url).status_code == 404
    amina = client_of(cast.amina)
    assert "La garder" in amina.get(url).text
    amina.post(url, {"expected_sequence": 0, "tell": "on"})
    page = amina.get(reverse("members:meeting-detail", args=[meeting.pk])).text
    assert "Cette réunion est annulée" in page
    assert url not in page
