"""Hours that do not exist: the night the clocks change."""

import pytest
import time_machine
from django.urls import reverse

from actions.models import Action

pytestmark = pytest.mark.django_db
FORM = {
    "client_id": "6f1c1c0e-8f6e-4b7d-9a55-0d1f5b0f2a13",
    "title": "Veillée devant la préfecture",
    "goal": "50",
    "kind": "rally",
}


@pytest.fixture(autouse=True)
def winter():
    """Everything happens in February, the roles of the cast included."""
    with time_machine.travel("2027-02-01 12:00:00+01:00"):
        yield


@pytest.fixture
def post(client_of, cast):
    client = client_of(cast.amina)
    return lambda **when: client.post(reverse("actions:action-create"), FORM | when)


@pytest.mark.parametrize(
    "when",
    [
        {"date": "28/03/2027", "time": "2h30"},
        {"date": "28/03/2027", "time": "0h30", "end_time": "2h15"},
    ],
)
def test_an_hour_skipped_in_spring_is_refused_beside_its_field(post, when):
    answer = post(**when)
    assert answer.status_code == 422
    assert "heure d’été" in answer.content.decode()
    assert not Action.objects.exists()


def test_an_evening_over_the_change_lasts_what_it_lasts(post):
    post(date="27/03/2027", time="22h", end_time="4h")
    action = Action.objects.get()
    assert (action.ends_at - action.starts_at).total_seconds() == 5 * 3600
