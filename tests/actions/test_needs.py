"""What people need to come: said once, summed, rides matched by hand."""

import pytest
from django.urls import reverse

from actions.domain.planning import needs
from actions.domain.planning.needs import Needs
from actions.models import Attendance
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.members import NeighbourhoodFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def soon(cast):
    return ActionFactory(chapter=cast.grenoble, announced=True, soon=True)


def coming(action, **fields):
    return AttendanceFactory(action=action, yes=True, **fields)


def test_needs_are_summed_for_those_who_may_come(soon):
    coming(soon, children=2, interpreter="soninké")
    coming(soon, children=1, interpreter="Soninké", step_free=True)
    AttendanceFactory(action=soon, no=True, children=4)
    found = needs.of_action(soon)
    assert (found.children, found.families, found.step_free) == (3, 2, 1)
    assert found.interpreters == {"soninké": 2}


def test_the_page_says_every_need(soon, cast, client_of):
    coming(soon, children=2, interpreter="soninké", step_free=True, seats_offered=3)
    coming(soon, interpreter="Soninké", wants_ride=True)
    page = client_of(cast.amina).get(reverse("actions:prepare", args=[soon.pk])).content.decode()
    for words in ("2 enfants à garder", "interprète soninké pour 2", "1 personne sans marches"):
        assert words in page


def test_a_ride_is_proposed_in_the_same_quarter_and_taken(soon, cast, client_of):
    quarter = NeighbourhoodFactory(chapter=cast.grenoble)
    coming(soon, seats_offered=4)
    near = coming(soon, seats_offered=2, person__neighbourhood=quarter)
    walker = coming(soon, wants_ride=True, companions=1, person__neighbourhood=quarter)
    (one,) = needs.of_action(soon).wanting
    assert one.proposal.driver == near

    address = reverse("actions:prepare-ride", args=[soon.pk, walker.pk])
    client_of(cast.amina).post(address, {"driver": near.pk})

    found = needs.of_action(soon)
    assert (found.wanting, found.seats_left) == ([], 4)
    client_of(cast.amina).post(address)
    assert len(needs.of_action(soon).wanting) == 1


def test_a_car_is_never_over_full_nor_of_another_action(soon):
    driver, first, second = coming(soon, seats_offered=1), coming(soon), coming(soon)
    needs.ride(passenger=first, driver=driver)
    for wrong in (driver, coming(ActionFactory(chapter=soon.chapter), seats_offered=4), first):
        with pytest.raises(needs.NoSeat):
            needs.ride(passenger=second, driver=wrong)
    with pytest.raises(needs.NoSeat):
        needs.ride(passenger=driver, driver=driver)


def test_a_driver_who_gives_up_frees_her_passengers(soon):
    driver, passenger = coming(soon, seats_offered=2), coming(soon, wants_ride=True)
    needs.ride(passenger=passenger, driver=driver)
    needs.note_needs(attendance=driver, needs=Needs())
    passenger.refresh_from_db()
    assert passenger.rides_with is None


def test_her_page_remembers_for_the_next_time(soon):
    row = coming(soon)
    needs.note_needs(attendance=row, needs=Needs(children=2, interpreter="arabe"))
    row.person.refresh_from_db()
    assert (row.person.needs_childcare, row.person.needs_interpreter) == (True, True)
    later = AttendanceFactory(action=ActionFactory(chapter=soon.chapter), person=row.person)
    assert needs.needs_of(later).children == 1


def test_implausible_needs_are_refused(soon):
    with pytest.raises(ValueError, match="Implausible"):
        needs.note_needs(attendance=coming(soon), needs=Needs(children=11))
    assert Attendance.objects.get().children == 0
