from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from alliance.outbox.enums import State
from alliance.outbox.models import ChannelStatus, Message, MessageEvent, StoredFile
from tests.factories.outbox import WRITTEN_AT, MessageFactory

pytestmark = pytest.mark.django_db

WRONG = [
    ("message_state_is_known", {"state": "lost"}),
    ("message_channel_is_known", {"channel": "pigeon"}),
    ("message_is_complete", {"text": ""}),
    ("message_is_complete", {"to_address": ""}),
    ("message_is_complete", {"key": ""}),
    ("message_window_is_open", {"send_before": WRITTEN_AT}),
    ("message_queued_is_free", {"claimed_by": "somebody"}),
    ("message_queued_is_free", {"handed_over_at": WRITTEN_AT}),
    ("message_sending_is_claimed", {"state": State.SENDING}),
    ("message_sent_has_a_date", {"sent_at": WRITTEN_AT}),
    ("message_sent_has_a_date", {"sent": True, "sent_at": None}),
    ("message_left_was_handed_over", {"uncertain": True, "handed_over_at": None}),
    ("message_left_was_handed_over", {"sent": True, "handed_over_at": None}),
    ("message_recipient_is_whole", {"recipient_type": "members.person"}),
    ("message_recipient_is_whole", {"recipient_id": 12}),
]


@pytest.mark.parametrize(("constraint", "fields"), WRONG)
def test_an_impossible_message_is_refused(constraint, fields):
    with pytest.raises(IntegrityError, match=constraint):
        MessageFactory(**fields)


def test_a_key_exists_once():
    MessageFactory(key="once")
    with pytest.raises(IntegrityError, match="message_key_once"):
        MessageFactory(key="once")


def test_an_event_has_a_known_state():
    with pytest.raises(IntegrityError, match="event_state_is_known"):
        MessageEvent.objects.create(message=MessageFactory(), state="lost")


def test_the_same_bytes_are_kept_once():
    StoredFile.objects.create(digest="a" * 64, content=b"a")
    with pytest.raises(IntegrityError, match="stored_file_once"):
        StoredFile.objects.create(digest="a" * 64, content=b"a")


def test_a_status_is_of_a_known_channel():
    with pytest.raises(IntegrityError, match="status_channel_is_known"):
        ChannelStatus.objects.create(channel="pigeon")


def test_a_trouble_has_a_date():
    with pytest.raises(IntegrityError, match="status_trouble_has_a_date"):
        ChannelStatus.objects.create(channel="email", trouble="gone")


def test_an_event_is_never_rewritten():
    event = MessageEvent.objects.create(message=MessageFactory(), state=State.FAILED)
    event.detail = "nothing happened"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        event.save(update_fields=["detail"])


def test_events_go_with_their_message():
    event = MessageEvent.objects.create(message=MessageFactory(), state=State.FAILED)
    event.message.delete()
    assert not MessageEvent.objects.exists()


def test_due_means_queued_and_inside_its_window():
    hour = timedelta(hours=1)
    due = MessageFactory()
    closing = MessageFactory(send_before=WRITTEN_AT + 2 * hour)
    MessageFactory(send_after=WRITTEN_AT + 2 * hour)
    MessageFactory(send_before=WRITTEN_AT + hour)
    MessageFactory(sending=True)
    assert set(Message.objects.due(WRITTEN_AT + hour)) == {due, closing}


def test_lists_are_of_chapters_and_of_recipients():
    mine = MessageFactory(chapter_id=3, recipient_type="members.person", recipient_id=7)
    MessageFactory(chapter_id=4, recipient_type="members.group", recipient_id=7)
    MessageFactory()
    assert list(Message.objects.in_chapters([3]).newest_first()) == [mine]
    assert list(Message.objects.to_recipient(("members.person", 7))) == [mine]
