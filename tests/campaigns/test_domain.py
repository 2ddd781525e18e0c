"""What campaigns have won, and what the database refuses."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from campaigns.domain import campaigns
from campaigns.models import Campaign, CampaignTarget
from tests.factories import campaigns as make
from tests.factories.members import ChapterFactory

pytestmark = pytest.mark.django_db


def test_won_sums_victories_and_counts_what_is_unknown_for_nothing():
    campaign = make.CampaignFactory()
    make.VictoryFactory(campaign=campaign, households=32, amount=Decimal("100.50"))
    make.VictoryFactory(campaign=campaign, households=None, amount=None)
    make.VictoryFactory(households=900)
    total = campaigns.won(Campaign.objects.filter(pk=campaign.pk))
    assert (total.victories, total.households, total.euros) == (2, 32, Decimal("100.50"))


def test_won_of_nothing_is_nothing():
    total = campaigns.won(Campaign.objects.all())
    assert (total.victories, total.households, total.euros) == (0, 0, 0)


def test_an_unknown_field_is_a_mistake_of_ours():
    with pytest.raises(TypeError, match="chapter_id"):
        campaigns.create(chapter=ChapterFactory(), name="x", chapter_id=3)


@pytest.mark.parametrize(
    ("constraint", "break_it"),
    [
        ("campaign_closes_after_it_opens", lambda: make.CampaignFactory(closed_on="2026-01-01")),
        ("demand_has_words", lambda: make.DemandFactory(text="")),
        ("target_is_a_named_person", lambda: make.TargetFactory(name="")),
        ("promise_says_what", lambda: make.PromiseFactory(what="")),
        ("victory_says_what", lambda: make.VictoryFactory(what="")),
        ("grievance_has_words", lambda: make.GrievanceFactory(words="")),
        ("grievance_depth_1_to_3", lambda: make.GrievanceFactory(depth=4)),
        (
            "drive_ends_after_it_starts",
            lambda: make.ListeningDriveFactory(ends_on="2026-08-31"),
        ),
    ],
)
def test_the_database_refuses(constraint, break_it):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        break_it()


def test_campaign_unique_in_chapter():
    first = make.CampaignFactory()
    make.CampaignFactory(name=first.name)
    with pytest.raises(IntegrityError, match="campaign_unique_in_chapter"), transaction.atomic():
        make.CampaignFactory(name=first.name, chapter=first.chapter)


def test_target_once_per_campaign():
    link = make.CampaignTargetFactory()
    with pytest.raises(IntegrityError, match="target_once_per_campaign"), transaction.atomic():
        CampaignTarget.objects.create(campaign=link.campaign, target=link.target)


def test_target_not_her_own_superior():
    target = make.TargetFactory()
    target.superior = target
    with pytest.raises(IntegrityError, match="target_not_her_own_superior"), transaction.atomic():
        target.save()
