import os
import signal
import time

from tests.faults.house import House, assert_all_accounted_for, wait_until
from tests.sinks import Sink

SENDERS = 2
MESSAGES = int(os.environ.get("FAULT_MESSAGES", "300"))
RESUMES_WITHIN = 5.0  # seconds


def wait_for_more(sink: Sink, count: int = 1, *, seconds: float = RESUMES_WITHIN) -> float:
    """Wait until the sink takes more messages; how long it took."""
    before, start = len(sink.received), time.monotonic()
    wait_until(lambda: len(sink.received) >= before + count, seconds=seconds)
    return time.monotonic() - start


def test_killed_workers_lose_nothing_and_send_nothing_twice(house: House, sink: Sink, rounds: int):
    house.write(MESSAGES)
    worker = house.start_worker(processes=SENDERS)
    for round_ in range(rounds):
        sink.wait_for((round_ + 1) * MESSAGES // (rounds + 2))
        worker.kill()
        worker = house.start_worker(processes=SENDERS)
        worker.wait_until_ready()
        assert not house.is_settled(), "the kill came after the end: nothing was tested"
        wait_for_more(sink)
    house.wait_until_settled()
    states = assert_all_accounted_for(house, sink)
    assert list(states.values()).count("uncertain") <= SENDERS * rounds


def test_a_killed_pool_process_is_replaced_and_sending_goes_on(house: House, sink: Sink):
    house.write(MESSAGES)
    house.start_beat()
    worker = house.start_worker(processes=1)
    sink.wait_for(MESSAGES // 3)
    for pid in worker.pool():
        os.kill(pid, signal.SIGKILL)
    wait_for_more(sink, 20)
    house.wait_until_settled()
    states = assert_all_accounted_for(house, sink)
    assert list(states.values()).count("uncertain") <= 1


def test_an_orphaned_pool_beside_a_new_worker_sends_nothing_twice(house: House, sink: Sink):
    house.write(MESSAGES)
    worker = house.start_worker(processes=SENDERS)
    sink.wait_for(MESSAGES // 4)
    worker.kill_parent()
    house.start_worker(processes=SENDERS)
    house.wait_until_settled()
    assert_all_accounted_for(house, sink)
    house.workers[0].stop()


def test_two_beats_and_four_workers_send_each_message_once(house: House, sink: Sink):
    house.write(MESSAGES // 2, "a")
    for _ in range(2):
        house.start_beat()
    for _ in range(4):
        house.start_worker(processes=1)
    house.write(MESSAGES // 2, "b")
    house.wait_until_settled(seconds=45)
    assert set(assert_all_accounted_for(house, sink).values()) == {"sent"}


def test_delivering_by_several_at_once_sends_each_message_once(house: House, sink: Sink):
    house.write(MESSAGES)
    code = "import django; django.setup(); from alliance.outbox.domain import deliver; deliver()"
    house.start_worker(processes=1)
    house.run("-c", code)
    house.wait_until_settled()
    assert set(assert_all_accounted_for(house, sink).values()) == {"sent"}
