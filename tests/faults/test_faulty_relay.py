from tests.faults.house import House, assert_all_accounted_for
from tests.sinks import Sink


def test_one_temporary_refusal_in_the_middle_delays_one_message(
    house: House, sink: Sink, messages: int
):
    sink.on_message = lambda nth, _: "451 later" if nth == messages // 2 else "250 ok"
    house.worker()
    house.write(messages)
    house.wait_until_settled()
    assert set(assert_all_accounted_for(house, sink)) == {"sent"}
    assert sink.offered == messages + 1
    assert house.query("SELECT count(*) FROM outbox_message WHERE attempts = 2") == [(1,)]


def test_what_is_taken_without_an_answer_is_listed_and_not_repeated(
    house: House, sink: Sink, messages: int
):
    sink.on_message = lambda nth, _: None if nth % 50 == 0 else "250 ok"
    house.worker()
    house.write(messages)
    house.wait_until_settled()
    states = assert_all_accounted_for(house, sink)
    assert states.count("uncertain") == messages // 50
    assert sink.offered == messages


def test_a_relay_that_comes_back_gets_everything(house: House, sink: Sink, messages: int):
    house.worker()
    house.write(messages)
    sink.wait_for(messages // 3)
    sink.stop()
    sink.start()
    sink.wait_for(messages * 9 // 10)
    house.wait_until_settled()
    assert_all_accounted_for(house, sink)
