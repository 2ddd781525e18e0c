import os

from tests.faults.house import House, assert_all_accounted_for
from tests.faults.test_dying_senders import RESUMES_WITHIN, wait_for_more
from tests.sinks import Sink

MESSAGES = int(os.environ.get("FAULT_MESSAGES", "300"))


def test_postgresql_killed_in_the_middle_loses_nothing(house: House, sink: Sink):
    house.write(MESSAGES)
    house.start_beat()
    house.start_worker()
    sink.wait_for(MESSAGES // 3)
    house.kill_postgres()
    house.start_postgres()
    wait_for_more(sink, 20, seconds=RESUMES_WITHIN)
    house.wait_until_settled()
    states = assert_all_accounted_for(house, sink)
    assert list(states.values()).count("uncertain") <= 2


def test_workers_killed_while_postgresql_is_away_lose_nothing(house: House, sink: Sink):
    house.write(MESSAGES)
    worker = house.start_worker()
    sink.wait_for(MESSAGES // 3)
    house.kill_postgres()
    worker.kill()
    house.start_postgres()
    house.start_worker().wait_until_ready()
    wait_for_more(sink, 20, seconds=RESUMES_WITHIN)
    house.wait_until_settled()
    states = assert_all_accounted_for(house, sink)
    assert list(states.values()).count("uncertain") <= 2


def test_redis_killed_in_the_middle_loses_nothing(house: House, sink: Sink):
    house.write(MESSAGES, "a")
    house.start_beat()
    house.start_worker()
    sink.wait_for(MESSAGES // 3)
    house.kill_redis()
    house.write(20, "b")  # written without a broker to wake anybody
    house.redis.start()
    sink.wait_for(MESSAGES + 20, seconds=30)
    house.wait_until_settled()
    assert set(assert_all_accounted_for(house, sink).values()) == {"sent"}


def test_a_queue_lost_with_redis_loses_no_message(house: House, sink: Sink):
    house.write(20)
    house.redis._ask(b"FLUSHALL\r\n")
    house.start_beat()
    house.start_worker()
    house.wait_until_settled()
    assert set(assert_all_accounted_for(house, sink).values()) == {"sent"}
