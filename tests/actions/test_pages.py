"""The organizer's pages: what each role opens, what a form does, what a list costs."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.domain.forecasts.lessons import keep_missing
from actions.domain.planning.around import around
from actions.enums import DayRole
from actions.models import Action, ActionRole, Attendance, Pledge
from tests.factories.actions import ActionFactory, AttendanceFactory, ReplyFactory, reachable_person
from tests.factories.members import (
    GroupFactory,
    GroupMembershipFactory,
    PersonFactory,
    PhoneFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def soon(cast):
    """Announced, in three days."""
    starts_at = timezone.now() + timedelta(days=3)
    return ActionFactory(chapter=cast.grenoble, announced=True, starts_at=starts_at)


@pytest.fixture
def amina(cast, client_of):
    return client_of(cast.amina)


def url(name, action, *more):
    return reverse(f"actions:{name}", args=[action.pk, *more])


def typed(**changes):
    """The form as a browser sends it, ten days ahead."""
    day = timezone.localdate() + timedelta(days=10)
    return {
        "client_id": "6f1c1c0e-8f6e-4b7d-9a55-0d1f5b0f2a11",
        "title": "On va à cinquante à la mairie",
        "date": day.strftime("%d/%m/%Y"),
        "time": "18 h 30",
        "goal": "50",
        "kind": "rally",
        "place_name": "Mairie",
    } | changes


def test_one_sentence_makes_an_action_and_leads_to_the_plan(amina, cast):
    answer = amina.post(reverse("actions:action-create"), typed())

    action = Action.objects.get()
    assert answer["Location"] == url("plan", action)
    assert (action.goal, action.state, action.created_by) == (50, "draft", cast.amina)
    assert timezone.localtime(action.starts_at).strftime("%H:%M") == "18:30"


def test_the_form_sent_twice_makes_one_action(amina):
    for _click in range(2):
        amina.post(reverse("actions:action-create"), typed())

    assert Action.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "Donnez un titre"),
        ({"date": "25/11/2020"}, "déjà passée"),
        ({"date": "le 32"}, "Écrivez la date"),
        ({"time": "25h"}, "Écrivez l’heure"),
        ({"time": "10:00", "end_time": "9:00"}, "La fin vient avant le début"),
        ({"goal": "0"}, "de 1 à 20"),
        ({"goal": "10000000"}, "de 1 à 20"),
    ],
)
def test_a_wrong_form_says_why_and_keeps_what_was_typed(amina, wrong, said):
    answer = amina.post(
        reverse("actions:action-create"), typed(description="Trois heures de queue") | wrong
    )

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Trois heures de queue" in answer.content.decode()
    assert not Action.objects.exists()


def test_an_evening_that_ends_after_midnight_ends_the_next_day(amina):
    amina.post(reverse("actions:action-create"), typed(time="21:00", end_time="1h"))

    action = Action.objects.get()
    assert action.ends_at - action.starts_at == timedelta(hours=4)


def test_editing_at_the_same_time_loses_nothing(amina, soon):
    form = {"title": "Autre titre", "goal": "60", "kind": "rally"}
    stale = form | {"expected_version": soon.version}
    Action.objects.filter(pk=soon.pk).update(version=soon.version + 1, goal=70)

    answer = amina.post(url("action-edit", soon), stale)

    assert answer.status_code == 422
    assert "Quelqu’un d’autre a modifié" in answer.content.decode()
    assert "Autre titre" in answer.content.decode()
    soon.refresh_from_db()
    assert soon.goal == 70
    again = form | {"expected_version": soon.version}
    assert amina.post(url("action-edit", soon), again).status_code == 302


def test_inviting_says_before_who_gets_what_and_announces_the_draft(amina, cast):
    draft = ActionFactory(chapter=cast.grenoble, starts_at=timezone.now() + timedelta(days=9))
    group = GroupFactory(chapter=cast.grenoble)
    GroupMembershipFactory(group=group, person=reachable_person(cast.grenoble))
    GroupMembershipFactory(group=group, person=PersonFactory(chapter=cast.grenoble))
    choice = {"groups": [group.pk]}

    preview = amina.get(url("invite", draft), choice).context["preview"]
    assert (len(preview.by_email), len(preview.to_call)) == (1, 1)
    assert amina.post(url("invite", draft), choice | {"voir": "1"}).status_code == 200
    assert not Attendance.objects.exists()

    amina.post(url("invite", draft), choice | {"confirm": "1"})
    draft.refresh_from_db()
    assert (draft.state, Attendance.objects.count()) == ("announced", 2)


def test_people_are_found_and_those_invited_greyed(amina, cast, soon):
    invited = AttendanceFactory(action=soon, person__first_name="Nacéra").person
    other = PersonFactory(chapter=cast.grenoble, first_name="Nacéra")
    PersonFactory(chapter=cast.rennes, first_name="Nacéra")

    page = amina.get(url("invite", soon), {"qui": "nacera"}, headers={"HX-Request": "true"})

    found = {person.pk: person.is_invited for person in page.context["found"]}
    assert found == {invited.pk: True, other.pk: False, cast.leader_person.pk: False}


def test_nothing_chosen_is_said(amina, soon):
    answer = amina.post(url("invite", soon), {"confirm": "1"})

    assert answer.status_code == 422
    assert "Choisissez au moins un groupe" in answer.content.decode()


def test_moving_says_how_many_people_will_be_told(amina, soon):
    AttendanceFactory(action=soon, yes=True)
    AttendanceFactory(action=soon)
    page = amina.get(url("action-move", soon)).content.decode()
    assert "1 personne sera prévenue, une seule fois (1 à appeler)." in page

    when = timezone.localtime(soon.starts_at + timedelta(days=1))
    form = {"date": when.strftime("%Y-%m-%d"), "time": "19:00", "place_name": soon.place_name}
    answer = amina.post(url("action-move", soon), form | {"expected_version": soon.version})

    soon.refresh_from_db()
    assert (answer.status_code, soon.sequence) == (302, 1)


def test_cancelling_is_confirmed_then_done_once(amina, soon):
    assert amina.get(url("action-cancel", soon)).status_code == 200
    for _click in range(2):
        amina.post(url("action-cancel", soon), {"reason": "Le maire a cédé"})

    soon.refresh_from_db()
    assert (soon.state, soon.sequence, soon.cancel_reason) == ("cancelled", 1, "Le maire a cédé")


def test_an_answer_heard_on_the_phone_is_one_tap_and_keeps_her_companions(amina, cast, soon):
    row = AttendanceFactory(action=soon, maybe=True, companions=2)
    answer = amina.post(
        url("answer-record", soon, row.pk), {"answer": "yes"}, headers={"HX-Request": "true"}
    )

    row.refresh_from_db()
    assert (row.answer, row.companions) == ("yes", 2)
    assert row.replies.get().recorded_by == cast.amina
    assert f'id="reponse-{row.pk}"' in answer.content.decode()


def test_the_board_sees_figures_and_no_name(client_of, cast, soon):
    AttendanceFactory(action=soon, yes=True, person__last_name="Secrète")
    board = client_of(cast.board)

    page = board.get(url("action-detail", soon))

    assert page.context["turnout"].yes == 1
    assert "Secrète" not in page.content.decode()
    assert url("action-people", soon) not in page.content.decode()
    for closed in (
        "action-people",
        "attendance-list",
        "answer-list",
        "invite",
        "action-move",
        "action-edit",
    ):
        assert board.get(url(closed, soon)).status_code == 403


def test_a_leader_sees_and_checks_in_only_her_people(client_of, cast, soon):
    starts_at = timezone.now() + timedelta(minutes=5)
    Action.objects.update(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    hers = PersonFactory(chapter=cast.grenoble, last_name="Desgranges")
    GroupMembershipFactory(group=cast.led_group, person=hers)
    mine = AttendanceFactory(action=soon, person=hers)
    other = AttendanceFactory(action=soon, person__last_name="Ailleurs")
    leader = client_of(cast.leader)

    for name in ("action-people", "attendance-list", "answer-list"):
        text = leader.get(url(name, soon) + "?reponse=tous").content.decode()
        assert "Desgranges" in text
        assert "Ailleurs" not in text
    assert leader.post(url("check-in", soon, mine.pk)).status_code == 302
    assert leader.post(url("check-in", soon, other.pk)).status_code == 403
    assert leader.get(url("invite", soon)).status_code == 403
    assert Attendance.objects.present().count() == 1


def _stand_around(action, row):
    """What a page of an action says beside its names: one of each."""
    group, other = GroupFactory.create_batch(2, chapter=action.chapter)
    action.groups.add(group)
    action.organizing_groups.add(other)
    ActionRole.objects.create(action=action, person=row.person, role=DayRole.SPOKESPERSON)
    Pledge.objects.create(action=action, leader=row.person, people=5)
    bringing = PersonFactory(chapter=action.chapter)
    AttendanceFactory(action=action, leader=row.person, brought_by=bringing, came=True)
    ReplyFactory(attendance=row, comment="Je viens avec ma sœur.")
    past = ActionFactory(chapter=action.chapter, starts_at=action.starts_at - timedelta(days=30))
    AttendanceFactory(action=past, person=row.person, came=True)


def test_who_stands_around_an_action_is_asked_at_once(cast, soon, django_assert_num_queries):
    row = AttendanceFactory(action=soon, person__first_name="Awa", person__last_name="Diallo")
    _stand_around(soon, row)
    with django_assert_num_queries(1):
        found = around(soon)
    assert [group.pk for group in found.invited] == [group.pk for group in soon.groups.all()]
    assert [str(group) for group in found.bearing] == [str(soon.organizing_groups.get())]
    assert [(str(role), str(who)) for role, who in found.roles] == [("porte-parole", "Awa Diallo")]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("action-list", 8),
        ("action-detail", 8),
        ("action-people", 8),
        ("answer-list", 7),
        ("attendance-list", 8),
        ("invite", 5),
    ],
)
def test_pages_cost_the_same_whatever_the_rows(
    amina, cast, soon, count, name, queries, django_assert_max_num_queries
):
    for _ in range(count):
        row = AttendanceFactory(action=soon, person=reachable_person(cast.grenoble))
        PhoneFactory(person=row.person)
        GroupMembershipFactory(group__chapter=cast.grenoble, person=row.person)
        ActionFactory(chapter=cast.grenoble, starts_at=soon.starts_at)
        _stand_around(soon, row)
    keep_missing()
    address = reverse(f"actions:{name}") if name == "action-list" else url(name, soon)

    with django_assert_max_num_queries(queries):
        assert amina.get(address).status_code == 200


def test_the_list_filters_in_its_address(amina, cast, soon):
    ActionFactory(
        chapter=cast.grenoble, title="Assemblée", kind="assembly", starts_at=soon.starts_at
    )

    page = amina.get(reverse("actions:action-list"), {"kind": "assembly"}).content.decode()

    assert "Assemblée" in page
    assert soon.title not in page


def test_who_comes_is_after_the_page_under_the_same_filter(amina, soon):
    row = AttendanceFactory(action=soon, yes=True, person__last_name="Dufour")
    AttendanceFactory(action=soon, person__last_name="Muette")
    ReplyFactory(attendance=row, comment="Je viens avec ma sœur")
    address = url("action-people", soon) + "?reponse=yes"

    page = amina.get(url("action-detail", soon) + "?reponse=yes").content.decode()
    assert f'hx-get="{address}"' in page
    assert f'href="{address}"' in page
    piece = amina.get(address, headers={"HX-Request": "true"}).content.decode()
    for text in (piece, amina.get(address).content.decode()):
        assert "Dufour" in text
        assert "Muette" not in text
        assert "Je viens avec ma sœur" in text
    assert "<html" not in piece


def test_what_leaves_when_comes_after_the_page_and_has_its_own_address(amina, soon):
    address = url("action-plan", soon)
    assert f'hx-get="{address}"' in amina.get(url("action-detail", soon)).content.decode()
    piece = amina.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "Qui recevra quoi" in piece
    assert "<html" not in piece
    assert "Qui recevra quoi" in amina.get(address).content.decode()
