from datetime import timedelta

import pytest
from celery import current_app
from django.conf import settings as house
from django.core.cache import cache
from django.db import transaction

from alliance.core.pulse import last_pulses
from alliance.core.tasks import pulse, sweep_private_files
from alliance.outbox import tasks
from alliance.outbox.domain import enqueue, waking
from alliance.outbox.models import Message
from tests.factories.outbox import WRITTEN_AT, MessageFactory

LETTER = {"kind": "test.note", "channel": "email", "to_address": "a@exemple.test", "text": "Oui"}


@pytest.fixture
def sent_tasks(monkeypatch):
    """What would have gone to the broker."""
    cache.clear()
    names = []
    monkeypatch.setattr(current_app, "send_task", lambda name, **_: names.append(name))
    return names


@pytest.mark.django_db(transaction=True)
def test_a_transaction_wakes_one_sender_after_its_commit(sent_tasks):
    with transaction.atomic():
        enqueue(key="1", **LETTER)
        enqueue(key="2", **LETTER)
        assert sent_tasks == []
    assert sent_tasks == ["outbox.deliver_due"]


@pytest.mark.django_db(transaction=True)
def test_a_sender_that_was_woken_is_not_woken_again_until_it_begins(sent_tasks):
    waking.wake()
    waking.wake()
    assert len(sent_tasks) == 1
    waking.woken()
    waking.wake()
    assert len(sent_tasks) == 2


@pytest.mark.django_db(transaction=True)
def test_a_lost_broker_or_cache_harms_nothing(monkeypatch, settings):
    def fail(*_args, **_kwargs):
        raise ConnectionError

    monkeypatch.setattr(current_app, "send_task", fail)
    monkeypatch.setattr(cache, "add", fail)
    monkeypatch.setattr(cache, "delete", fail)
    with transaction.atomic():
        enqueue(key="1", **LETTER)
    waking.woken()
    assert Message.objects.count() == 1


@pytest.mark.django_db
def test_the_deliver_task_sends_and_shows_life(sink):
    MessageFactory()
    tasks.deliver_due()
    assert len(sink.received) == 1
    assert last_pulses()["worker"]


@pytest.mark.django_db
def test_the_sweep_task_sweeps():
    late = MessageFactory(send_before=WRITTEN_AT + timedelta(hours=1))
    tasks.sweep_outbox()
    late.refresh_from_db()
    assert late.state == "expired"


def test_beat_names_tasks_that_exist():
    planned = {entry["task"] for entry in house.CELERY_BEAT_SCHEDULE.values()}
    ours = {name for name in planned if name.startswith(("outbox.", "core."))}
    of_outbox = {tasks.deliver_due.name, tasks.sweep_outbox.name, tasks.fetch_returned.name}
    assert ours == of_outbox | {pulse.name, sweep_private_files.name}
