from tests.cast import Cast
from tests.factories import campaigns as make

PUBLIC: set[str] = set()


def keys(cast: Cast) -> dict[str, dict[str, object]]:
    promise = make.PromiseFactory(negotiation__campaign__chapter=cast.grenoble)
    ballot = make.BallotFactory(chapter=cast.grenoble)
    return {
        "campaigns:negotiation-": {"pk": promise.negotiation_id},
        "campaigns:negotiation-questions-voted": {
            "pk": promise.negotiation_id,
            "ballot": ballot.pk,
        },
        "campaigns:promise-": {"pk": promise.pk},
    }
