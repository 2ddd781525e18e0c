"""Odd houses: nobody, nothing, far too much, long names, other scripts, another clock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members.models import Role
from tests.factories.actions import ActionFactory
from tests.factories.members import FollowUpFactory, PersonFactory, RoleFactory, UserFactory

PAGES = ("/", "/alliance/", "/alliance/equipe/", "/alliance/rapport/", "/nouvelles/", "/aller/")


@pytest.mark.parametrize("path", PAGES)
def test_an_organizer_without_any_chapter_is_told_what_to_do(client_of, db, path):
    answer = client_of(UserFactory()).get(path)
    assert answer.status_code in {200, 403}


@pytest.mark.parametrize("path", PAGES)
def test_a_chapter_with_nobody_shows_its_pages(cast, client_of, path):
    lonely = RoleFactory(user=UserFactory(), chapter=cast.rennes).user
    Role.objects.filter(user=cast.yann).delete()
    assert client_of(lonely).get(path).status_code == 200


def test_forty_actions_in_one_week_keep_the_page_short(cast, client_of):
    for rank in range(40):
        start = timezone.now() + timedelta(hours=4 * rank + 1)
        ActionFactory(
            chapter=cast.grenoble,
            announced=True,
            starts_at=start,
            ends_at=start + timedelta(hours=1),
        )
    answer = client_of(cast.amina).get("/")
    assert len(answer.context["coming"]) == 3
    assert len(answer.content) < 120_000


@pytest.mark.parametrize(
    "name", ["Rakotomalala" * 5, "ليلى الإدريسي", "Zoë d’Aubigné-Ó Súilleabháin", "王秀英"]
)
def test_long_names_and_other_scripts_are_shown_whole(cast, client_of, name):
    person = PersonFactory(chapter=cast.grenoble, first_name="", last_name=name)
    FollowUpFactory(person=person, owner=cast.amina, due_on=timezone.localdate())
    page = client_of(cast.amina).get("/").content.decode()
    assert str(person) in page


def test_a_clock_in_another_zone_keeps_the_dates_of_the_alliance(cast, client_of):
    person = PersonFactory(chapter=cast.grenoble)
    today = timezone.localdate()
    FollowUpFactory(person=person, owner=cast.amina, due_on=today)
    with timezone.override("Pacific/Auckland"):
        answer = client_of(cast.amina).get("/")
    assert answer.status_code == 200
    assert len(answer.context["follow_ups"]) == 1


def test_whoever_meets_nobody_is_not_asked_to_note(cast, client_of):
    assert 'href="/noter/"' not in client_of(cast.stranger).get("/").content.decode()
    assert 'href="/noter/"' in client_of(cast.amina).get("/").content.decode()
