from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.outbox.channels.base import Answer, Outcome
from alliance.outbox.domain import register_kind, sweep
from alliance.outbox.domain.claiming import claimant
from alliance.outbox.domain.marking import Result, settle
from alliance.outbox.domain.sweeping import OLDEST_CLAIM
from alliance.outbox.enums import State
from alliance.outbox.models import Message, MessageEvent
from tests.factories.outbox import WRITTEN_AT, MessageFactory

pytestmark = pytest.mark.django_db


def state_of(message: Message) -> str:
    message.refresh_from_db()
    return message.state


def test_what_a_dead_sender_had_not_handed_over_returns():
    message = MessageFactory(sending=True)
    assert sweep().returned == 1
    assert state_of(message) == State.QUEUED
    assert (message.crashes, message.attempts) == (1, 0)


def test_what_a_dead_sender_had_handed_over_is_uncertain():
    message = MessageFactory(handed_over=True)
    assert sweep().uncertain == 1
    assert state_of(message) == State.UNCERTAIN
    assert message.error
    assert MessageEvent.objects.get().state == State.UNCERTAIN


def test_a_living_sender_is_left_alone():
    with claimant() as name:
        now = timezone.now()
        message = MessageFactory(handed_over=True, claimed_by=name, claimed_at=now)
        assert sweep(now=now).uncertain == 0
        assert state_of(message) == State.SENDING


def test_a_claim_older_than_any_task_is_taken_back_even_from_the_living():
    with claimant() as name:
        long_ago = timezone.now() - OLDEST_CLAIM - timedelta(seconds=1)
        held = MessageFactory(sending=True, claimed_by=name, claimed_at=long_ago)
        handed = MessageFactory(handed_over=True, claimed_by=name, claimed_at=long_ago)
        sweep()
    assert (state_of(held), state_of(handed)) == (State.QUEUED, State.UNCERTAIN)


def test_a_message_that_kills_its_senders_ends_refused():
    killer = MessageFactory(sending=True, crashes=4)
    assert sweep().failed == 1
    assert state_of(killer) == State.FAILED


def test_what_a_sender_knows_outweighs_the_doubt_of_a_sweep():
    message = MessageFactory(handed_over=True)
    sweep(now=WRITTEN_AT)
    answer = Result(message, Outcome(Answer.ACCEPTED, provider_id="<a@b>"), WRITTEN_AT)
    settle(claimant=message.claimed_by, result=answer, now=WRITTEN_AT)
    assert state_of(message) == State.SENT
    assert message.error == ""


def test_a_late_answer_does_not_undo_what_a_human_decided():
    message = MessageFactory(claimed_by="", state=State.CANCELLED)
    answer = Result(message, Outcome(Answer.ACCEPTED), WRITTEN_AT)
    settle(claimant="elsewhere:1:dead", result=answer, now=WRITTEN_AT)
    assert state_of(message) == State.CANCELLED


def test_too_late_expires_and_its_room_hears_of_it():
    heard = []
    register_kind("test.note", on_result=heard.append)
    late = MessageFactory(send_before=WRITTEN_AT + timedelta(hours=1))
    open_still = MessageFactory(send_before=WRITTEN_AT + timedelta(hours=3))
    assert sweep(now=WRITTEN_AT + timedelta(hours=2)).expired == 1
    assert state_of(late) == State.EXPIRED
    assert state_of(open_still) == State.QUEUED
    assert heard == [late]
