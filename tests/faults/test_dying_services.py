import time

from alliance.outbox.domain.lines import MOST_AT_ONCE
from tests.faults.house import House, assert_all_accounted_for, wait_for_more, wait_until
from tests.sinks import Sink

RESUMES_WITHIN = 5.0  # seconds
# The worker's pause between two tries, then beat's next look, with some room for a busy machine.
RECONNECTS_WITHIN = 12.0
SENDERS = 2  # processes of a worker


def test_postgresql_killed_in_the_middle_loses_nothing(house: House, sink: Sink, messages: int):
    house.worker()
    house.write(messages)
    sink.wait_for(messages // 3)
    house.kill_postgres()
    house.start_postgres()
    wait_for_more(sink, 20, seconds=RESUMES_WITHIN)
    house.wait_until_settled()
    states = assert_all_accounted_for(house, sink)
    assert states.count("uncertain") <= SENDERS * MOST_AT_ONCE


def test_postgresql_and_workers_killed_together_lose_nothing(
    house: House, sink: Sink, messages: int
):
    worker = house.worker()
    house.write(messages)
    sink.wait_for(messages // 3)
    house.kill_postgres()
    worker.kill()
    house.start_postgres()
    house.start_worker()
    wait_for_more(sink, 20, seconds=RESUMES_WITHIN)
    house.wait_until_settled()
    states = assert_all_accounted_for(house, sink)
    assert states.count("uncertain") <= SENDERS * MOST_AT_ONCE


def test_redis_killed_in_the_middle_loses_nothing(house: House, sink: Sink, messages: int):
    house.worker()
    house.write(messages, "a")
    sink.wait_for(messages // 3)
    house.kill_redis()
    house.write(20, "b")  # with no broker to wake anybody
    time.sleep(3)
    house.redis.start()
    wait_until(lambda: len(sink.received) == messages + 20, seconds=RECONNECTS_WITHIN)
    house.wait_until_settled()
    assert set(assert_all_accounted_for(house, sink)) == {"sent"}


def test_queues_lost_with_redis_lose_no_message(house: House, sink: Sink):
    worker = house.worker()
    worker.kill()
    house.write(20)
    house.forget_queues()
    house.start_worker()
    house.wait_until_settled()
    assert set(assert_all_accounted_for(house, sink)) == {"sent"}
