from datetime import timedelta

import pytest

from alliance.outbox.domain import figures
from tests.factories.outbox import WRITTEN_AT, MessageFactory

pytestmark = pytest.mark.django_db


def test_messages_are_counted_by_state_for_the_chapters_asked(django_assert_num_queries):
    MessageFactory.create_batch(2, chapter_id=3)
    for state in ("sending", "sent", "failed", "uncertain", "cancelled", "expired"):
        MessageFactory(chapter_id=3, **{state: True})
    MessageFactory(chapter_id=4)
    with django_assert_num_queries(1):
        found = figures([3])
    assert (found.queued, found.sending, found.sent, found.cancelled) == (2, 1, 1, 1)
    assert (found.for_a_human, found.total) == (2, 8)
    assert figures([]).total == 0
    assert figures().total == 9


def test_figures_of_one_batch_and_of_late():
    MessageFactory(batch="actions.action:5")
    MessageFactory(created_at=WRITTEN_AT + timedelta(days=1))
    assert figures(batch="actions.action:5").total == 1
    assert figures(since=WRITTEN_AT + timedelta(hours=1)).total == 1
