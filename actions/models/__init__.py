"""What we do together: actions, who is asked, who answers, who comes."""

from actions.models.action import GOAL_LIMIT, Action, ActionRole
from actions.models.attendance import COMPANIONS_LIMIT, Ask, Attendance, Reply
from actions.models.reminder import Reminder, ReminderStep

__all__ = [
    "COMPANIONS_LIMIT",
    "GOAL_LIMIT",
    "Action",
    "ActionRole",
    "Ask",
    "Attendance",
    "Reminder",
    "ReminderStep",
    "Reply",
]
