"""From an anger heard at a door to a demand won."""

from campaigns.models.campaign import (
    Campaign,
    CampaignTarget,
    Demand,
    Negotiation,
    Promise,
    Target,
    Victory,
)
from campaigns.models.listening import Conversation, Grievance, Issue, ListeningDrive

__all__ = [
    "Campaign",
    "CampaignTarget",
    "Conversation",
    "Demand",
    "Grievance",
    "Issue",
    "ListeningDrive",
    "Negotiation",
    "Promise",
    "Target",
    "Victory",
]
