from campaigns.domain.voted import vote_links
from tests.cast import Cast
from tests.factories import campaigns as make
from tests.factories.members import PersonFactory

PUBLIC = {"campaigns:vote"}


def keys(cast: Cast) -> dict[str, dict[str, object]]:
    grenoble = cast.grenoble
    issue = make.IssueFactory(chapter=grenoble)
    ballot = make.BallotFactory(chapter=grenoble, by_link=True)
    choice = make.BallotChoiceFactory(ballot=ballot, issue=issue)
    voter = make.BallotVoterFactory(ballot=ballot, person=PersonFactory(chapter=grenoble))
    building = make.BuildingFactory(chapter=grenoble)
    door = make.DoorFactory(building=building)
    of_ballot, of_building = {"pk": ballot.pk}, {"pk": building.pk}
    return {
        "campaigns:issue": {"pk": issue.pk},
        "campaigns:ballot": of_ballot,
        "campaigns:ballot-count": of_ballot | {"choice": choice.pk},
        "campaigns:ballot-open-campaign": of_ballot | {"choice": choice.pk},
        "campaigns:vote": {"token": vote_links.token_of(voter)},
        "campaigns:building": of_building,
        "campaigns:door-add": of_building,
        "campaigns:door-remove": of_building | {"door": door.pk},
        "campaigns:door-knock": {"pk": door.pk},
    }
