"""The figures of an alliance, and its report."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from alliance.core.periods import InvalidPeriod, Period, last_twelve_months
from alliance.dashboard.alliance_figures import figures
from members.enums import ContactKind
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.members import ContactFactory, MembershipFactory, PersonFactory, RoleFactory


def _value(cast, key, period=None):
    found = figures([cast.grenoble.pk], period or last_twelve_months())
    return next((one.value, one.before) for one in found if one.key == key)


def test_a_person_met_twice_counts_once_and_a_note_is_no_meeting(cast):
    met, noted = PersonFactory.create_batch(2, chapter=cast.grenoble)
    ContactFactory.create_batch(2, person=met, kind=ContactKind.DOOR)
    ContactFactory(person=noted, kind=ContactKind.NOTE)
    assert _value(cast, "met") == (1, 0)


def test_the_same_period_of_last_year_stands_beside(cast):
    person = PersonFactory(chapter=cast.grenoble)
    long_ago = timezone.now() - timedelta(days=366)
    ContactFactory(person=person, kind=ContactKind.ONE_TO_ONE, happened_at=long_ago)
    today = timezone.localdate()
    assert _value(cast, "one_to_ones", Period(today - timedelta(days=30), today)) == (0, 1)


def test_members_are_those_covered_on_the_last_day(cast):
    today = timezone.localdate()
    covered, ended = PersonFactory.create_batch(2, chapter=cast.grenoble)
    start = today - timedelta(days=200)
    MembershipFactory(person=covered, starts_on=start, ends_on=today)
    MembershipFactory(person=ended, starts_on=start, ends_on=today - timedelta(days=1))
    assert _value(cast, "members")[0] == 1


def test_promised_and_come_are_counted_over_held_actions_only(cast):
    held = ActionFactory(chapter=cast.grenoble, announced=True)
    ActionFactory(chapter=cast.rennes, announced=True)
    person = PersonFactory(chapter=cast.grenoble)
    now = timezone.now()
    AttendanceFactory(
        action=held,
        person=person,
        answer="yes",
        answered_at=now,
        companions=2,
        attended=True,
        checked_in_at=now,
    )
    past = now - timedelta(days=3)
    type(held).objects.filter(pk=held.pk).update(starts_at=past, ends_at=past + timedelta(hours=1))
    assert _value(cast, "promised")[0] == 3
    assert _value(cast, "came")[0] == 1


@pytest.mark.parametrize("who", ["amina", "board"])
def test_lists_open_for_organizers_only(cast, client_of, who):
    page = client_of(getattr(cast, who)).get("/alliance/").content.decode()
    assert ("/personnes/?" in page) is (who == "amina")


def test_the_national_board_sees_figures_of_all_and_no_list(cast, client_of, django_user_model):
    user = django_user_model.objects.create_user("national@example.org", "x")
    RoleFactory(user=user, chapter=None, kind="board")
    client = client_of(user)
    assert client.get("/alliance/rennes/").status_code == 200
    assert "/personnes/?" not in client.get("/alliance/").content.decode()


def test_another_alliance_is_not_found(cast, client_of):
    assert client_of(cast.amina).get("/alliance/rennes/").status_code == 404
    assert client_of(cast.amina).get("/alliance/rapport/?alliance=rennes").status_code == 404


@pytest.mark.parametrize("dates", ["du=hier", "du=2026-05-01&au=2026-04-01", "du=1900-01-01"])
def test_dates_that_make_no_period_get_a_sentence(cast, client_of, dates):
    answer = client_of(cast.amina).get(f"/alliance/?{dates}")
    assert answer.status_code == 422


def test_the_report_is_a_tagged_pdf_without_names(cast, client_of):
    ContactFactory(person=cast.leader_person)
    answer = client_of(cast.amina).get("/alliance/rapport/?format=pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert b"/MarkInfo" in answer.content or b"StructTreeRoot" in answer.content


def test_the_report_is_a_spreadsheet_with_its_definitions(cast, client_of):
    answer = client_of(cast.amina).get("/alliance/rapport/?format=xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0)
    lines = rows.to_python()
    assert lines[1][0] == "Personnes rencontrées"
    assert "Benali" not in str(lines)


def test_a_leap_day_has_a_year_before():
    assert Period(date(2024, 2, 29), date(2024, 2, 29)).a_year_before().start == date(2023, 2, 28)


def test_a_period_ends_after_it_starts():
    with pytest.raises(InvalidPeriod):
        Period(date(2026, 2, 2), date(2026, 2, 1))
