"""People, the circles they belong to, and what we promised them."""

from members.models.chapter import Chapter, Neighbourhood
from members.models.consent import Consent
from members.models.contact import Contact, FollowUp
from members.models.group import Group, GroupMembership
from members.models.import_batch import ImportBatch, ImportRow
from members.models.leadership import Assessment, Leadership, LeadershipMove
from members.models.membership import DuesPayment, Membership, MembershipType
from members.models.person import (
    ExternalId,
    Household,
    Person,
    PersonEmail,
    PersonPhone,
    Tag,
)
from members.models.user import Role, User

__all__ = [
    "Assessment",
    "Chapter",
    "Consent",
    "Contact",
    "DuesPayment",
    "ExternalId",
    "FollowUp",
    "Group",
    "GroupMembership",
    "Household",
    "ImportBatch",
    "ImportRow",
    "Leadership",
    "LeadershipMove",
    "Membership",
    "MembershipType",
    "Neighbourhood",
    "Person",
    "PersonEmail",
    "PersonPhone",
    "Role",
    "Tag",
    "User",
]
