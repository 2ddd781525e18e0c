"""Before a draft is announced: who will be invited, and how; nothing leaves meanwhile."""

import pytest
from django.urls import reverse

from actions.enums import ActionState
from tests.factories.actions import ActionFactory, AttendanceFactory, reachable_person
from tests.factories.members import PersonFactory, PhoneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina(cast, client_of):
    return client_of(cast.amina)


@pytest.fixture
def draft(cast):
    action = ActionFactory(chapter=cast.grenoble, soon=True)
    AttendanceFactory(action=action, person=reachable_person(cast.grenoble))
    phone = PhoneFactory(person=PersonFactory(chapter=cast.grenoble))
    AttendanceFactory(action=action, person=phone.person)
    return action


def url(name, action):
    return reverse(f"actions:{name}", args=[action.pk])


def test_it_says_who_will_be_invited_and_how(amina, draft):
    page = amina.get(url("action-announce", draft)).content.decode()

    assert "2 personnes seront invitées aussitôt" in page
    assert "1 par e-mail" in page
    assert "1 à appeler" in page
    draft.refresh_from_db()
    assert draft.state == ActionState.DRAFT


def test_announced_twice_it_is_announced_once(amina, draft):
    for _once in range(2):
        answer = amina.post(url("action-announce", draft))
        assert answer["Location"] == url("action-detail", draft)
    draft.refresh_from_db()
    assert draft.state == ActionState.ANNOUNCED
    assert draft.version == 2


def test_once_announced_there_is_nothing_to_ask(amina, draft):
    amina.post(url("action-announce", draft))
    assert amina.get(url("action-announce", draft))["Location"] == url("action-detail", draft)


def test_the_plan_of_a_draft_counts_its_invitation(amina, draft):
    page = amina.get(url("sequence", draft)).content.decode()
    assert "invitation/qui/?par=email" in page
