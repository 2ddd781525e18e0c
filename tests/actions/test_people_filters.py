"""What actions and angers let one ask of the people list."""

import pytest
from django.http import QueryDict
from django.utils import timezone

from campaigns.models import Grievance
from members.filters import list_people
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.members import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def awa(cast):
    return PersonFactory(chapter=cast.grenoble, first_name="Awa")


def listing(cast, query):
    return list_people(cast.amina, QueryDict(query))


def names(cast, query):
    return {person.first_name for person in listing(cast, query).people}


def there(action, person, **fields):
    now = timezone.now()
    return AttendanceFactory(
        action=action, person=person, attended=True, checked_in_at=now, **fields
    )


def test_who_came_and_who_only_said_yes(cast, awa):
    action = ActionFactory(chapter=cast.grenoble, title="Mairie")
    there(action, awa)
    yes = {"answer": "yes", "answered_at": timezone.now()}
    AttendanceFactory(action=action, person=cast.leader_person, **yes)
    assert names(cast, f"came={action.pk}") == {"Awa"}
    assert names(cast, f"said_yes={action.pk}") == {"Nacéra"}
    assert "Mairie" in listing(cast, f"came={action.pk}").filters.chips()[0][1]


def test_who_came_so_many_times(cast, awa):
    for _time in range(2):
        there(ActionFactory(chapter=cast.grenoble), awa)
    there(ActionFactory(chapter=cast.grenoble), cast.leader_person)
    assert names(cast, "times=1") == {"Awa", "Nacéra"}
    assert names(cast, "times=2") == {"Awa"}
    assert names(cast, "times=3") == set()
    assert listing(cast, "times=2").filters.chips() == [("times", "venu·es au moins 2 fois")]


def test_an_action_that_is_gone_says_so(cast, awa):
    gone = listing(cast, "came=99999")
    assert not gone.people.exists()
    assert "n’existe plus" in gone.filters.problems()[0][1]


def test_another_chapters_action_is_no_choice(cast, awa):
    theirs = ActionFactory(chapter=cast.rennes)
    there(theirs, awa)
    assert not listing(cast, f"came={theirs.pk}").people.exists()


def test_what_angers_them_is_for_organizers(cast, awa):
    Grievance.objects.create(chapter=cast.grenoble, person=awa, words="Le loyer", theme="housing")
    assert names(cast, "anger=housing") == {"Awa"}
    assert names(cast, "anger=work") == set()
    heard = list_people(cast.leader, QueryDict("anger=work"))
    assert heard.people.exists()  # the filter does not exist for her: nothing to guess
