"""The figure that says how many."""

import pytest

from actions.domain.turnout import Turnout, turnout, turnout_of
from tests.factories.actions import ActionFactory, AttendanceFactory

pytestmark = pytest.mark.django_db


def test_an_action_without_anybody_is_all_zeros():
    action = ActionFactory(goal=50)

    figure = turnout(action)

    assert figure == Turnout(goal=50)
    assert (figure.promised, figure.expected, figure.yes_needed) == (0, 0, 100)


def test_each_number_counts_what_it_says(django_assert_num_queries):
    action = ActionFactory(goal=5)
    AttendanceFactory(action=action, yes=True, companions=2, came=True)
    AttendanceFactory(action=action, yes=True, confirmed_at=action.starts_at)
    AttendanceFactory(action=action, maybe=True, companions=4)
    AttendanceFactory(action=action, no=True)
    AttendanceFactory(action=action)
    AttendanceFactory(action=action, person=None, invited_at=None, came=True)
    AttendanceFactory(yes=True)

    with django_assert_num_queries(1):
        figure = turnout(action)

    answers = {"asked": 5, "yes": 2, "sure": 1, "maybe": 1, "no": 1, "unanswered": 1}
    assert figure == Turnout(goal=5, **answers, companions=2, attended=2, walk_ins=1)
    assert (figure.promised, figure.expected, figure.yes_needed) == (4, 2, 6)


def test_asked_is_the_sum_of_the_answers_of_the_invited():
    action = ActionFactory()
    for answer in ("yes", "maybe", "no"):
        AttendanceFactory(action=action, **{answer: True})
    figure = turnout(action)

    assert figure.asked == figure.yes + figure.maybe + figure.no + figure.unanswered


@pytest.mark.parametrize("count", [1, 3])
def test_the_figures_of_a_list_cost_one_query(count, django_assert_num_queries):
    actions = [ActionFactory() for _ in range(count)]
    AttendanceFactory(action=actions[0], yes=True)

    with django_assert_num_queries(1):
        figures = turnout_of(actions)

    assert [figures[action.pk].yes for action in actions] == [1] + [0] * (count - 1)
