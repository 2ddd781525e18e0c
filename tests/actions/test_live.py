"""On the day, the figures of an action refresh by themselves, for next to nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.actions import ActionFactory, AttendanceFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def amina(cast, client_of):
    return client_of(cast.amina)


@pytest.fixture
def today(cast):
    return ActionFactory(chapter=cast.grenoble, announced=True, starts_at=timezone.now())


def url(name, action):
    return reverse(f"actions:{name}", args=[action.pk])


def test_only_the_page_of_the_day_asks_again(amina, cast, today):
    later = timezone.now() + timedelta(days=2)
    coming = ActionFactory(chapter=cast.grenoble, announced=True, starts_at=later)
    for name, pace in (("action-detail", "every 15s"), ("attendance-list", "every 10s")):
        assert pace in amina.get(url(name, today)).content.decode()
        assert pace not in amina.get(url(name, coming)).content.decode()


@pytest.mark.parametrize("name", ["action-turnout", "check-count"])
def test_nothing_new_is_an_empty_answer(amina, today, name, django_assert_max_num_queries):
    AttendanceFactory(action=today)
    seen = amina.get(url(name, today), headers=HTMX).context["seen"]
    with django_assert_max_num_queries(6):
        again = amina.get(url(name, today), {"vu": seen}, headers=HTMX)
    assert (again.status_code, again.content) == (204, b"")


@pytest.mark.parametrize("name", ["action-turnout", "check-count"])
def test_somebody_who_arrives_changes_the_figures(amina, today, name):
    seen = amina.get(url(name, today), headers=HTMX).context["seen"]
    AttendanceFactory(action=today, came=True)
    again = amina.get(url(name, today), {"vu": seen}, headers=HTMX)
    assert again.status_code == 200
    assert again.context["turnout"].attended == 1


def test_without_script_the_figures_are_the_page(amina, today):
    answer = amina.get(url("action-turnout", today))
    assert answer["Location"] == url("action-detail", today)


def test_the_figures_of_another_chapter_do_not_exist(amina, cast):
    other = ActionFactory(chapter=cast.rennes, announced=True)
    assert amina.get(url("action-turnout", other), headers=HTMX).status_code == 404
