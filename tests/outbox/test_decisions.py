from datetime import timedelta

import pytest

from alliance.outbox.domain import NothingToDecide, deliver, enqueue, give_up, mark_sent, resend
from alliance.outbox.enums import State
from alliance.outbox.models import MessageEvent
from tests.factories.outbox import WRITTEN_AT, MessageFactory

pytestmark = pytest.mark.django_db

NOW = WRITTEN_AT + timedelta(hours=5)


@pytest.fixture
def amina(django_user_model):
    return django_user_model(pk=5, email="amina@demo.alliance.test")


@pytest.mark.parametrize("state", ["uncertain", "failed"])
def test_a_human_may_send_again(amina, sink, state):
    message = MessageFactory(**{state: True}, send_before=WRITTEN_AT + timedelta(hours=1))
    resend(message=message, actor=amina, now=NOW)
    assert (message.state, message.attempts, message.send_before) == (State.QUEUED, 0, None)
    event = MessageEvent.objects.get()
    assert (event.actor_id, event.actor_label) == (5, str(amina))
    assert deliver(now=NOW).sent == 1


def test_a_window_still_open_stays(amina):
    closes = NOW + timedelta(hours=1)
    message = MessageFactory(uncertain=True, send_before=closes)
    assert resend(message=message, actor=amina, now=NOW).send_before == closes


@pytest.mark.parametrize("state", ["uncertain", "failed"])
def test_a_human_may_leave_it_and_its_key_stays_closed(amina, state):
    message = MessageFactory(**{state: True}, key="given-up")
    give_up(message=message, actor=amina, now=NOW)
    assert message.state == State.CANCELLED
    _same, reopened = enqueue(
        key="given-up",
        kind="test.note",
        channel="email",
        to_address="a@exemple.test",
        text="Encore",
        reopen=True,
    )
    assert not reopened


@pytest.mark.parametrize("state", ["uncertain", "failed"])
def test_a_human_may_know_that_it_arrived(amina, state):
    message = MessageFactory(**{state: True})
    mark_sent(message=message, actor=amina, now=NOW)
    assert message.state == State.SENT
    assert message.sent_at == WRITTEN_AT


@pytest.mark.parametrize("decide", [resend, give_up, mark_sent])
@pytest.mark.parametrize("state", ["sent", "sending", "cancelled", "expired"])
def test_nothing_else_is_decided_by_hand(amina, decide, state):
    message = MessageFactory(**{state: True})
    with pytest.raises(NothingToDecide):
        decide(message=message, actor=amina)
    assert not MessageEvent.objects.exists()


def test_a_second_click_sends_no_third_message(amina):
    message = MessageFactory(uncertain=True)
    resend(message=message, actor=amina)
    with pytest.raises(NothingToDecide):
        resend(message=message, actor=amina)
