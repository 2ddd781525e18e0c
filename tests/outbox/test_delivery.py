from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alliance.outbox.domain import cancel, deliver, register_kind, troubles
from alliance.outbox.enums import State
from alliance.outbox.models import Attachment, Message, MessageEvent, StoredFile
from tests.factories.outbox import WRITTEN_AT, MessageFactory
from tests.sinks import Sink

pytestmark = pytest.mark.django_db

NOW = WRITTEN_AT + timedelta(minutes=1)


def state_of(message: Message) -> str:
    message.refresh_from_db()
    return message.state


def test_what_is_due_is_sent_and_says_so(sink):
    message = MessageFactory()
    assert deliver(now=NOW).sent == 1
    assert state_of(message) == State.SENT
    assert message.sent_at == message.handed_over_at == NOW
    assert message.attempts == 1
    assert message.provider_id == sink.received[0].message_id
    assert sink.recipients == [message.to_address]


def test_nothing_is_sent_twice_by_running_twice(sink):
    MessageFactory.create_batch(3)
    deliver(now=NOW)
    deliver(now=NOW)
    assert len(sink.received) == 3


def test_messages_leave_in_the_order_of_their_hour_over_one_connection(sink):
    late = MessageFactory()
    MessageFactory.create_batch(22, send_after=WRITTEN_AT - timedelta(hours=1))
    assert deliver(now=NOW).sent == 23
    assert sink.recipients[-1] == late.to_address
    assert sink.connections == 1


def test_no_connection_is_made_for_nothing(sink):
    MessageFactory(send_after=NOW + timedelta(hours=1))
    deliver(now=NOW)
    assert sink.connections == 0


def test_a_closed_window_expires_instead_of_leaving(sink):
    message = MessageFactory(send_before=NOW)
    deliver(now=NOW)
    assert state_of(message) == State.EXPIRED
    assert not sink.received


def test_a_temporary_refusal_waits_and_the_others_leave(sink):
    sink.on_message = lambda ordinal, _: "451 4.3.0 later" if ordinal == 3 else "250 ok"
    messages = MessageFactory.create_batch(5)
    done = deliver(now=NOW)
    assert (done.sent, done.delayed) == (4, 1)
    assert state_of(messages[2]) == State.QUEUED
    assert messages[2].send_after == NOW + timedelta(minutes=1)
    assert messages[2].error == "451 4.3.0 later"
    deliver(now=NOW + timedelta(minutes=1))
    assert state_of(messages[2]) == State.SENT
    assert set(sink.counts.values()) == {1}


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(0, 1), (1, 5), (2, 15), (3, 60), (4, 60), (8, 60)]
)
def test_each_temporary_refusal_waits_longer(sink, attempts, minutes):
    sink.on_message = lambda *_: "451 later"
    message = MessageFactory(attempts=attempts)
    deliver(now=NOW)
    assert state_of(message) == State.QUEUED
    assert message.send_after == NOW + timedelta(minutes=minutes)


def test_the_tenth_temporary_refusal_is_a_refusal(sink):
    sink.on_message = lambda *_: "451 later"
    message = MessageFactory(attempts=9)
    deliver(now=NOW)
    assert state_of(message) == State.FAILED


def test_a_wait_beyond_the_window_expires(sink):
    sink.on_message = lambda *_: "451 later"
    message = MessageFactory(send_before=NOW + timedelta(seconds=30))
    deliver(now=NOW)
    assert state_of(message) == State.EXPIRED
    assert message.handed_over_at is None


def test_a_refused_recipient_is_not_tried_again(sink):
    wrong = MessageFactory(to_address="parti@exemple.test")
    right = MessageFactory()
    sink.on_recipient = lambda a: "550 5.1.1 no such user" if a.startswith("parti") else "250 ok"
    assert deliver(now=NOW).failed == 1
    assert state_of(wrong) == State.FAILED
    assert wrong.error == "550 5.1.1 no such user"
    assert MessageEvent.objects.get().detail == wrong.error
    assert state_of(right) == State.SENT


def test_a_cut_before_the_answer_is_uncertain_and_never_tried_again(sink):
    sink.on_message = lambda ordinal, _: None if ordinal == 2 else "250 ok"
    messages = MessageFactory.create_batch(3)
    done = deliver(now=NOW)
    deliver(now=NOW + timedelta(days=1))
    assert (done.sent, done.uncertain) == (2, 1)
    assert [state_of(message) for message in messages] == ["sent", "uncertain", "sent"]
    assert messages[1].provider_id == sink.received[1].message_id
    assert set(sink.counts.values()) == {1}


def test_silence_instead_of_an_answer_is_uncertain(sink, settings):
    settings.OUTBOX_ANSWER_TIMEOUT = 0.2
    sink.delay = 1
    message = MessageFactory()
    deliver(now=NOW)
    assert state_of(message) == State.UNCERTAIN


def test_a_cut_before_the_content_waits(sink):
    sink.on_recipient = lambda _: None
    message = MessageFactory()
    deliver(now=NOW)
    assert state_of(message) == State.QUEUED
    assert message.send_after > NOW
    assert message.handed_over_at is None


def test_a_relay_that_closes_long_used_connections_loses_nothing(sink):
    seen = []
    sink.on_sender = lambda a: seen.append(a) or ("421 enough" if len(seen) % 3 == 0 else "250 ok")
    messages = MessageFactory.create_batch(6)
    assert deliver(now=NOW).sent == 6
    assert {state_of(message) for message in messages} == {State.SENT}


def test_without_a_relay_everything_waits_unharmed(sink):
    sink.stop()
    messages = MessageFactory.create_batch(12)
    deliver(now=NOW)
    assert {state_of(message) for message in messages} == {State.QUEUED}
    assert {message.attempts for message in messages} == {0}
    assert troubles()[0].trouble_since == NOW
    sink.start()
    deliver(now=NOW)
    assert len(sink.received) == 12
    assert not troubles()


def test_a_relay_that_refuses_the_house_fails_no_message(sink):
    sink.on_sender = lambda _: "550 5.7.1 sender not allowed"
    message = MessageFactory()
    deliver(now=NOW)
    assert state_of(message) == State.QUEUED
    assert message.attempts == 0
    assert "5.7.1" in troubles()[0].trouble


def test_a_relay_that_defers_everything_is_left_alone(sink):
    sink.on_message = lambda *_: "450 4.7.0 too many"
    MessageFactory.create_batch(12)
    done = deliver(now=NOW)
    assert done.delayed == 5
    assert not done.more
    assert Message.objects.due(NOW).count() == 7


def test_a_poisoned_message_is_refused_and_stops_no_other(sink):
    poisons = [
        MessageFactory(to_address="pas une adresse"),
        MessageFactory(headers={"Bcc": "x@y.test"}),
        MessageFactory(headers={"X-A": "a\r\nBcc: x@y.test"}),
        MessageFactory(headers=["no", "mapping"]),
        MessageFactory(reply_to="personne"),
    ]
    fine = MessageFactory()
    deliver(now=NOW)
    assert {state_of(message) for message in poisons} == {State.FAILED}
    assert all(message.error for message in poisons)
    assert state_of(fine) == State.SENT


def test_a_room_is_asked_once_a_batch_whether_its_messages_are_still_wanted(sink):
    unwanted = MessageFactory(kind="test.invitation")
    wanted = MessageFactory(kind="test.invitation")
    asked = []
    register_kind(
        "test.invitation",
        still_wanted=lambda ms: asked.append(len(ms)) or {unwanted.pk: "elle a répondu non"},
    )
    assert deliver(now=NOW).cancelled == 1
    assert asked == [2]
    assert (state_of(unwanted), unwanted.error) == (State.CANCELLED, "elle a répondu non")
    assert state_of(wanted) == State.SENT


def test_a_room_that_cannot_answer_delays_only_its_own(sink):
    register_kind("test.broken", still_wanted=lambda _: 1 / 0)
    broken, fine = MessageFactory(kind="test.broken"), MessageFactory()
    deliver(now=NOW)
    assert state_of(broken) == State.QUEUED
    assert broken.send_after > NOW
    assert "ZeroDivisionError" in broken.error
    assert state_of(fine) == State.SENT


def test_a_room_that_fails_on_one_message_delays_that_one(sink):
    spoilt, *others = MessageFactory.create_batch(3, kind="test.poison")
    register_kind("test.poison", still_wanted=lambda ms: {} if spoilt not in ms else 1 / 0)
    assert deliver(now=NOW).sent == 2
    assert state_of(spoilt) == State.QUEUED
    assert [state_of(one) for one in others] == [State.SENT, State.SENT]


def test_a_room_hears_of_each_end(sink):
    heard = {}
    register_kind("test.heard", on_result=lambda m: heard.update({m.pk: m.state}))
    sink.on_recipient = lambda a: "550 no" if a.startswith("parti") else "250 ok"
    refused = MessageFactory(kind="test.heard", to_address="parti@exemple.test")
    sent = MessageFactory(kind="test.heard")
    expired = MessageFactory(kind="test.heard", send_before=NOW)
    deliver(now=NOW)
    assert heard == {refused.pk: "failed", sent.pk: "sent", expired.pk: "expired"}


def test_a_room_that_fails_on_hearing_changes_nothing(sink):
    register_kind("test.deaf", on_result=lambda _: 1 / 0)
    messages = MessageFactory.create_batch(2, kind="test.deaf")
    deliver(now=NOW)
    assert [state_of(message) for message in messages] == ["sent", "sent"]


def test_two_rooms_cannot_register_the_same_kind():
    register_kind("test.twice", still_wanted=lambda _: {})
    with pytest.raises(ValueError, match=r"test\.twice"):
        register_kind("test.twice", still_wanted=lambda _: {})


def test_a_message_called_back_after_its_claim_does_not_leave(sink):
    first, second = MessageFactory.create_batch(2)
    sink.on_message = lambda *_: "250 ok"
    register_kind("test.note", still_wanted=lambda _: cancel(keys=[second.key]) and {})
    deliver(now=NOW)
    assert state_of(second) == State.CANCELLED
    assert sink.recipients == [first.to_address]


def test_a_run_stops_when_its_time_is_up_and_says_there_is_more(sink):
    MessageFactory.create_batch(30)
    sink.delay = 0.1
    done = deliver(now=NOW, seconds=1)
    assert done.more
    assert 0 < done.sent < 30
    assert Message.objects.due(NOW).count() == 30 - done.sent


def test_a_message_costs_one_statement(sink):
    def statements(count: int) -> int:
        MessageFactory.create_batch(count)
        with CaptureQueriesContext(connection) as queries:
            deliver(now=NOW)
        return sum("WITH coming AS" in query["sql"] for query in queries)

    assert statements(1) == 2  # the last answer of a batch is written by itself
    assert statements(5) == 6


def test_a_file_that_many_carry_is_read_once(sink):
    for message in MessageFactory.create_batch(3):
        stored, _created = StoredFile.objects.get_or_create(digest="d", content=b"%PDF")
        Attachment.objects.create(
            message=message, file=stored, name="tract.pdf", content_type="application/pdf"
        )
    with CaptureQueriesContext(connection) as queries:
        deliver(now=NOW)
    assert sum('FROM "outbox_storedfile"' in query["sql"] for query in queries) == 1
    assert all(b"tract.pdf" in message.content for message in sink.received)


def test_any_other_backend_of_django_is_used_as_it_is():
    message = MessageFactory(html="<p>Bonjour</p>", from_name="Grenoble")
    deliver(now=NOW)
    assert state_of(message) == State.SENT
    assert mail.outbox[0].subject == message.subject
    assert mail.outbox[0].extra_headers["Message-ID"] == message.provider_id
    assert mail.outbox[0].alternatives[0].content == "<p>Bonjour</p>"


def test_the_message_id_is_the_same_at_each_try(sink: Sink):
    seen = []
    sink.on_message = lambda _, m: seen.append(m.message_id) or "451 later"
    MessageFactory()
    deliver(now=NOW)
    deliver(now=NOW + timedelta(hours=1))
    assert len(seen) == 2
    assert len(set(seen)) == 1
