"""The way of the leaders: dated, signed, never overwritten, proven by who comes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members.domain.leading import leadership, suggestions
from members.enums import GroupRole, LeaderStage
from members.models import Assessment, GroupMembership, Leadership, LeadershipMove
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.members import GroupMembershipFactory, PersonFactory


@pytest.fixture
def person(cast):
    return PersonFactory(chapter=cast.grenoble, first_name="Fatima")


def _move(person, to, seen, actor, **more):
    return leadership.move(person=person, to_stage=to, seen=seen, actor=actor, **more)


def _stage(person):
    return Leadership.objects.get(person=person).stage


def test_a_step_keeps_its_author_and_its_reason(cast, person):
    _move(person, "spotted", "", cast.amina)
    step = _move(person, "connected", "spotted", cast.amina, reason="Elle a parlé à dix voisins.")
    assert (step.from_stage, step.author) == ("spotted", cast.amina)
    assert step.reason == "Elle a parlé à dix voisins."
    assert _stage(person) == "connected"


def test_two_organizers_drag_the_same_card_and_the_second_is_told(cast, person, client_of):
    _move(person, "spotted", "", cast.amina)
    _move(person, "training", "spotted", cast.nadia)
    with pytest.raises(leadership.StageChanged):
        _move(person, "connected", "spotted", cast.amina)
    posted = {"seen": "spotted", "stage": "connected"}
    page = client_of(cast.amina).post(f"/leaders/{person.pk}/etape/", posted, follow=True)
    assert "en formation" in page.content.decode()
    assert _stage(person) == "training"


def test_the_same_step_sent_twice_is_one(cast, person, client_of):
    client = client_of(cast.amina)
    for _n in range(2):
        client.post(f"/leaders/{person.pk}/etape/", {"seen": "", "stage": "spotted"})
    assert LeadershipMove.objects.filter(person=person).count() == 1


def test_a_step_is_taken_back_and_she_stands_where_she_stood(cast, person):
    _move(person, "spotted", "", cast.amina)
    step = _move(person, "leader", "spotted", cast.amina)
    assert leadership.undo(step=step, actor=cast.amina)
    assert _stage(person) == "spotted"


@pytest.mark.parametrize("why", ["another", "late", "not the last"])
def test_only_ones_own_fresh_last_step_is_taken_back(cast, person, why):
    step = _move(person, "spotted", "", cast.amina)
    if why == "not the last":
        _move(person, "leader", "spotted", cast.amina)
    now = timezone.now() + timedelta(hours=2 if why == "late" else 0)
    actor = cast.nadia if why == "another" else cast.amina
    assert not leadership.undo(step=step, actor=actor, now=now)


def test_withdrawn_she_keeps_her_history(cast, person):
    _move(person, "spotted", "", cast.amina)
    leadership.withdraw(person=person, actor=cast.amina, reason="Elle déménage.")
    assert not Leadership.objects.filter(person=person).exists()
    assert person.leadership_moves.count() == 1


def test_an_appreciation_never_goes_without_its_reason(cast, person, client_of):
    posted = {"level": "4", "reason": "  "}
    answer = client_of(cast.amina).post(f"/leaders/{person.pk}/apprecier/", posted)
    assert answer.status_code == 422
    assert "pourquoi" in answer.content.decode()
    assert not Assessment.objects.exists()


def test_a_new_appreciation_leaves_the_old_one(cast, person):
    for level in (2, 4):
        leadership.assess(person=person, level=level, reason="vu", actor=cast.amina)
    assert list(person.assessments.values_list("level", flat=True)) == [4, 2]


def _brought(cast, person, people=3, days=3):
    then = timezone.now() - timedelta(days=days)
    action = ActionFactory(
        chapter=cast.grenoble, announced=True, starts_at=then, ends_at=then + timedelta(hours=1)
    )
    AttendanceFactory(action=action, person=person)
    for one in PersonFactory.create_batch(people, chapter=cast.grenoble):
        AttendanceFactory(
            action=action, person=one, brought_by=person, attended=True, checked_in_at=then
        )
    return action


def test_followers_are_those_who_came_in_the_last_three_actions(cast, person):
    for people, days in ((1, 30), (2, 20), (4, 10)):
        _brought(cast, person, people, days)
    found = leadership.followers_of([person.pk])[person.pk]
    assert [came for _title, came in found.last_three] == [4, 2, 1]
    assert (found.came, found.trend) == (7, 3)


def test_somebody_announced_who_did_not_come_proves_nothing(cast, person):
    action = _brought(cast, person, 0)
    AttendanceFactory(action=action, person=PersonFactory(chapter=cast.grenoble), brought_by=person)
    found = leadership.followers_of([person.pk])[person.pk]
    assert (found.brought, found.came) == (1, 0)


def test_the_suggestion_says_the_facts(cast, person):
    _brought(cast, person, 3)
    GroupMembershipFactory(group=cast.led_group, person=person, role=GroupRole.SPOKESPERSON)
    found = next(s for s in suggestions.suggestions([cast.grenoble.pk]) if s.person == person)
    assert len(found.reasons) == 2
    assert any("3 personnes" in reason for reason in found.reasons)


def test_not_now_leaves_her_in_peace_for_three_months(cast, person):
    _brought(cast, person, 3)
    suggestions.not_now(person=person, actor=cast.amina)
    now = [s.person for s in suggestions.suggestions([cast.grenoble.pk])]
    later = timezone.now() + timedelta(days=91)
    then = [s.person for s in suggestions.suggestions([cast.grenoble.pk], now=later)]
    assert person not in now
    assert person in then


def test_a_group_with_one_voice_is_a_risk(cast):
    assert [one.group for one in suggestions.held_alone([cast.grenoble.pk])] == [cast.led_group]
    GroupMembershipFactory(
        group=cast.led_group, person=PersonFactory(chapter=cast.grenoble), role=GroupRole.REFERENT
    )
    assert suggestions.held_alone([cast.grenoble.pk]) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_board_asks_as_much_for_three_leaders_as_for_one(
    cast, client_of, rows, django_assert_max_num_queries
):
    for one in PersonFactory.create_batch(rows, chapter=cast.grenoble):
        Leadership.objects.create(person=one, stage=LeaderStage.LEADER)
        _brought(cast, one, 1)
    client = client_of(cast.amina)
    with django_assert_max_num_queries(24):
        assert client.get("/leaders/").status_code == 200


def test_facts_are_looked_for_once_and_who_is_shown_is_read_anew(cast, monkeypatch):
    GroupMembership.objects.filter(group=cast.led_group).update(role="referent")
    looked = []
    find = suggestions._facts
    monkeypatch.setattr(suggestions, "_facts", lambda ids: looked.append(ids) or find(ids))
    first = suggestions.suggestions([cast.grenoble.pk])
    assert cast.leader_person in [one.person for one in first]
    suggestions.not_now(person=cast.leader_person, actor=cast.amina)
    again = suggestions.suggestions([cast.grenoble.pk])
    assert cast.leader_person not in [one.person for one in again]
    assert len(looked) == 1


@pytest.mark.parametrize("many", [0, 500])
def test_the_first_of_many_are_the_same_by_either_way(cast, monkeypatch, many):
    monkeypatch.setattr(suggestions, "MANY", many)
    for name in ("Zola", "Abadie", "Sow"):
        person = PersonFactory(chapter=cast.grenoble, last_name=name)
        GroupMembershipFactory(person=person, group=cast.led_group, role="spokesperson")
    shown = suggestions.suggestions([cast.grenoble.pk], most=2)
    assert [one.person.last_name for one in shown] == ["Abadie", "Benali"]
