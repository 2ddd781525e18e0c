"""Lists of calls follow a merge: one line a list, one branch with her page."""

import pytest
from django.utils import timezone

from actions.models import Ask, CallLine
from members.domain import merging
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.calls import CallBranchFactory, CallLineFactory
from tests.factories.members import PersonFactory
from tests.snapshots import snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(cast):
    return PersonFactory.create_batch(2, chapter=cast.grenoble)


def merge(pair, cast):
    return merging.merge(keep=pair[0], gone=pair[1], actor=cast.amina)


def test_two_lines_of_one_list_become_the_one_that_was_called(pair, cast):
    branch = CallBranchFactory(call_list__chapter=cast.grenoble)
    kept = CallLineFactory(branch=branch, person=pair[0])
    CallLineFactory(branch=branch, person=pair[1], outcome="yes", done_at=timezone.now())
    elsewhere = CallLineFactory(branch__call_list__chapter=cast.grenoble, person=pair[1])

    merge(pair, cast)

    assert CallLine.objects.get(pk=kept.pk).outcome == "yes"
    assert set(CallLine.objects.values_list("pk", flat=True)) == {kept.pk, elsewhere.pk}
    assert CallLine.objects.get(pk=elsewhere.pk).person == pair[0]


def test_two_branches_of_one_list_both_stay(pair, cast):
    first = CallBranchFactory(call_list__chapter=cast.grenoble, person=pair[0])
    second = CallBranchFactory(call_list=first.call_list, person=pair[1])
    other = CallBranchFactory(call_list__chapter=cast.grenoble, person=pair[1])

    merge(pair, cast)

    for branch in (first, second, other):
        branch.refresh_from_db()
    assert (first.person, second.person, other.person) == (pair[0], None, pair[0])


def test_undoing_gives_each_her_own(pair, cast):
    branch = CallBranchFactory(call_list__chapter=cast.grenoble)
    for person in pair:
        CallLineFactory(branch=branch, person=person)
        CallBranchFactory(call_list=branch.call_list, person=person)
    before = snapshot("distinctpair", "merge")

    merging.undo_merge(merge=merge(pair, cast), actor=cast.amina)

    assert snapshot("distinctpair", "merge") == before


def test_a_bell_that_rang_is_on_her_line_of_time(cast, client_of):
    row = AttendanceFactory(action=ActionFactory(chapter=cast.grenoble))
    Ask.objects.create(
        attendance=row, channel="phone", answer="message_left", asked_by_name="Karim"
    )
    page = client_of(cast.amina).get(f"/personnes/{row.person_id}/histoire/").content.decode()

    assert "message laissé" in page
    assert "Karim" in page
