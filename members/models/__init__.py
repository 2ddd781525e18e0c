"""People, the circles they belong to, and what we promised them."""

from members.models.absence import Absence
from members.models.bulk_deed import BulkDeed
from members.models.chapter import Chapter, Neighbourhood
from members.models.consent import Consent
from members.models.contact import Contact, FollowUp
from members.models.custom_field import CustomField, CustomValue
from members.models.duplicate import DistinctPair, Merge
from members.models.group import Group, GroupMembership
from members.models.import_batch import ImportBatch, ImportRow
from members.models.invitation import Invitation
from members.models.join_request import JoinRequest
from members.models.leadership import Assessment, LeaderNotYet, Leadership, LeadershipMove
from members.models.meeting import GroupMeeting, MeetingGuest
from members.models.membership import DuesPayment, Membership, MembershipType
from members.models.person import (
    ExternalId,
    Household,
    Person,
    PersonEmail,
    PersonPhone,
    Tag,
    first_phone,
)
from members.models.receipt import Receipt, ReceiptCounter
from members.models.relationship import Relationship
from members.models.reshaping import Reshaping, ReshapingKind
from members.models.saved_list import SavedList
from members.models.search_word import SearchWord
from members.models.user import Role, User

__all__ = [
    "Absence",
    "Assessment",
    "BulkDeed",
    "Chapter",
    "Consent",
    "Contact",
    "CustomField",
    "CustomValue",
    "DistinctPair",
    "DuesPayment",
    "ExternalId",
    "FollowUp",
    "Group",
    "GroupMeeting",
    "GroupMembership",
    "Household",
    "ImportBatch",
    "ImportRow",
    "Invitation",
    "JoinRequest",
    "LeaderNotYet",
    "Leadership",
    "LeadershipMove",
    "MeetingGuest",
    "Membership",
    "MembershipType",
    "Merge",
    "Neighbourhood",
    "Person",
    "PersonEmail",
    "PersonPhone",
    "Receipt",
    "ReceiptCounter",
    "Relationship",
    "Reshaping",
    "ReshapingKind",
    "Role",
    "SavedList",
    "SearchWord",
    "Tag",
    "User",
    "first_phone",
]
