from datetime import timedelta

import pytest

from actions.domain import actions as action_verbs
from actions.domain import turnout
from tests.factories.actions import STARTS_AT, ActionFactory

# Three weeks before, a Tuesday at 15 h in Paris.
EARLY = STARTS_AT - timedelta(days=21, hours=3)


@pytest.fixture
def action(cast):
    """Announced three weeks before, with its sequence, organized by Amina."""
    draft = ActionFactory(chapter=cast.grenoble, organizer=cast.amina)
    return action_verbs.announce(action=draft, actor=cast.amina, now=EARLY)


@pytest.fixture
def invited(action, cast):
    """Invite people to the action, and return their attendances in the same order."""

    def invite(*people, now=EARLY):
        turnout.invite(action=action, people=people, actor=cast.amina, now=now)
        rows = {row.person_id: row for row in action.attendances.select_related("person")}
        return [rows[person.pk] for person in people]

    return invite
