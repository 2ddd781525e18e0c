"""The check-in page on several phones."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from actions.domain.turnout import turnout
from actions.domain.welcome.followings import is_expected
from actions.models import Attendance
from actions.views.welcome.desk import Desk
from members.models import Person
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.members import GroupFactory, GroupMembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def today(cast):
    starts_at = timezone.now() + timedelta(minutes=5)
    return ActionFactory(chapter=cast.grenoble, announced=True, starts_at=starts_at)


@pytest.fixture
def amina(cast, client_of):
    return client_of(cast.amina)


def url(name, action, *more):
    return reverse(f"actions:{name}", args=[action.pk, *more])


def test_a_tap_gives_back_the_row_and_the_counter(amina, today):
    row = AttendanceFactory(action=today)
    for _tap in range(2):
        answer = amina.post(url("check-in", today, row.pk), headers=HTMX)

    text = answer.content.decode()
    assert f'id="presence-{row.pk}"' in text
    assert 'id="compteur" hx-swap-oob="true"' in text
    assert turnout(today).attended == 1


def test_what_undoes_is_not_where_the_finger_was(amina, today):
    row = AttendanceFactory(action=today)

    text = amina.post(url("check-in", today, row.pk), headers=HTMX).content.decode()
    assert 'class="check-name here"' in text
    assert 'class="button wide check-name' not in text

    amina.post(url("check-out", today, row.pk), headers=HTMX)
    assert turnout(today).attended == 0


def test_without_script_every_tap_is_a_form(amina, today):
    row = AttendanceFactory(action=today)

    answer = amina.post(url("check-in", today, row.pk))

    assert answer["Location"] == url("attendance-list", today) + f"#presence-{row.pk}"


def test_unknown_ones_are_counted_once_a_tap_then_named_or_taken_back(amina, today):
    tap = {"client_id": str(uuid4())}
    for form in (tap, tap, {"client_id": str(uuid4())}):
        amina.post(url("walk-in", today), form)
    assert turnout(today).walk_ins == 2

    first, second = Attendance.objects.order_by("pk")
    amina.post(url("walk-in-name", today, first.pk), {"name": "Samira Haddad"})
    for _tap in range(2):
        amina.post(url("check-out", today, second.pk))

    first.refresh_from_db()
    assert (str(first.person), turnout(today).attended) == ("Samira Haddad", 1)


def test_an_empty_name_changes_nothing(amina, today):
    amina.post(url("walk-in", today), {"client_id": str(uuid4())})
    row = Attendance.objects.get()

    amina.post(url("walk-in-name", today, row.pk), {"name": "  "})

    assert Attendance.objects.get().person is None


def test_searching_finds_the_list_and_those_who_are_not_on_it(amina, cast, today):
    listed = AttendanceFactory(action=today, person__first_name="Samira").person
    other = PersonFactory(chapter=cast.grenoble, first_name="Samira")
    PersonFactory(chapter=cast.rennes, first_name="Samira")

    page = amina.get(url("attendance-list", today), {"qui": "samira"}, headers=HTMX)

    taps = [tap for circle in page.context["circles"] for tap in circle["rows"]]
    assert [(tap.person_id, str(tap.person)) for tap in taps] == [(listed.pk, str(listed))]
    assert page.context["others"] == [other]


def test_names_stand_with_those_who_bring_them(amina, cast, today):
    group = GroupFactory(chapter=cast.grenoble, name="Les Eaux-Claires")
    AttendanceFactory(action=today, via_group=group)
    AttendanceFactory(action=today, brought_by=cast.leader_person, came=True)
    AttendanceFactory(action=today)

    circles = amina.get(url("attendance-list", today)).context["circles"]

    assert [(c["name"], c["present"], len(c["rows"])) for c in circles] == [
        ("Les Eaux-Claires", 0, 1),
        ("Les gens de Nacéra Benali", 1, 1),
        ("Autres", 0, 1),
    ]


def test_with_whom_she_came_is_one_tap_among_those_who_are_here(amina, cast, today):
    bringer = AttendanceFactory(action=today, came=True).person
    AttendanceFactory(action=today)
    row = AttendanceFactory(action=today, came=True)

    page = amina.get(url("check-with", today, row.pk))
    assert [person for person, _name, _brings in page.context["people"]] == [bringer]
    for _tap in range(2):
        amina.post(url("check-in", today, row.pk), {"brought_by": bringer.pk})

    row.refresh_from_db()
    assert row.brought_by == bringer
    assert turnout(today).attended == 2


def test_where_only_numbers_count_the_page_has_no_name(amina, cast, today):
    AttendanceFactory(action=today, person__last_name="Secrète")
    today.count_only = True
    today.save()

    text = amina.get(url("attendance-list", today)).content.decode()

    assert "Secrète" not in text
    amina.post(url("walk-in", today), {"client_id": str(uuid4()), "name": "Samira"})
    assert not Person.objects.filter(first_name="Samira").exists()


def test_before_the_day_the_page_says_so_and_taps_do_nothing(amina, cast):
    action = ActionFactory(
        chapter=cast.grenoble, announced=True, starts_at=timezone.now() + timedelta(days=2)
    )
    row = AttendanceFactory(action=action)

    assert "à partir du jour même" in amina.get(url("attendance-list", action)).content.decode()
    amina.post(url("check-in", action, row.pk))
    assert turnout(action).attended == 0


def test_the_counter_is_cheap_to_ask_again(amina, today, django_assert_max_num_queries):
    amina.get(url("check-count", today))
    with django_assert_max_num_queries(6):
        assert "présent" in amina.get(url("check-count", today)).content.decode()


@pytest.mark.parametrize("names", [1, 3])
def test_a_tap_costs_the_same_with_many_names(amina, today, names, django_assert_num_queries):
    rows = [AttendanceFactory(action=today) for _ in range(names)]
    with django_assert_num_queries(5):  # session, account, names, the deed, the counter
        amina.post(url("check-in", today, rows[0].pk), headers=HTMX)
    with django_assert_num_queries(5):
        amina.post(url("check-out", today, rows[0].pk), headers=HTMX)


def test_a_tap_answers_what_the_list_shows(amina, today):
    row = AttendanceFactory(action=today, answer="yes", answered_at=timezone.now(), companions=2)
    for name in ("check-in", "check-out"):
        answer = amina.post(url(name, today, row.pk), headers=HTMX).content.decode()
        (circle,) = amina.get(url("attendance-list", today)).context["circles"]
        assert answer.strip().startswith(circle["drawn"][0].strip())


def test_a_leader_taps_her_own_people_and_nobody_else(cast, client_of, today):
    hers = GroupMembershipFactory(group=cast.led_group, person__chapter=cast.grenoble).person
    row, other = AttendanceFactory(action=today, person=hers), AttendanceFactory(action=today)
    leader = client_of(cast.leader)
    for name, attended in (("check-in", True), ("check-out", None)):
        assert leader.post(url(name, today, row.pk), headers=HTMX).status_code == 200
        row.refresh_from_db()
        assert row.attended is attended
        assert leader.post(url(name, today, other.pk), headers=HTMX).status_code == 403


@pytest.mark.parametrize(("who", "status"), [("yann", 404), ("board", 403), ("stranger", 404)])
def test_who_does_not_welcome_taps_nobody(cast, client_of, today, who, status):
    row = AttendanceFactory(action=today)
    answer = client_of(getattr(cast, who)).post(url("check-in", today, row.pk), headers=HTMX)
    assert answer.status_code == status
    assert turnout(today).attended == 0


def test_a_row_of_another_action_is_not_tapped(amina, cast, today):
    other = AttendanceFactory(action=ActionFactory(chapter=cast.grenoble, announced=True))
    assert amina.post(url("check-in", today, other.pk), headers=HTMX).status_code == 404


def test_what_another_phone_took_off_the_list_gives_the_list_back(amina, today, monkeypatch):
    row = AttendanceFactory(action=today, invited_at=None, came=True)
    reading = Desk.row

    def read_then_gone(desk, pk):
        found = reading(desk, pk)
        Attendance.objects.filter(pk=pk).delete()
        return found

    monkeypatch.setattr(Desk, "row", read_then_gone)
    for name in ("check-in", "check-out"):
        row.save(force_insert=True) if name == "check-out" else None
        answer = amina.post(url(name, today, row.pk), headers=HTMX)
        assert f"presence-{row.pk}" not in answer.content.decode()


def test_rows_filled_in_are_those_of_the_template(amina, today):
    hostile = "<b>Awa</b> & “Cie” 100 %s"
    AttendanceFactory(action=today, person__first_name=hostile, person__usual_name=hostile)
    AttendanceFactory(action=today, answer="yes", answered_at=timezone.now(), companions=2)
    AttendanceFactory(action=today, came=True)
    waits = {"answered_at": timezone.now(), "waiting_since": timezone.now()}
    AttendanceFactory(action=today, answer="maybe", **waits)
    page = amina.get(url("attendance-list", today))
    circles = page.context["circles"]
    names = {"check_url": "check-in", "undo_url": "check-out", "with_url": "check-with"}
    for row, drawn in zip(circles[0]["rows"], circles[0]["drawn"], strict=True):
        about = {"row": row, "name": str(row.person), "expected": is_expected(row)}
        context = {key: url(name, today, row.pk) for key, name in names.items()} | about
        context["refusal"] = page.context["refusal"]
        assert drawn == render_to_string("actions/_check_in_row.html", context)
        assert drawn in page.content.decode()
    assert "attend une place" in page.content.decode()
    assert hostile not in page.content.decode()
