"""Campaign pages: who reads, who writes, and how much they ask of the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import Campaign
from tests.factories import campaigns as make
from tests.factories.members import GroupFactory

LIST = reverse("campaigns:campaign-list")


def page_of(campaign, name="campaign-detail"):
    return reverse(f"campaigns:{name}", args=[campaign.pk])


def full_campaign(chapter):
    campaign = make.CampaignFactory(chapter=chapter)
    make.DemandFactory(campaign=campaign)
    make.CampaignTargetFactory(campaign=campaign)
    promise = make.PromiseFactory(negotiation__campaign=campaign)
    promise.negotiation.target = campaign.targets.get().target
    promise.negotiation.save()
    make.VictoryFactory(campaign=campaign)
    campaign.groups.add(GroupFactory(chapter=chapter))
    return campaign


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


@pytest.mark.parametrize("who", ["amina", "board", "leader", "nadia"])
def test_everybody_with_a_role_in_the_chapter_reads_its_campaigns(cast, client_of, who):
    campaign = make.CampaignFactory(chapter=cast.grenoble, name="Des ascenseurs")
    client = client_of(getattr(cast, who))
    assert "Des ascenseurs" in client.get(LIST).content.decode()
    assert client.get(page_of(campaign)).status_code == 200


@pytest.mark.parametrize("who", ["yann", "stranger"])
def test_another_chapter_sees_nothing_of_it(cast, client_of, who):
    campaign = make.CampaignFactory(chapter=cast.grenoble, name="Des ascenseurs")
    make.VictoryFactory(campaign=campaign, what="Six ascenseurs neufs")
    client = client_of(getattr(cast, who))
    shown = client.get(LIST).content.decode()
    assert "Des ascenseurs" not in shown
    assert "Six ascenseurs" not in shown
    assert client.get(page_of(campaign)).status_code == 404
    assert client.get(page_of(campaign, "campaign-edit")).status_code == 404


@pytest.mark.parametrize("who", ["board", "leader"])
def test_readers_of_the_chapter_do_not_write(cast, client_of, who):
    campaign = make.CampaignFactory(chapter=cast.grenoble)
    client = client_of(getattr(cast, who))
    edit = page_of(campaign, "campaign-edit")
    assert edit not in client.get(page_of(campaign)).content.decode()
    assert client.get(edit).status_code == 403
    assert client.post(edit, {"name": "Prise"}).status_code == 403
    assert client.get(reverse("campaigns:campaign-create")).status_code == 403


def test_the_list_asks_the_same_of_the_database_for_one_and_for_three(cast, client_of):
    client = client_of(cast.amina)
    full_campaign(cast.grenoble)
    one = queries(client, LIST)
    full_campaign(cast.grenoble), full_campaign(cast.grenoble)
    assert queries(client, LIST) == one <= 8


def test_the_page_asks_the_same_whatever_was_said_and_promised(cast, client_of):
    client = client_of(cast.amina)
    campaign = full_campaign(cast.grenoble)
    one = queries(client, page_of(campaign))
    for _turn in range(2):
        make.DemandFactory(campaign=campaign)
        make.CampaignTargetFactory(campaign=campaign)
        make.PromiseFactory(negotiation__campaign=campaign)
        campaign.groups.add(GroupFactory(chapter=cast.grenoble))
    assert queries(client, page_of(campaign)) == one


def test_live_ones_come_first_and_victories_say_what_they_brought(cast, client_of):
    make.CampaignFactory(chapter=cast.grenoble, name="En cours de route")
    won = make.CampaignFactory(
        chapter=cast.grenoble, name="Une école", status="won", closed_on="2026-10-01"
    )
    make.VictoryFactory(campaign=won, what="L’école est là", households=190, amount="1234.50")
    shown = client_of(cast.amina).get(LIST).content.decode()
    assert shown.index("En cours de route") < shown.index("L’école est là")
    assert "190 foyers" in shown
    assert "1\u202f234,50\u00a0€" in shown


def test_a_promise_whose_date_has_passed_is_late(cast, client_of):
    promise = make.PromiseFactory(negotiation__campaign__chapter=cast.grenoble, due_on="2020-01-01")
    page = client_of(cast.amina).get(page_of(promise.negotiation.campaign))
    assert "en retard" in page.content.decode()


def test_the_page_counts_the_angers_behind_the_campaign(cast, client_of):
    issue = make.IssueFactory(chapter=cast.grenoble)
    make.GrievanceFactory.create_batch(3, chapter=cast.grenoble, issue=issue)
    campaign = make.CampaignFactory(chapter=cast.grenoble, issue=issue)
    shown = client_of(cast.amina).get(page_of(campaign)).content.decode()
    assert "3 colères entendues" in shown


def test_an_empty_list_teaches_what_a_campaign_is(cast, client_of):
    shown = client_of(cast.amina).get(LIST).content.decode()
    assert "Pas encore de campagne" in shown
    assert Campaign.objects.count() == 0


def test_a_national_administrator_chooses_the_chapter(cast, client_of):
    page = client_of(cast.nadia).get(reverse("campaigns:campaign-create"))
    assert 'name="chapter"' in page.content.decode()
