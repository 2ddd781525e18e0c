"""What we do together: actions, who is asked, who answers, who comes."""

from actions.models.access_link import FEEDS, AccessLink, LinkAccess
from actions.models.action import GOAL_LIMIT, Action, ActionRole
from actions.models.ask import Ask
from actions.models.attendance import (
    CHILDREN_LIMIT,
    COMPANIONS_LIMIT,
    SEATS_LIMIT,
    Attendance,
    Reply,
)
from actions.models.call_list import LINES_LIMIT, CallBranch, CallLine, CallList, short_name
from actions.models.debrief import ActionPhoto, Debrief, PressLink
from actions.models.declaration import Declaration, DeclarationOffice, DeclarationOrganizer
from actions.models.lesson import Lesson
from actions.models.mailing import Mailing, MailingFile, MailingRecipient
from actions.models.preparing import PLEDGE_LIMIT, CheckItem, MaterialItem, Pledge
from actions.models.reminder import Reminder, ReminderStep, StepWording
from actions.models.sheet import SignInSheet
from actions.models.training import (
    Course,
    EarlierTraining,
    OutsideParticipant,
    TrainingSession,
)

__all__ = [
    "CHILDREN_LIMIT",
    "COMPANIONS_LIMIT",
    "FEEDS",
    "GOAL_LIMIT",
    "LINES_LIMIT",
    "PLEDGE_LIMIT",
    "SEATS_LIMIT",
    "AccessLink",
    "Action",
    "ActionPhoto",
    "ActionRole",
    "Ask",
    "Attendance",
    "CallBranch",
    "CallLine",
    "CallList",
    "CheckItem",
    "Course",
    "Debrief",
    "Declaration",
    "DeclarationOffice",
    "DeclarationOrganizer",
    "EarlierTraining",
    "Lesson",
    "LinkAccess",
    "Mailing",
    "MailingFile",
    "MailingRecipient",
    "MaterialItem",
    "OutsideParticipant",
    "Pledge",
    "PressLink",
    "Reminder",
    "ReminderStep",
    "Reply",
    "SignInSheet",
    "StepWording",
    "TrainingSession",
    "short_name",
]
