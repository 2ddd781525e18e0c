from tests.cast import Cast
from tests.factories import campaigns as make

PUBLIC: set[str] = set()


def keys(cast: Cast) -> dict[str, dict[str, object]]:
    campaign = make.CampaignFactory(chapter=cast.grenoble)
    actor = make.MapPositionFactory(actor__campaign=campaign).actor
    return {
        "campaigns:map-": {"pk": actor.pk},
        "campaigns:tactic-": {"pk": make.TacticFactory(campaign=campaign).pk},
    }
