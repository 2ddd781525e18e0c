import os

from tests.faults.house import House, assert_all_accounted_for
from tests.sinks import Sink

MESSAGES = int(os.environ.get("FAULT_MESSAGES", "300"))


def test_one_temporary_refusal_in_the_middle_delays_one_message(house: House, sink: Sink):
    half = MESSAGES // 2
    sink.on_message = lambda ordinal, _: "451 4.3.0 later" if ordinal == half else "250 ok"
    house.write(MESSAGES)
    house.start_beat()
    house.start_worker()
    house.wait_until_settled()
    assert set(assert_all_accounted_for(house, sink).values()) == {"sent"}
    assert sink.offered == MESSAGES + 1
    assert house.query("SELECT count(*) FROM outbox_message WHERE attempts = 2") == [(1,)]


def test_what_is_taken_without_an_answer_is_listed_and_not_repeated(house: House, sink: Sink):
    sink.on_message = lambda ordinal, _: None if ordinal % 50 == 0 else "250 ok"
    house.write(MESSAGES)
    house.start_beat()
    house.start_worker()
    house.wait_until_settled()
    states = assert_all_accounted_for(house, sink)
    assert list(states.values()).count("uncertain") == MESSAGES // 50
    assert sink.offered == MESSAGES


def test_a_relay_that_comes_back_gets_everything(house: House, sink: Sink):
    house.write(MESSAGES)
    house.start_beat()
    house.start_worker()
    sink.wait_for(MESSAGES // 3)
    sink.stop()
    sink.start()
    sink.wait_for(MESSAGES * 9 // 10)
    house.wait_until_settled()
    assert_all_accounted_for(house, sink)
