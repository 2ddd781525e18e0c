"""What we do together: actions, who is asked, who answers, who comes."""

from actions.models.action import GOAL_LIMIT, Action, ActionRole
from actions.models.attendance import (
    CHILDREN_LIMIT,
    COMPANIONS_LIMIT,
    SEATS_LIMIT,
    Ask,
    Attendance,
    Reply,
)
from actions.models.debrief import ActionPhoto, Debrief, PressLink
from actions.models.declaration import Declaration, DeclarationOffice, DeclarationOrganizer
from actions.models.mailing import Mailing, MailingFile, MailingRecipient
from actions.models.preparing import PLEDGE_LIMIT, CheckItem, MaterialItem, Pledge
from actions.models.reminder import Reminder, ReminderStep, StepWording
from actions.models.training import Course, OutsideParticipant, TrainingSession

__all__ = [
    "CHILDREN_LIMIT",
    "COMPANIONS_LIMIT",
    "GOAL_LIMIT",
    "PLEDGE_LIMIT",
    "SEATS_LIMIT",
    "Action",
    "ActionPhoto",
    "ActionRole",
    "Ask",
    "Attendance",
    "CheckItem",
    "Course",
    "Debrief",
    "Declaration",
    "DeclarationOffice",
    "DeclarationOrganizer",
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
    "StepWording",
    "TrainingSession",
]
