from tests.cast import Cast
from tests.factories import campaigns as make

PUBLIC: set[str] = set()


def keys(cast: Cast) -> dict[str, dict[str, object]]:
    campaign = make.CampaignFactory(chapter=cast.grenoble)
    link = make.CampaignTargetFactory(campaign=campaign)
    return {
        "campaigns:campaign-cell": {"pk": campaign.pk, "name": "goals_short"},
        "campaigns:demand-": {"pk": make.DemandFactory(campaign=campaign).pk},
        "campaigns:target-": {"pk": link.target_id},
        "campaigns:target-link-": {"pk": link.pk},
    }
