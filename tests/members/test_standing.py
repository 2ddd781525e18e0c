"""Where a member stands, asked one by one or as a filter: the same answer."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from members.domain.paying import memberships
from members.domain.paying.memberships import NEVER, Standing, last_day
from members.models import Person
from tests.factories.members import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 22)
ENDS = {
    0: Standing.DUE_SOON,
    30: Standing.DUE_SOON,
    31: Standing.UP_TO_DATE,
    400: Standing.UP_TO_DATE,
    -1: Standing.LATE,
    -365: Standing.LATE,
    -366: Standing.FORMER,
}


@pytest.mark.parametrize(("days", "expected"), ENDS.items())
def test_the_filter_says_what_the_page_says(days, expected):
    end = DAY + timedelta(days=days)
    person = MembershipFactory(starts_on=end - timedelta(days=800), ends_on=end).person
    assert memberships.standing([person.pk], on=DAY) == {person.pk: expected}
    for value in (*Standing, NEVER):
        found = memberships.with_standing(Person.objects.all(), value, on=DAY)
        assert (person in found) == (value == expected)


def test_the_last_period_counts_and_one_to_come_does_not(cast):
    person = MembershipFactory(starts_on="2020-01-01", ends_on="2020-12-31").person
    MembershipFactory(person=person, starts_on="2026-06-01", ends_on="2027-05-31")
    assert memberships.standing([person.pk], on=DAY)[person.pk] == Standing.UP_TO_DATE
    future = MembershipFactory(starts_on="2027-01-01", ends_on="2027-12-31").person
    assert future in memberships.with_standing(Person.objects.all(), NEVER, on=DAY)
    assert memberships.standing([future.pk], on=DAY) == {}


def test_a_cancelled_membership_counts_for_nothing():
    person = MembershipFactory(cancelled_at=timezone.now()).person
    assert memberships.standing([person.pk], on=date(2026, 6, 1)) == {}
    assert person in memberships.with_standing(Person.objects.all(), NEVER, on=date(2026, 6, 1))


def test_an_unknown_standing_is_refused():
    with pytest.raises(ValueError, match="Unknown standing"):
        memberships.with_standing(Person.objects.all(), "riche")


@pytest.mark.parametrize("standing", Standing)
def test_the_list_in_the_order_of_ends_holds_the_same_people(standing):
    """Renewed, cancelled, to come, twice the same end: whatever the periods, one row each."""
    today = timezone.now()
    for ends in ([-400, 20], [20, 20], [-10, 400], [-1000, -200], [40], [-500], [-1000, -500]):
        person = PersonFactory()
        for rank, days in enumerate(ends):
            end = DAY + timedelta(days=days)
            start = end - timedelta(days=300 + rank)
            MembershipFactory(person=person, starts_on=start, ends_on=end)
        end = DAY + timedelta(days=90)
        MembershipFactory(person=person, starts_on=DAY, ends_on=end, cancelled_at=today)
    MembershipFactory(starts_on=DAY + timedelta(days=5), ends_on=DAY + timedelta(days=15))
    everybody = Person.objects.all()
    expected = memberships.with_standing(everybody, standing, on=DAY).values_list("pk", flat=True)
    rows = list(memberships.ending_in(everybody, standing, on=DAY))
    assert sorted(row.pk for row in rows) == sorted(expected)
    assert expected
    for row in rows:
        periods = row.memberships.filter(cancelled_at=None)
        assert row.dues_end == max(period.ends_on for period in periods)


def test_counts_of_each_standing_are_one_query(django_assert_num_queries, cast):
    for days, times in ((100, 3), (10, 2), (-10, 1), (-1000, 1)):
        for _each in range(times):
            MembershipFactory(
                person=PersonFactory(chapter=cast.grenoble),
                starts_on="2020-01-01",
                ends_on=DAY + timedelta(days=days),
            )
    with django_assert_num_queries(1):
        counts = memberships.standing_counts(Person.objects.all(), on=DAY)
    assert counts == {"up_to_date": 3, "due_soon": 2, "late": 1, "former": 1}


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 3, 15), 12, date(2027, 3, 14)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 1), 1, date(2026, 12, 31)),
    ],
)
def test_a_period_ends_the_day_before_the_next_one(start, months, end):
    assert last_day(start, months) == end
