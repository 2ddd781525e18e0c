from tests.cast import Cast
from tests.factories.campaigns import CampaignFactory

PUBLIC: set[str] = set()


def keys(cast: Cast) -> dict[str, dict[str, object]]:
    return {"campaigns:campaign-": {"pk": CampaignFactory(chapter=cast.grenoble).pk}}
