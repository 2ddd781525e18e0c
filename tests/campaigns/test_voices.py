"""What other pages show of listening, each through its viewer."""

import pytest
from django.urls import reverse
from django.utils import timezone

from alliance.core.panels import panels_of
from campaigns.domain.heard import issues
from campaigns.domain.heard.gatherings import ways_for
from members.domain import meetings
from tests.factories import campaigns as make
from tests.factories.members import GroupFactory, GroupMembershipFactory, PersonFactory

WORDS = "Le chauffage est coupé à 22 heures."


@pytest.fixture
def issue(cast):
    person = PersonFactory(chapter=cast.grenoble)
    row = make.GrievanceFactory(chapter=cast.grenoble, person=person, words=WORDS)
    return issues.make(chapter=cast.grenoble, title="Le froid", grievances=[row])


def shown(client, name, pk):
    answer = client.get(reverse(f"campaigns:{name}", args=[pk]), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("place", ["person", "group", "meeting", "campaign", "action"])
def test_each_page_has_its_panel(place):
    assert any(panel.url_name.startswith("campaigns:") for panel in panels_of(place))


def test_a_group_shows_its_campaigns_what_they_ask_and_what_its_people_say(issue, cast, client_of):
    group = GroupFactory(chapter=cast.grenoble)
    GroupMembershipFactory(group=group, person=issue.grievances.get().person)
    demand = make.DemandFactory(campaign__chapter=cast.grenoble, text="Rallumer le chauffage")
    demand.campaign.groups.add(group)
    page = shown(client_of(cast.amina), "group-voices", group.pk)
    assert "Rallumer le chauffage" in page
    assert WORDS in page
    assert WORDS not in shown(client_of(cast.board), "group-voices", group.pk)


def test_an_action_shows_what_its_campaign_asks(cast, client_of):
    demand = make.DemandFactory(campaign__chapter=cast.grenoble, text="Rallumer le chauffage")
    page = shown(client_of(cast.amina), "campaign-asks", demand.campaign_id)
    assert "Rallumer le chauffage" in page
    assert "sans vote" in page


def test_a_campaign_counts_those_who_said_it(issue, cast, client_of):
    campaign = make.CampaignFactory(chapter=cast.grenoble, issue=issue)
    page = shown(client_of(cast.amina), "campaign-voices", campaign.pk)
    assert f"?heard={issue.pk}" in page


def test_what_was_heard_at_a_meeting(cast, client_of):
    meeting = meetings.plan(group=cast.led_group, starts_at=timezone.now())
    conversation = make.ConversationFactory(chapter=cast.grenoble, meeting=meeting)
    make.GrievanceFactory(chapter=cast.grenoble, conversation=conversation, words=WORDS)
    assert WORDS in shown(client_of(cast.amina), "meeting-voices", meeting.pk)


def test_an_action_is_a_way_once_there_is_a_campaign(issue, cast):
    assert ways_for(issue) == []
    campaign = make.CampaignFactory(chapter=cast.grenoble, issue=issue)
    assert [url for _way, url in ways_for(issue)] == [f"/actions/nouvelle/?campagne={campaign.pk}"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_panel_of_a_group_asks_the_same(cast, client_of, rows, django_assert_max_num_queries):
    group = GroupFactory(chapter=cast.grenoble)
    for _n in range(rows):
        person = GroupMembershipFactory(group=group).person
        make.GrievanceFactory(chapter=cast.grenoble, person=person)
        make.DemandFactory(campaign__chapter=cast.grenoble).campaign.groups.add(group)
    client = client_of(cast.amina)
    with django_assert_max_num_queries(9):
        shown(client, "group-voices", group.pk)
