"""In a wave, the next letter's envelope leaves with the end of the one before (RFC 2920)."""

import sys
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alliance.outbox.domain import deliver, lines
from alliance.outbox.domain.claiming import BATCH, LARGEST_BATCH
from alliance.outbox.enums import State
from alliance.outbox.models import Message
from tests.factories.outbox import WRITTEN_AT, MessageFactory

pytestmark = pytest.mark.django_db

NOW = WRITTEN_AT + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _quick_relay(monkeypatch):
    monkeypatch.setattr(lines, "QUICK", 10.0)


def counts() -> dict[str, int]:
    states = list(Message.objects.values_list("state", flat=True))
    return {state: states.count(state) for state in set(states)}


def assert_once(sink, count: int) -> None:
    assert len(sink.received) == count
    assert set(sink.counts.values()) == {1}


def test_a_recipient_refused_within_a_wave_stops_no_other(sink):
    letters = MessageFactory.create_batch(BATCH)
    wrong = {letters[15].to_address, letters[16].to_address, letters[30].to_address}
    sink.on_recipient = lambda address: "550 5.1.1 no" if address in wrong else "250 ok"
    done = deliver(now=NOW)
    assert (done.sent, done.failed) == (BATCH - 3, 3)
    failed = Message.objects.filter(state=State.FAILED)
    assert set(failed.values_list("to_address", flat=True)) == wrong
    assert_once(sink, BATCH - 3)


def test_a_content_refused_within_a_wave_leaves_the_next_envelope_standing(sink):
    sink.on_message = lambda nth, _: {15: "554 no", 25: "451 later"}.get(nth, "250 ok")
    MessageFactory.create_batch(BATCH)
    deliver(now=NOW)
    assert counts() == {State.SENT: BATCH - 2, State.FAILED: 1, State.QUEUED: 1}
    assert_once(sink, BATCH - 2)


def test_a_cut_within_a_wave_leaves_one_doubt_and_the_announced_one_goes_again(sink):
    sink.on_message = lambda nth, _: None if nth == 15 else "250 ok"
    MessageFactory.create_batch(BATCH)
    deliver(now=NOW)
    assert counts() == {State.SENT: BATCH - 1, State.UNCERTAIN: 1}
    assert_once(sink, BATCH)


@pytest.mark.parametrize("goodbye", ["421 4.7.0 enough for one connection", None])
def test_a_connection_closed_on_an_announced_envelope_loses_nothing(sink, goodbye):
    seen = []
    sink.on_sender = lambda a: seen.append(a) or (goodbye if len(seen) % 7 == 0 else "250 ok")
    MessageFactory.create_batch(BATCH)
    assert deliver(now=NOW).sent == BATCH
    assert_once(sink, BATCH)


def test_a_relay_without_pipelining_gets_waves_word_by_word(sink):
    sink.pipelining = False
    MessageFactory.create_batch(BATCH)
    assert deliver(now=NOW).sent == BATCH
    assert_once(sink, BATCH)


def test_claims_follow_the_provider(sink, monkeypatch):
    monkeypatch.setattr(lines.Lines, "leaving_within", lambda *_a, **_k: 3 * LARGEST_BATCH)
    MessageFactory.create_batch(BATCH + LARGEST_BATCH)
    with CaptureQueriesContext(connection) as queries:
        deliver(now=NOW)
    claims = [
        q["sql"] for q in queries if "FOR UPDATE SKIP LOCKED" in q["sql"] and "due" in q["sql"]
    ]
    sizes = [sql.partition("LIMIT ")[2].split()[0] for sql in claims]
    assert sizes == [str(LARGEST_BATCH)] * 3
    assert_once(sink, BATCH + LARGEST_BATCH)


def test_several_lines_give_python_its_usual_turn_back(sink, settings, monkeypatch):
    monkeypatch.setattr(lines, "QUICK", 0.0)
    settings.OUTBOX_CONNECTIONS = 8
    before, during = sys.getswitchinterval(), set()
    sink.on_message = lambda *_: during.add(sys.getswitchinterval()) or "250 ok"
    MessageFactory.create_batch(BATCH)
    deliver(now=NOW)
    assert min(during) < before == sys.getswitchinterval()
