"""Many messages at once: waves on a quick relay, several connections to a slow one."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alliance.outbox.channels.email import SmtpChannel
from alliance.outbox.domain import deliver, lines
from alliance.outbox.domain.claiming import BATCH, SMALLEST_BATCH
from alliance.outbox.domain.lines import MOST_AT_ONCE
from alliance.outbox.enums import State
from alliance.outbox.models import Message
from tests.factories.outbox import WRITTEN_AT, MessageFactory

pytestmark = pytest.mark.django_db

NOW = WRITTEN_AT + timedelta(minutes=1)
QUICK, SLOW = 10.0, 0.0  # what the sender takes for a quick relay: all of them, or none


@pytest.fixture(autouse=True)
def _slow_relay(monkeypatch):
    monkeypatch.setattr(lines, "QUICK", SLOW)


def counts() -> dict[str, int]:
    states = list(Message.objects.values_list("state", flat=True))
    return {state: states.count(state) for state in set(states)}


def test_a_quick_relay_gets_waves_over_one_connection(sink, monkeypatch):
    monkeypatch.setattr(lines, "QUICK", QUICK)
    MessageFactory.create_batch(BATCH)
    with CaptureQueriesContext(connection) as queries:
        assert deliver(now=NOW).sent == BATCH
    statements = sum("WITH coming AS" in query["sql"] for query in queries)
    assert statements <= BATCH / MOST_AT_ONCE + 2
    assert sink.connections == 1
    assert len(sink.received) == BATCH


def test_a_slow_relay_gets_several_connections(sink, settings):
    settings.OUTBOX_CONNECTIONS = 4
    sink.delay = 0.02
    MessageFactory.create_batch(BATCH)
    start = time.monotonic()
    assert deliver(now=NOW).sent == BATCH
    assert time.monotonic() - start < BATCH * sink.delay
    assert sink.connections == 4
    assert set(sink.counts.values()) == {1}
    assert counts() == {State.SENT: BATCH}


def test_few_messages_go_one_by_one(sink, settings):
    settings.OUTBOX_CONNECTIONS = 4
    MessageFactory.create_batch(BATCH - 1)
    deliver(now=NOW)
    assert sink.connections == 1


def test_a_relay_that_takes_fewer_connections_is_served_by_those(sink, settings):
    settings.OUTBOX_CONNECTIONS = 8
    sink.most_connections = 2
    sink.delay = 0.01
    MessageFactory.create_batch(BATCH)
    assert deliver(now=NOW).sent == BATCH
    assert set(sink.counts.values()) == {1}


def test_a_relay_that_vanishes_under_several_lines_loses_nothing(sink, settings):
    settings.OUTBOX_CONNECTIONS = 4
    sink.delay = 0.005
    sink.on_sender = lambda _: None if len(sink.received) > 20 else "250 ok"
    messages = MessageFactory.create_batch(BATCH)
    deliver(now=NOW)
    assert counts() == {State.SENT: len(sink.received), State.QUEUED: BATCH - len(sink.received)}
    sink.on_sender = lambda _: "250 ok"
    deliver(now=NOW + timedelta(hours=1))
    assert len(sink.received) == len(messages)
    assert set(sink.counts.values()) == {1}


def test_refusals_and_doubts_among_many_concern_those_alone(sink, settings):
    settings.OUTBOX_CONNECTIONS = 4
    sink.delay = 0.005
    sink.on_message = lambda nth, _: {10: "451 later", 20: "554 no", 30: None}.get(nth, "250 ok")
    MessageFactory.create_batch(BATCH)
    deliver(now=NOW)
    one_each = {State.QUEUED: 1, State.FAILED: 1, State.UNCERTAIN: 1}
    assert counts() == {State.SENT: BATCH - 3, **one_each}


@pytest.mark.parametrize("quick", [QUICK, SLOW])
def test_a_fault_of_ours_leaves_one_doubt_and_gives_the_others_back(sink, monkeypatch, quick):
    monkeypatch.setattr(lines, "QUICK", quick)
    send, seen = SmtpChannel.send, []

    def breaks(channel, letter, then=None):
        seen.append(letter)
        if len(seen) == 20:
            raise ZeroDivisionError
        return send(channel, letter, then)

    monkeypatch.setattr(SmtpChannel, "send", breaks)
    MessageFactory.create_batch(BATCH)
    with pytest.raises(ZeroDivisionError):
        deliver(now=NOW)
    sent = len(sink.received)
    assert counts() == {State.SENT: sent, State.UNCERTAIN: 1, State.QUEUED: BATCH - 1 - sent}
    assert deliver(now=NOW).sent == BATCH - 1 - sent
    assert set(sink.counts.values()) == {1}


def test_a_rate_is_respected_by_waves(sink, settings, monkeypatch):
    monkeypatch.setattr(lines, "QUICK", QUICK)
    settings.OUTBOX_EMAIL_PER_SECOND = 100
    MessageFactory.create_batch(BATCH)
    start = time.monotonic()
    assert deliver(now=NOW).sent == BATCH
    assert time.monotonic() - start > BATCH / 100 - 0.05


@pytest.mark.parametrize(
    ("pace", "size"), [(None, 0), (0.0005, 200), (0.02, 40), (0.2, 20), (0.0, 100_000)]
)
def test_a_claim_holds_what_leaves_in_a_tenth_of_a_second(pace, size, monkeypatch):
    monkeypatch.setattr(lines, "QUICK", 0.003)
    some = lines.Lines(SmtpChannel, lambda: NOW, most=8)
    some._pace = pace
    assert some.leaving_within(0.1, least=SMALLEST_BATCH) == size


def test_letters_are_written_while_the_lines_are_busy_and_given_back_at_the_end(sink, settings):
    settings.OUTBOX_CONNECTIONS, sink.delay = 8, 0.05
    MessageFactory.create_batch(3 * BATCH)
    done = deliver(now=NOW, seconds=0.3)
    assert done.more
    assert 0 < done.sent < 3 * BATCH
    assert counts() == {State.SENT: done.sent, State.QUEUED: 3 * BATCH - done.sent}
    assert not Message.objects.filter(state=State.QUEUED).exclude(attempts=0).exists()
