"""A call task has words for every moment of a sequence."""

import pytest

from actions.domain.reminding.calls import what_to_do
from actions.enums import StepMoment
from tests.factories.actions import ActionFactory, ReminderStepFactory


@pytest.mark.django_db
@pytest.mark.parametrize("moment", StepMoment.values)
def test_every_moment_is_a_task_in_words(moment):
    action = ActionFactory(title="La mairie")
    step = ReminderStepFactory(action=action, moment=moment)

    assert "La mairie" in what_to_do(step, action, phone=True)
