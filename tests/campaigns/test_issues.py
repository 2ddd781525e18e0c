"""Common problems: made, merged and split, and where every grievance came from."""

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from campaigns.domain.heard import issues
from campaigns.enums import MoveReason
from campaigns.models import Grievance, GrievanceMove, Issue
from members.models import GroupMeeting, Leadership
from tests.factories import campaigns as make
from tests.factories.members import (
    GroupFactory,
    GroupMembershipFactory,
    PersonFactory,
)


@pytest.fixture
def two(cast):
    """Two heaps of two grievances each."""
    heaps = []
    for title in ("Les ascenseurs", "Les pannes"):
        rows = make.GrievanceFactory.create_batch(2, chapter=cast.grenoble)
        heaps.append(issues.make(chapter=cast.grenoble, title=title, grievances=rows))
    return heaps


def test_two_who_sort_at_once_never_take_from_each_other(cast):
    rows = make.GrievanceFactory.create_batch(3, chapter=cast.grenoble)
    issues.make(chapter=cast.grenoble, title="Un", grievances=rows[:2])
    second = issues.make(chapter=cast.grenoble, title="Deux", grievances=rows[1:])
    assert list(second.grievances.all()) == [rows[2]]
    with pytest.raises(issues.InvalidIssue):
        issues.make(chapter=cast.grenoble, title="Trois", grievances=rows)


def test_a_heap_needs_a_name(cast):
    rows = [make.GrievanceFactory(chapter=cast.grenoble)]
    with pytest.raises(issues.InvalidIssue):
        issues.make(chapter=cast.grenoble, title=" \u200b", grievances=rows)


def test_grievances_of_another_alliance_stay_there(cast):
    elsewhere = make.GrievanceFactory(chapter=cast.rennes)
    with pytest.raises(issues.InvalidIssue):
        issues.make(chapter=cast.grenoble, title="Un", grievances=[elsewhere])


def test_merged_each_keeps_its_trace_and_campaigns_follow(two, cast):
    kept, gone = two
    campaign = make.CampaignFactory(chapter=cast.grenoble, issue=gone)
    issues.merge(kept=kept, gone=gone, actor=cast.amina)
    campaign.refresh_from_db()
    assert campaign.issue == kept
    assert kept.grievances.count() == 4
    moves = GrievanceMove.objects.filter(reason=MoveReason.MERGED, from_issue=gone)
    assert moves.count() == 2
    assert list(issues.lineage(kept).merged) == [gone]


def test_undone_only_what_came_from_it_goes_back(two):
    kept, gone = two
    issues.merge(kept=kept, gone=gone)
    issues.unmerge(gone=gone)
    gone.refresh_from_db()
    assert (kept.grievances.count(), gone.grievances.count()) == (2, 2)
    assert gone.merged_into is None


def test_merged_twice_is_refused(two):
    kept, gone = two
    issues.merge(kept=kept, gone=gone)
    with pytest.raises(issues.InvalidIssue):
        issues.merge(kept=kept, gone=gone)
    with pytest.raises(issues.InvalidIssue):
        issues.merge(kept=kept, gone=kept)


def test_a_part_becomes_a_heap_that_remembers(two):
    kept, _gone = two
    one = kept.grievances.first()
    new = issues.split(issue=kept, title="Le hall B", grievances=[one])
    assert new.split_from == kept
    assert list(new.grievances.all()) == [one]
    assert one.moves.first().reason == MoveReason.SPLIT


def test_the_whole_is_no_part(two):
    kept, _gone = two
    with pytest.raises(issues.InvalidIssue):
        issues.split(issue=kept, title="Tout", grievances=kept.grievances.all())


def test_taken_out_it_is_to_sort_again(two):
    kept, _gone = two
    assert issues.take_out(issue=kept, grievances=kept.grievances.all()[:1]) == 1
    assert Grievance.objects.to_sort().count() == 1


def test_breadth_depth_groups_and_leaders(cast):
    person = PersonFactory(chapter=cast.grenoble)
    Leadership.objects.create(person=person, kind="tenants", stage="leader")
    group = GroupFactory(chapter=cast.grenoble)
    GroupMembershipFactory(group=group, person=person)
    rows = [
        make.GrievanceFactory(chapter=cast.grenoble, person=person, depth=3),
        make.GrievanceFactory(chapter=cast.grenoble, person=person, depth=3),
        make.GrievanceFactory(chapter=cast.grenoble, depth=1),
    ]
    issue = issues.make(chapter=cast.grenoble, title="Un", grievances=rows)
    reach = issues.reach(issue)
    assert (reach.voices, reach.people, reach.unnamed, reach.breadth) == (3, 1, 1, 2)
    assert reach.ready == 2
    assert list(reach.groups) == [group]
    assert list(reach.leaders) == [person]


def test_those_who_share_it_meet(cast, client_of):
    people = PersonFactory.create_batch(3, chapter=cast.grenoble)
    rows = [make.GrievanceFactory(chapter=cast.grenoble, person=p) for p in people]
    issue = issues.make(chapter=cast.grenoble, title="Un", grievances=rows)
    group = GroupFactory(chapter=cast.grenoble)
    when = (timezone.localtime() + timezone.timedelta(days=5)).strftime("%Y-%m-%dT18:30")
    form = {"group": group.pk, "starts_at": when, "guests": [p.pk for p in people]}
    url = reverse("campaigns:issue-gather", args=[issue.pk])
    assert client_of(cast.amina).post(url, form).status_code == 302
    assert GroupMeeting.objects.get().guests.count() == 3


def test_from_the_page_merged_and_undone(two, cast, client_of):
    kept, gone = two
    client = client_of(cast.amina)
    client.post(reverse("campaigns:issue-merge", args=[kept.pk]), {"other": gone.pk})
    assert kept.grievances.count() == 4
    client.post(reverse("campaigns:issue-unmerge", args=[gone.pk]))
    assert kept.grievances.count() == 2


def test_the_people_list_keeps_those_who_said_it(two, cast, client_of):
    kept, _gone = two
    person = PersonFactory(chapter=cast.grenoble, last_name="Entendue")
    PersonFactory(chapter=cast.grenoble, last_name="Muette")
    issues.add(issue=kept, grievances=[make.GrievanceFactory(chapter=cast.grenoble, person=person)])
    page = client_of(cast.amina).get(reverse("members:person-list"), {"heard": kept.pk})
    shown = page.content.decode()
    assert "Entendue" in shown
    assert "Muette" not in shown


def test_the_board_reads_figures_and_no_words(two, cast, client_of):
    page = client_of(cast.board).get(reverse("campaigns:issue", args=[two[0].pk]))
    assert page.status_code == 200
    assert "L’ascenseur est en panne." not in page.content.decode()


def test_an_issue_has_a_title(cast):
    with pytest.raises(IntegrityError, match="issue_has_a_title"):
        Issue.objects.create(chapter=cast.grenoble, title="")


def test_an_issue_is_not_merged_into_itself(two):
    with pytest.raises(IntegrityError, match="issue_not_merged_into_itself"):
        Issue.objects.filter(pk=two[0].pk).update(merged_into=two[0].pk, merged_at=timezone.now())


@pytest.mark.parametrize("name", ["issue-list", "sorting", "issue"])
@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_the_same(cast, client_of, name, rows, django_assert_max_num_queries):
    for _n in range(rows):
        two = make.GrievanceFactory.create_batch(
            2, chapter=cast.grenoble, person=PersonFactory(chapter=cast.grenoble)
        )
        issue = issues.make(chapter=cast.grenoble, title="Un", grievances=two)
        make.GrievanceFactory.create_batch(2, chapter=cast.grenoble)
    url = reverse(f"campaigns:{name}", args=[issue.pk] if name == "issue" else [])
    client = client_of(cast.amina)
    with django_assert_max_num_queries(24):
        assert client.get(url).status_code == 200
