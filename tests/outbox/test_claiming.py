from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from alliance.outbox.domain import cancel, deliver
from alliance.outbox.domain.claiming import BATCH, claim, claimant, living
from alliance.outbox.domain.marking import give_back, hand_over
from alliance.outbox.enums import State
from alliance.outbox.models import Message
from tests.factories.outbox import WRITTEN_AT, MessageFactory

NOW = WRITTEN_AT + timedelta(minutes=1)


def elsewhere(work):
    """Run it on another connection, as another process would."""

    def run():
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        return other.submit(run).result(20)


@pytest.mark.django_db
def test_a_claim_takes_the_oldest():
    messages = MessageFactory.create_batch(BATCH + 1)
    assert claim(channel="email", by="me", now=NOW) == messages[:BATCH]
    first = Message.objects.first()
    assert (first.state, first.claimed_by, first.claimed_at) == (State.SENDING, "me", NOW)


@pytest.mark.django_db
def test_another_channel_is_left_alone():
    MessageFactory(channel="sms")
    assert claim(channel="email", by="me", now=NOW) == []


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_take_different_messages():
    MessageFactory.create_batch(BATCH + 5)
    with transaction.atomic():
        mine = claim(channel="email", by="me", now=NOW)
        theirs = elsewhere(lambda: claim(channel="email", by="they", now=NOW))
    assert (len(mine), len(theirs)) == (BATCH, 5)
    assert not set(mine) & set(theirs)


@pytest.mark.django_db(transaction=True)
def test_a_message_being_called_back_is_passed_over():
    MessageFactory(key="no")
    MessageFactory(key="yes")
    with transaction.atomic():
        cancel(keys=["no"])
        claimed = elsewhere(lambda: claim(channel="email", by="they", now=NOW))
    assert [message.key for message in claimed] == ["yes"]


@pytest.mark.django_db(transaction=True)
def test_a_message_locked_for_an_instant_does_not_leave_and_returns():
    MessageFactory()
    [message] = claim(channel="email", by="me", now=NOW)
    with transaction.atomic():
        Message.objects.select_for_update().get(pk=message.pk)
        granted = elsewhere(lambda: hand_over(claimant="me", coming=[message], now=NOW))
    assert not granted
    give_back([message.pk], claimant="me", now=NOW)
    message.refresh_from_db()
    assert (message.state, message.crashes, message.attempts) == (State.QUEUED, 0, 0)


@pytest.mark.django_db
def test_only_the_claimant_may_hand_over_and_only_once():
    MessageFactory()
    [message] = claim(channel="email", by="me", now=NOW)
    assert not hand_over(claimant="they", coming=[message], now=NOW)
    assert hand_over(claimant="me", coming=[message], now=NOW)
    assert not hand_over(claimant="me", coming=[message], now=NOW)


@pytest.mark.django_db(transaction=True)
def test_a_claimant_lives_as_long_as_its_session():
    with claimant() as name:
        assert elsewhere(lambda: living([name])) == {name}
        connection.close()
        assert elsewhere(lambda: living([name])) == set()


@pytest.mark.django_db(transaction=True)
def test_a_claimant_is_gone_after_its_work():
    with claimant() as name:
        pass
    assert living([name]) == set()


@pytest.mark.django_db(transaction=True)
def test_no_more_senders_than_allowed(settings):
    settings.OUTBOX_SENDERS = 1
    MessageFactory()
    with claimant():
        assert elsewhere(deliver).sent == 0
    assert elsewhere(deliver).sent == 1


@pytest.mark.django_db
def test_what_saw_senders_die_is_claimed_alone():
    suspects = MessageFactory.create_batch(2, crashes=2)
    innocents = MessageFactory.create_batch(2)
    assert claim(channel="email", by="me", now=NOW) == suspects[:1]
    assert claim(channel="email", by="me", now=NOW) == suspects[1:]
    assert claim(channel="email", by="me", now=NOW) == innocents
