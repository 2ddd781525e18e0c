"""Whoever voiced the anger behind an action is first on its invitation list."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.models import Attendance
from campaigns.domain.heard import issues
from tests.factories import campaigns as make
from tests.factories.actions import ActionFactory
from tests.factories.members import PersonFactory


@pytest.fixture
def action(cast):
    start = timezone.now() + timedelta(days=9)
    return ActionFactory(chapter=cast.grenoble, starts_at=start, ends_at=start + timedelta(hours=2))


@pytest.fixture
def voiced(action, cast):
    """The campaign of the action is about an issue that two people voiced."""
    people = PersonFactory.create_batch(2, chapter=cast.grenoble)
    rows = [make.GrievanceFactory(chapter=cast.grenoble, person=person) for person in people]
    issue = issues.make(chapter=cast.grenoble, title="Les pannes", grievances=rows)
    action.campaign = make.CampaignFactory(chapter=cast.grenoble, issue=issue)
    action.save(update_fields=["campaign"])
    return people


def test_those_who_voiced_it_are_offered_first(action, voiced, cast, client_of):
    page = client_of(cast.amina).get(reverse("actions:invite", args=[action.pk]))
    shown = page.content.decode()
    assert shown.index("Les pannes") < shown.index("Des groupes entiers")


def test_one_tap_invites_them_all(action, voiced, cast, client_of):
    other = PersonFactory(chapter=cast.grenoble)
    form = {"voiced": "1", "people": [other.pk, voiced[0].pk], "confirm": "1"}
    answer = client_of(cast.amina).post(reverse("actions:invite", args=[action.pk]), form)
    assert answer.status_code == 302
    invited = set(Attendance.objects.values_list("person_id", flat=True))
    assert invited == {other.pk, *[person.pk for person in voiced]}


def test_an_action_without_anger_behind_it_offers_none(action, cast, client_of):
    page = client_of(cast.amina).get(reverse("actions:invite", args=[action.pk]))
    assert 'name="voiced"' not in page.content.decode()
