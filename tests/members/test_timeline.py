"""One line of time: everything, the latest first, page after page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members.domain import merging, people
from members.domain.knowing import timeline
from members.domain.leading import leadership
from members.domain.meeting import contacts
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.dues import PaymentFactory
from tests.factories.members import (
    ConsentFactory,
    ContactFactory,
    GroupFactory,
    GroupMembershipFactory,
    MembershipFactory,
    PersonFactory,
)


@pytest.fixture
def person(cast):
    return PersonFactory(chapter=cast.grenoble)


def _whole(person, **how):
    events, cursor = [], ""
    while True:
        page = timeline.read(person, organizes=True, cursor=cursor, **how)
        events += page.events
        cursor = page.cursor
        if not cursor:
            return events


def _live(person, cast):
    """One of each thing that may happen."""
    now = timezone.now()
    ContactFactory(person=person)
    ConsentFactory(person=person)
    GroupMembershipFactory(person=person, group=GroupFactory(chapter=cast.grenoble))
    PaymentFactory(membership=MembershipFactory(person=person))
    leadership.move(person=person, to_stage="spotted", seen="", actor=cast.amina)
    leadership.assess(person=person, level=3, reason="vu", actor=cast.amina)
    action = ActionFactory(chapter=cast.grenoble, announced=True, title="À la mairie")
    AttendanceFactory(action=action, person=person, attended=True, checked_in_at=now)
    people.update(
        person=person,
        expected_version=person.version,
        changes={"street": "rue du Drac"},
        actor=cast.amina,
    )


def test_it_tells_of_everything_the_latest_first(person, cast):
    _live(person, cast)
    events = _whole(person)
    kinds = {event.key.split(":")[0] for event in events}
    assert kinds >= {"contact", "consent", "joined", "payment", "step", "assessment", "entry"}
    assert [e.place for e in events] == sorted((e.place for e in events), reverse=True)


def test_pages_follow_each_other_without_loss_even_at_one_moment(person):
    moment = timezone.now() - timedelta(days=1)
    for n in range(53):
        ContactFactory(person=person, happened_at=moment - timedelta(minutes=n // 15))
    keys = [event.key for event in _whole(person)]
    assert len(keys) == len(set(keys)) == 53


def test_it_is_filtered_by_kind(person, cast, client_of):
    _live(person, cast)
    page = client_of(cast.amina).get(f"/personnes/{person.pk}/histoire/?quoi=dues").content.decode()
    assert "reçus" in page
    assert "Étape" not in page


def test_a_leader_reads_exchanges_and_no_dues_nor_appreciation(cast, client_of):
    _live(cast.leader_person, cast)
    page = client_of(cast.leader).get(f"/personnes/{cast.leader_person.pk}/histoire/")
    text = page.content.decode()
    assert "Tête-à-tête" in text
    assert "reçus" not in text
    assert "Engagement" not in text


def test_a_merged_page_keeps_both_histories(cast, person):
    other = PersonFactory(chapter=cast.grenoble)
    for one in (person, other):
        people.update(
            person=one,
            expected_version=one.version,
            changes={"street": "rue du Drac"},
            actor=cast.amina,
        )
        contacts.note(person=one, author=cast.amina, note="bonjour")
    merging.merge(keep=person, gone=other, actor=cast.amina)
    keys = [event.key.split(":")[0] for event in _whole(person)]
    assert keys.count("contact") == 2
    assert keys.count("entry") >= 2


@pytest.mark.parametrize("cursor", ["hier", "~", "2026-01-01", "2026-01-01T10:00~x"])
def test_a_broken_cursor_starts_again(person, cast, client_of, cursor):
    ContactFactory(person=person)
    answer = client_of(cast.amina).get(f"/personnes/{person.pk}/histoire/?avant={cursor}")
    assert answer.status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_as_much_for_three_of_each_as_for_one(
    person, cast, rows, client_of, django_assert_max_num_queries
):
    for _n in range(rows):
        ContactFactory(person=person)
        ConsentFactory(person=person)
        AttendanceFactory(action=ActionFactory(chapter=cast.grenoble), person=person)
    client = client_of(cast.amina)
    with django_assert_max_num_queries(19):
        assert client.get(f"/personnes/{person.pk}/histoire/").status_code == 200
