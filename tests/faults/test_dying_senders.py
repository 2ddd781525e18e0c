import logging
import os
import signal

from alliance.outbox.domain.lines import MOST_AT_ONCE
from tests.faults.house import House, assert_all_accounted_for, wait_for_more
from tests.sinks import Sink

logger = logging.getLogger(__name__)

RESUMES_WITHIN = 5.0  # seconds
SENDERS = 2  # processes of a worker


def test_killed_workers_lose_nothing_and_send_nothing_twice(house, sink, rounds, messages):
    worker = house.worker()
    house.write(messages)
    resumed = []
    for round_ in range(1, rounds + 1):
        sink.wait_for(round_ * messages // (rounds + 2))
        worker.kill()
        assert not house.is_settled(), "the kill came after the end: nothing was tested"
        worker = house.start_worker()
        resumed.append(wait_for_more(sink, seconds=RESUMES_WITHIN))
    house.wait_until_settled()
    doubts = assert_all_accounted_for(house, sink).count("uncertain")
    logger.info("%s kills: %s uncertain, resumed in %.2f s at most", rounds, doubts, max(resumed))
    assert doubts <= SENDERS * rounds * MOST_AT_ONCE


def test_a_killed_pool_is_replaced_and_sending_goes_on(house: House, sink: Sink, messages: int):
    pool = house.worker().pool()
    house.write(messages)
    sink.wait_for(messages // 3)
    for pid in pool:
        os.kill(pid, signal.SIGKILL)
    wait_for_more(sink, 20, seconds=RESUMES_WITHIN)
    house.wait_until_settled()
    states = assert_all_accounted_for(house, sink)
    assert states.count("uncertain") <= len(pool) * MOST_AT_ONCE


def test_an_orphaned_pool_beside_a_new_worker_sends_nothing_twice(
    house: House, sink: Sink, messages: int
):
    worker = house.worker()
    house.write(messages)
    sink.wait_for(messages // 4)
    worker.kill_parent()
    house.start_worker()
    house.wait_until_settled()
    assert_all_accounted_for(house, sink)
    worker.kill()


def test_two_beats_and_four_processes_send_each_message_once(
    house: House, sink: Sink, messages: int
):
    house.start_beat()
    house.worker()
    house.start_worker()
    house.write(messages // 2, "a")
    house.write(messages // 2, "b")
    house.wait_until_settled()
    assert set(assert_all_accounted_for(house, sink)) == {"sent"}
    assert sink.connections > 1, "one sender did it all: nothing was tested"
