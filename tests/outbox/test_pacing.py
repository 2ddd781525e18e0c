import time
from datetime import timedelta

import pytest

from alliance.outbox.domain import deliver
from alliance.outbox.domain.pacing import seconds_to_wait
from tests.factories.outbox import WRITTEN_AT, MessageFactory

pytestmark = pytest.mark.django_db(transaction=True)

NOW = WRITTEN_AT + timedelta(minutes=1)


def test_without_a_rate_nothing_waits(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert seconds_to_wait("email") == 0


def test_slots_of_a_rate_follow_each_other(settings):
    settings.OUTBOX_EMAIL_PER_SECOND = 2
    waits = [seconds_to_wait("email") for _ in range(5)]
    assert waits[0] == 0
    assert waits[4] == pytest.approx(2, abs=0.2)


def test_an_idle_second_may_be_caught_up_no_more(settings):
    settings.OUTBOX_EMAIL_PER_SECOND = 10
    seconds_to_wait("email")
    time.sleep(1.5)
    waits = [seconds_to_wait("email") for _ in range(15)]
    assert waits[:10] == [0] * 10
    assert waits[14] > 0.2


def test_a_run_keeps_to_the_rate(sink, settings):
    settings.OUTBOX_EMAIL_PER_SECOND = 20
    MessageFactory.create_batch(10)
    assert deliver(now=NOW).sent == 10
    times = [message.at for message in sink.received]
    assert times[-1] - times[0] == pytest.approx(9 / 20, abs=0.1)


def test_a_slot_beyond_the_run_leaves_the_message_in_the_queue(sink, settings):
    settings.OUTBOX_EMAIL_PER_SECOND = 0.1
    MessageFactory.create_batch(3)
    done = deliver(now=NOW, seconds=1)
    assert (done.sent, done.more) == (1, True)
