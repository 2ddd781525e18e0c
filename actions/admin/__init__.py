"""The room of the actions in Django admin, for the national administration."""

from actions.admin import actions, calls, messages, planning, trainings

__all__ = ["actions", "calls", "messages", "planning", "trainings"]
