"""From an anger heard at a door to a demand won."""

from campaigns.models.campaign import Campaign
from campaigns.models.demand import Demand, DemandMove
from campaigns.models.document import Document
from campaigns.models.listening import Conversation, Grievance, Issue, ListeningDrive
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
    "Campaign",
    "CampaignTarget",
    "Conversation",
    "Delegate",
    "Demand",
    "DemandAnswer",
    "DemandMove",
    "Document",
    "Grievance",
    "InterviewQuestion",
    "Issue",
    "ListeningDrive",
    "MapActor",
    "MapPosition",
    "Negotiation",
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
