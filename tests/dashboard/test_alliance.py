"""The figures of an alliance, and its report."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from actions.enums import ActionKind
from alliance.core.days.periods import InvalidPeriod, Period, last_twelve_months
from alliance.dashboard.alliance_figures import figures
from members.enums import ContactKind
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.campaigns import CampaignFactory, GrievanceFactory, VictoryFactory
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


def test_every_number_of_the_page_opens_a_list_of_as_many(cast, client_of):
    today = timezone.localdate()
    training = ActionFactory(
        chapter=cast.grenoble,
        announced=True,
        kind=ActionKind.TRAINING,
        starts_at=timezone.now() - timedelta(days=3),
        ends_at=timezone.now() - timedelta(days=3, hours=-1),
    )
    for person in PersonFactory.create_batch(2, chapter=cast.grenoble):
        AttendanceFactory(
            action=training, person=person, attended=True, checked_in_at=timezone.now()
        )
        GrievanceFactory(chapter=cast.grenoble, heard_on=today, theme="housing")
    GrievanceFactory(chapter=cast.grenoble, heard_on=today - timedelta(days=800))
    client = client_of(cast.amina)
    answer = client.get("/alliance/")
    figures = {figure.key: figure for figure in answer.context["figures"]}
    assert figures["trained"].value == 2
    assert "2 personnes" in client.get(figures["trained"].url).content.decode()
    assert figures["heard"].value == 2
    assert "2 colères" in client.get(figures["heard"].url).content.decode()
    bar = answer.context["themes"][0]
    assert bar["value"] == 2
    assert "2 colères" in client.get(bar["url"]).content.decode()


def test_the_board_sees_the_numbers_without_their_lists(cast, client_of):
    answer = client_of(cast.board).get("/alliance/")
    assert not any(figure.url for figure in answer.context["figures"])
    assert not any(row["url"] for row in answer.context["stages"])


def test_periods_are_a_tap_away_and_the_current_one_is_marked(cast, client_of):
    page = client_of(cast.amina).get("/alliance/").content.decode()
    assert page.count('aria-current="true"') == 1


def _link(page, key):
    return next(one.url for one in page.context["figures"] if one.key == key)


def test_promised_and_came_open_the_actions_held_in_the_period(cast, client_of):
    held = ActionFactory(chapter=cast.grenoble, announced=True, past=True)
    ActionFactory(chapter=cast.grenoble, past=True)  # a draft that was never announced
    later = timezone.now() + timedelta(days=3)
    ActionFactory(chapter=cast.grenoble, announced=True, starts_at=later)
    amina = client_of(cast.amina)
    page = amina.get("/alliance/")
    for key in ("held", "promised", "came"):
        listed = amina.get(_link(page, key))
        assert [line.action for line in (*listed.context["coming"], *listed.context["done"])] == [
            held
        ]


def test_victories_open_those_of_the_period(cast, client_of):
    today = timezone.localdate()
    campaign = CampaignFactory(chapter=cast.grenoble)
    won = VictoryFactory(campaign=campaign, won_on=today, households=40)
    VictoryFactory(campaign=campaign, won_on=today - timedelta(days=500), households=7)
    amina = client_of(cast.amina)
    listed = amina.get(_link(amina.get("/alliance/"), "households"))
    assert list(listed.context["victories"]) == [won]
    assert listed.context["won"].households == 40


def test_campaigns_by_stage_and_groups_open_their_lists(cast, client_of):
    fought = CampaignFactory(chapter=cast.grenoble, status="active")
    CampaignFactory(chapter=cast.grenoble, status="preparing")
    amina = client_of(cast.amina)
    page = amina.get("/alliance/")
    (url,) = [url for url, _label, _n in page.context["campaigns"] if "active" in url]
    assert list(amina.get(url).context["live"]) == [fought]
    groups = amina.get("/groupes/?alliance=grenoble").context["groups"]
    assert {group.chapter for group in groups} == {cast.grenoble}
    assert "?alliance=grenoble" in page.content.decode()


@pytest.mark.parametrize(
    "nonsense", ["etat=fini", "du=hier&au=demain", "alliance=x", "alliance=99"]
)
def test_a_list_asked_with_nonsense_is_the_whole_list(cast, client_of, nonsense):
    CampaignFactory(chapter=cast.grenoble)
    assert len(client_of(cast.amina).get(f"/campagnes/?{nonsense}").context["live"]) == 1
