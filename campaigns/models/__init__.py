"""From an anger heard at a door to a demand won."""

from campaigns.models.ballot import Ballot, BallotChoice, BallotCount, BallotResult, BallotVoter
from campaigns.models.campaign import Campaign
from campaigns.models.demand import Demand, DemandMove
from campaigns.models.document import Document
from campaigns.models.doors import Building, BuildingNote, Door, DoorKnock
from campaigns.models.drive import DriveAnswer, DriveListener, DriveQuestion
from campaigns.models.issue import GrievanceMove, Issue
from campaigns.models.listening import Conversation, Grievance, ListeningDrive, OwnTheme
from campaigns.models.map import NeighbourhoodSpot
from campaigns.models.negotiation import (
    Delegate,
    DemandAnswer,
    InterviewQuestion,
    Negotiation,
    Promise,
)
from campaigns.models.petition import Petition, Signature
from campaigns.models.power_map import MapActor, MapPosition
from campaigns.models.tactic import Tactic
from campaigns.models.target import CampaignTarget, Target, TargetDate
from campaigns.models.victory import Testimony, Victory, VictoryBook

__all__ = [
    "Ballot",
    "BallotChoice",
    "BallotCount",
    "BallotResult",
    "BallotVoter",
    "Building",
    "BuildingNote",
    "Campaign",
    "CampaignTarget",
    "Conversation",
    "Delegate",
    "Demand",
    "DemandAnswer",
    "DemandMove",
    "Document",
    "Door",
    "DoorKnock",
    "DriveAnswer",
    "DriveListener",
    "DriveQuestion",
    "Grievance",
    "GrievanceMove",
    "InterviewQuestion",
    "Issue",
    "ListeningDrive",
    "MapActor",
    "MapPosition",
    "Negotiation",
    "NeighbourhoodSpot",
    "OwnTheme",
    "Petition",
    "Promise",
    "Signature",
    "Tactic",
    "Target",
    "TargetDate",
    "Testimony",
    "Victory",
    "VictoryBook",
]
