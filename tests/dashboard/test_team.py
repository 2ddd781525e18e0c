"""The team's page: side by side, by name; leaves planned and ended from it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import Absence
from tests.factories.actions import ActionFactory
from tests.factories.members import FollowUpFactory, PersonFactory, RoleFactory, UserFactory

TEAM = "/alliance/equipe/"


@pytest.fixture
def ines(cast):
    return RoleFactory(user=UserFactory(first_name="Inès"), chapter=cast.grenoble).user


def test_side_by_side_by_first_name_with_lists_where_i_organize(cast, client_of, ines):
    PersonFactory(chapter=cast.grenoble, organizer=cast.amina)
    PersonFactory(chapter=cast.rennes, organizer=cast.yann)
    ActionFactory(chapter=cast.grenoble, organizer=ines, announced=True)
    answer = client_of(cast.amina).get(TEAM)
    cards = answer.context["cards"]
    assert [card.load.user for card in cards] == [cast.amina, ines, cast.yann]
    assert [card.with_lists for card in cards] == [True, True, False]
    page = answer.content.decode()
    assert f"?organizer={cast.amina.pk}" in page
    assert f"?organizer={cast.yann.pk}" not in page


def test_board_members_and_leaders_are_refused(cast, client_of):
    for who in (cast.board, cast.leader):
        assert client_of(who).get(TEAM).status_code == 403


def test_a_leave_is_planned_then_undone_from_the_page(cast, client_of, ines):
    client, today = client_of(cast.amina), timezone.localdate()
    typed = {"user": cast.amina.pk, "replacement": ines.pk, "starts_on": today, "ends_on": today}
    assert client.post(reverse("dashboard:absence-create"), typed).status_code == 302
    absence = Absence.objects.get()
    assert absence.began_at
    assert "prend le relais" in client.get(TEAM).content.decode()
    client.post(reverse("dashboard:absence-end", args=[absence.pk]))
    absence.refresh_from_db()
    assert absence.ended_at


def test_a_refused_leave_keeps_what_was_typed(cast, client_of):
    typed = {"user": cast.amina.pk, "replacement": cast.amina.pk, "starts_on": "2030-01-02"}
    typed["ends_on"] = "2030-01-04"
    answer = client_of(cast.amina).post(reverse("dashboard:absence-create"), typed)
    assert answer.status_code == 422
    assert "On ne se remplace pas" in answer.content.decode()
    assert 'value="2030-01-02"' in answer.content.decode()


def test_somebody_of_another_alliance_cannot_be_chosen(cast, client_of):
    typed = {"user": cast.yann.pk, "replacement": cast.amina.pk}
    typed |= {"starts_on": "2030-01-02", "ends_on": "2030-01-04"}
    answer = client_of(cast.amina).post(reverse("dashboard:absence-create"), typed)
    assert answer.status_code == 422
    assert not Absence.objects.exists()


@pytest.mark.parametrize("extra", [0, 3])
def test_the_page_asks_as_much_for_three_as_for_one(
    cast, client_of, extra, django_assert_max_num_queries
):
    for _n in range(extra):
        user = RoleFactory(user=UserFactory(), chapter=cast.grenoble).user
        FollowUpFactory(person=PersonFactory(chapter=cast.grenoble, organizer=user), owner=user)
    client = client_of(cast.amina)
    with django_assert_max_num_queries(17):
        client.get(TEAM)


def test_the_late_ones_of_a_colleague_are_a_tap_away(cast, client_of, ines):
    FollowUpFactory(person=PersonFactory(chapter=cast.grenoble), owner=ines, what="Lui rapporter")
    FollowUpFactory(person=PersonFactory(chapter=cast.grenoble), owner=cast.amina, what="La mienne")
    page = client_of(cast.amina).get(f"/relances/?qui={ines.pk}").content.decode()
    assert "Lui rapporter" in page
    assert "La mienne" not in page
