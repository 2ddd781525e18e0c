"""May she? Everybody with a role in the chapter reads its campaigns; organizers write them."""

from __future__ import annotations

from campaigns.models import Campaign
from members.models import User
from members.scoping import scope_of


def may_write(user: User, campaign: Campaign) -> bool:
    """Whether she may change this campaign: she organizes in its chapter."""
    return scope_of(user).may_organize(campaign.chapter_id)
