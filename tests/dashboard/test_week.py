"""« Ma semaine »: who waits, why, and one tap."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from actions.domain.forecasts.lessons import keep_missing
from actions.enums import Answer
from actions.models import Pledge
from alliance.dashboard.questions import questions_of
from members.domain.meeting import reaching
from members.domain.telling.figures import week_of, weekly_one_to_ones
from members.enums import ContactKind, FollowUpKind, LeaderStage
from members.models import Contact, FollowUp, Leadership
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.campaigns import CampaignFactory, VictoryFactory
from tests.factories.members import (
    ContactFactory,
    FollowUpFactory,
    MembershipFactory,
    PersonFactory,
    PhoneFactory,
)

NOW = timezone.now


def _leader(cast, days, **fields):
    seen = NOW() - timedelta(days=days)
    person = PersonFactory(
        chapter=cast.grenoble, organizer=cast.amina, last_contact_at=seen, **fields
    )
    Leadership.objects.create(person=person, stage=LeaderStage.LEADER)
    return person


def _answer(cast, key):
    return next(one for one in questions_of(cast.amina) if one.key == key)


def test_leaders_not_seen_for_sixty_days_wait_the_longest_first(cast):
    recent, old = _leader(cast, 61), _leader(cast, 120)
    _leader(cast, 59)
    answer = _answer(cast, "leaders")
    assert [line.person for line in answer.lines] == [old, recent]
    assert "depuis 120 jours" in answer.lines[0].why


def test_whoever_has_an_open_follow_up_is_not_asked_about_twice(cast):
    FollowUpFactory(person=_leader(cast, 80), owner=cast.amina)
    assert _answer(cast, "leaders").total == 0


def test_people_who_came_once_and_were_never_met_say_where_they_came(cast):
    action = ActionFactory(chapter=cast.grenoble, title="Devant la mairie")
    new, met = PersonFactory.create_batch(2, chapter=cast.grenoble)
    for person in (new, met):
        AttendanceFactory(action=action, person=person, attended=True, checked_in_at=NOW())
    ContactFactory(person=met, kind=ContactKind.ONE_TO_ONE)
    answer = _answer(cast, "newcomers")
    assert [line.person for line in answer.lines] == [new]
    assert "Devant la mairie" in answer.lines[0].why


def test_memberships_that_end_this_month_are_those_of_people_i_know(cast):
    today = timezone.localdate()
    known = PersonFactory(chapter=cast.grenoble, organizer=cast.amina)
    unknown = PersonFactory(chapter=cast.grenoble)
    for person in (known, unknown):
        MembershipFactory(person=person, starts_on=today - timedelta(days=300), ends_on=today)
    assert [line.person for line in _answer(cast, "dues").lines] == [known]


def test_the_number_is_the_length_of_the_list_behind_it(cast, client_of):
    for _n in range(6):
        _leader(cast, 70)
    answer = _answer(cast, "leaders")
    page = client_of(cast.amina).get(answer.url).content.decode()
    assert answer.total == 6
    assert page.count('name="people"') >= 6 or "6 personnes" in page


def test_people_of_another_alliance_never_appear(cast):
    stranger = PersonFactory(chapter=cast.rennes, organizer=cast.amina)
    Leadership.objects.create(person=stranger, stage=LeaderStage.LEADER)
    assert _answer(cast, "leaders").total == 0


def test_done_twice_is_one_call_and_she_leaves_the_list(cast, client_of):
    person, once = _leader(cast, 80), {"client_id": str(uuid4())}
    client = client_of(cast.amina)
    for _n in range(2):
        client.post(f"/personnes/{person.pk}/jointe/", once)
    assert Contact.objects.filter(person=person, kind=ContactKind.CALL).count() == 1
    assert _answer(cast, "leaders").total == 0


def test_done_is_taken_back_with_its_date(cast):
    person = _leader(cast, 0)
    before = ContactFactory(person=person, happened_at=NOW() - timedelta(days=90))
    tap = reaching.reached(person=person, author=cast.amina)
    assert reaching.take_back(contact=tap, actor=cast.amina)
    person.refresh_from_db()
    assert person.last_contact_at == before.happened_at


@pytest.mark.parametrize("wrong", ["another", "late", "written"])
def test_only_a_fresh_and_empty_tap_of_ones_own_is_taken_back(cast, wrong):
    tap = reaching.reached(person=_leader(cast, 80), author=cast.amina)
    if wrong == "written":
        Contact.objects.filter(pk=tap.pk).update(note="Elle viendra.")
    actor = cast.nadia if wrong == "another" else cast.amina
    now = NOW() + timedelta(hours=2) if wrong == "late" else NOW()
    assert not reaching.take_back(contact=tap, actor=actor, now=now)
    assert Contact.objects.filter(pk=tap.pk).exists()


def test_later_is_a_follow_up_in_a_week(cast, client_of):
    person = _leader(cast, 80)
    for _n in range(2):
        client_of(cast.amina).post(f"/personnes/{person.pk}/plus-tard/")
    due = FollowUp.objects.get(person=person, owner=cast.amina).due_on
    assert due == timezone.localdate() + timedelta(days=7)


@pytest.mark.parametrize(
    ("address", "most"), [("/", 8), ("/semaine/personnes/", 8), ("/semaine/nouvelles/", 8)]
)
@pytest.mark.parametrize("rows", [1, 3])
def test_each_part_asks_as_much_for_three_rows_as_for_one(
    cast, client_of, rows, address, most, django_assert_max_num_queries
):
    for _n in range(rows):
        _leader(cast, 80)
        person = PersonFactory(chapter=cast.grenoble)
        FollowUpFactory(person=person, owner=cast.amina, due_on=timezone.localdate())
        for day in (-3, 3):
            action = ActionFactory(
                chapter=cast.grenoble, announced=True, starts_at=NOW() + timedelta(days=day)
            )
            AttendanceFactory(
                action=action, person=person, invited_at=NOW(), attended=True, checked_in_at=NOW()
            )
    keep_missing()
    client = client_of(cast.amina)
    client.get("/semaine/personnes/")  # what is long to find is remembered five minutes
    with django_assert_max_num_queries(most):
        assert client.get(address).status_code == 200


def test_the_page_names_the_addresses_of_what_comes_after(cast, client_of):
    client = client_of(cast.amina)
    page = client.get("/").content.decode()
    for address in ("/semaine/personnes/", "/semaine/nouvelles/"):
        assert f'hx-get="{address}"' in page
        assert f'href="{address}"' in page
        piece = client.get(address, headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in piece
        assert "<html" in client.get(address).content.decode()


def test_a_board_member_sees_what_was_done_not_who_waits(cast, client_of):
    client = client_of(cast.board)
    assert client.get("/semaine/nouvelles/").status_code == 200
    assert client.get("/semaine/personnes/").status_code == 403
    assert "/semaine/personnes/" not in client.get("/").content.decode()


def test_ninety_days_is_said_aloud(cast):
    _leader(cast, 61)
    _leader(cast, 95)
    assert [line.long for line in _answer(cast, "leaders").lines] == [True, False]


def test_one_to_ones_stand_beside_those_planned(cast):
    ContactFactory(author=cast.amina, kind=ContactKind.ONE_TO_ONE, person__chapter=cast.grenoble)
    assert week_of(cast.amina).to_hold == 0
    person = PersonFactory(chapter=cast.grenoble)
    today = timezone.localdate()
    FollowUpFactory(person=person, owner=cast.amina, kind=FollowUpKind.MEET, due_on=today)
    assert week_of(cast.amina).to_hold == 2


def test_what_was_won_lately_comes_first_and_old_victories_only_when_there_is_no_other(
    cast, client_of
):
    campaign = CampaignFactory(chapter=cast.grenoble)
    today = timezone.localdate()
    for days in (3000, 4000):
        won_on = today - timedelta(days=days)
        VictoryFactory(campaign=campaign, won_on=won_on, what=f"Il y a {days}")
    shown = client_of(cast.amina).get("/semaine/nouvelles/").context["victories"]
    assert [one.what for one in shown] == ["Il y a 3000"]
    VictoryFactory(campaign=campaign, won_on=today, what="L’ascenseur remarche")
    shown = client_of(cast.amina).get("/semaine/nouvelles/").context["victories"]
    assert [one.what for one in shown] == ["L’ascenseur remarche"]


def test_a_line_offers_to_call_and_to_write(cast, client_of):
    PhoneFactory(person=_leader(cast, 70), number="+33612345678", kind="mobile")
    page = client_of(cast.amina).get("/semaine/personnes/").content.decode()
    assert 'href="tel:+33612345678"' in page
    assert 'href="sms:+33612345678"' in page


def test_who_is_behind_on_her_pledge_for_the_next_action_is_asked_first(cast, client_of):
    soon = NOW() + timedelta(days=3)
    action = ActionFactory(
        chapter=cast.grenoble, title="À la mairie", announced=True, starts_at=soon
    )
    late, kept = PersonFactory.create_batch(2, chapter=cast.grenoble)
    for leader, people in ((late, 3), (kept, 1)):
        Pledge.objects.create(action=action, leader=leader, people=people)
        AttendanceFactory(action=action, leader=leader, answer=Answer.YES, answered_at=NOW())
    answer = client_of(cast.amina).get("/semaine/personnes/").context["questions"][0]
    assert answer.key == "pledges"
    assert [line.person for line in answer.lines] == [late]
    assert "il en manque 2" in answer.lines[0].why
    assert client_of(cast.amina).get(answer.url).status_code == 200


def test_without_pledges_the_question_is_not_asked(cast, client_of):
    ActionFactory(chapter=cast.grenoble, announced=True, starts_at=NOW() + timedelta(days=3))
    keys = [
        one.key for one in client_of(cast.amina).get("/semaine/personnes/").context["questions"]
    ]
    assert keys == ["leaders", "newcomers", "dues"]


def test_who_waits_is_remembered_but_nobody_stays_after_it_is_done(cast, client_of):
    people = [_leader(cast, 70 + n) for n in range(12)]
    assert [line.person for line in _answer(cast, "leaders").lines] == people[:-5:-1]
    for person in people[4:]:
        reaching.reached(person=person, author=cast.amina)
    answer = _answer(cast, "leaders")
    assert [line.person for line in answer.lines] == people[3::-1]
    assert answer.total == 4
    Leadership.objects.filter(person=people[0]).delete()
    people[1].archived_at = NOW()
    people[1].save()
    assert [line.person for line in _answer(cast, "leaders").lines] == people[3:1:-1]


def test_the_number_of_those_who_wait_may_be_five_minutes_old(cast):
    _leader(cast, 80)
    assert _answer(cast, "leaders").total == 1
    _leader(cast, 90)
    assert _answer(cast, "leaders").total == 1
    cache.clear()
    assert _answer(cast, "leaders").total == 2


def test_what_is_remembered_for_one_is_not_said_to_another(cast):
    _leader(cast, 80)
    _answer(cast, "leaders")
    assert [one.total for one in questions_of(cast.yann) if one.key == "leaders"] == [0]


def test_a_one_to_one_she_notes_is_in_the_rhythm_at_once(cast):
    weeks = weekly_one_to_ones(cast.amina)
    assert [count for _week, count in weeks] == [0] * 12
    for weeks_ago in (0, 2, 11, 12):
        ContactFactory(
            author=cast.amina,
            person__chapter=cast.grenoble,
            happened_at=NOW() - timedelta(weeks=weeks_ago),
        )
    found = [count for _week, count in weekly_one_to_ones(cast.amina)]
    assert (found[-1], found[-3], found[0], sum(found)) == (1, 1, 1, 3)


def test_on_the_day_of_an_action_the_week_asks_again_for_next_to_nothing(
    client_of, cast, django_assert_max_num_queries
):
    amina, page = client_of(cast.amina), reverse("dashboard:week-coming")
    assert "every 20s" not in amina.get("/").content.decode()
    soon = timezone.now() + timedelta(minutes=1)
    action = ActionFactory(chapter=cast.grenoble, announced=True, starts_at=soon)
    first = amina.get("/")
    live = timezone.localdate(soon) == timezone.localdate()
    assert ("every 20s" in first.content.decode()) is live
    htmx = {"HX-Request": "true"}
    with django_assert_max_num_queries(6):
        again = amina.get(page, {"vu": first.context["seen"]}, headers=htmx)
    assert (again.status_code, again.content) == (204, b"")
    AttendanceFactory(action=action, came=True)
    after = amina.get(page, {"vu": first.context["seen"]}, headers=htmx)
    assert after.context["coming"][0].turnout.attended == 1
    assert amina.get(page)["Location"] == "/"
