from datetime import timedelta

import pytest
from django.db import transaction

from alliance.outbox.domain import FileToSend, OutsideTransaction, cancel, enqueue
from alliance.outbox.enums import State
from alliance.outbox.models import Attachment, Message, MessageEvent, StoredFile
from tests.factories.outbox import WRITTEN_AT, MessageFactory

HOUR = timedelta(hours=1)
NOTE = {
    "key": "note:1",
    "kind": "test.note",
    "channel": "email",
    "to_address": "amina@exemple.test",
    "subject": "Mardi",
    "text": "À mardi.",
    "now": WRITTEN_AT,
}


@pytest.mark.django_db(transaction=True)
def test_a_message_is_refused_outside_a_transaction():
    with pytest.raises(OutsideTransaction):
        enqueue(**NOTE)


@pytest.mark.django_db(transaction=True)
def test_a_message_goes_with_a_transaction_rolled_back():
    def undone_deed():
        with transaction.atomic():
            enqueue(**NOTE)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        undone_deed()
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_a_message_waits_with_what_it_needs():
    message, created = enqueue(**NOTE, recipient=("members.person", 7), reference="a.b:1")
    message.refresh_from_db()
    assert created
    assert message.state == State.QUEUED
    assert message.send_after == WRITTEN_AT
    assert (message.recipient_type, message.recipient_id) == ("members.person", 7)
    assert message.reference == "a.b:1"


@pytest.mark.django_db
def test_a_row_is_named_as_a_reference_or_recipient():
    other = MessageFactory()
    message, _ = enqueue(**NOTE, recipient=other, reference=other, batch=other)
    assert (message.recipient_type, message.recipient_id) == ("outbox.message", other.pk)
    assert message.reference == message.batch == f"outbox.message:{other.pk}"


@pytest.mark.django_db
def test_the_same_key_is_written_once():
    first, _ = enqueue(**NOTE)
    second, created = enqueue(**{**NOTE, "text": "Autre chose"})
    assert (second, created) == (first, False)
    assert second.text == "À mardi."


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["cancelled", "expired"])
def test_a_key_called_back_reopens_when_asked(state):
    old = MessageFactory(key="note:1", text="Vieux", error="non", **{state: True})
    same, created = enqueue(**NOTE)
    assert (same, created) == (old, False)
    again, reopened = enqueue(**NOTE, reopen=True, send_before=WRITTEN_AT + HOUR)
    assert (again, reopened) == (old, True)
    assert (again.state, again.text, again.error) == (State.QUEUED, "À mardi.", "")
    assert MessageEvent.objects.get().message == old


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["sent", "uncertain", "failed", "sending"])
def test_a_key_that_may_have_left_never_reopens(state):
    MessageFactory(key="note:1", **{state: True})
    message, reopened = enqueue(**NOTE, reopen=True)
    assert not reopened
    assert message.state == state


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"to_address": " "},
        {"to_address": "a" * 330 + "@exemple.test"},
        {"text": "\n"},
        {"channel": "sms"},
        {"send_before": WRITTEN_AT},
        {"send_after": WRITTEN_AT - 2 * HOUR, "send_before": WRITTEN_AT - HOUR},
    ],
)
def test_nonsense_is_refused_with_a_reason(wrong):
    with pytest.raises(ValueError, match=r"\w"):
        enqueue(**{**NOTE, **wrong})


@pytest.mark.django_db
def test_a_misspelt_or_missing_word_is_refused():
    with pytest.raises(TypeError, match="send_befor"):
        enqueue(**NOTE, send_befor=WRITTEN_AT)
    with pytest.raises(TypeError, match="text"):
        enqueue(key="1", kind="a", channel="email", to_address="a@exemple.test")


@pytest.mark.django_db
def test_line_breaks_leave_headers_and_nul_leaves_texts():
    message, _ = enqueue(
        **{**NOTE, "subject": "Mardi\r\nBcc: x@y.test", "text": "a\x00b"},
        to_name="Amina\nBenali",
    )
    assert message.subject == "Mardi Bcc: x@y.test"
    assert message.to_name == "Amina Benali"
    assert message.text == "ab"


@pytest.mark.django_db
def test_unbreakable_spaces_stay_in_a_subject():
    message, _ = enqueue(**{**NOTE, "subject": "Rendez-vous\u00a0: 18\u00a0h"})
    assert message.subject == "Rendez-vous\u00a0: 18\u00a0h"


@pytest.mark.django_db
def test_the_same_file_on_many_messages_is_stored_once():
    file = FileToSend("tract.pdf", b"%PDF", "application/pdf")
    enqueue(**NOTE, attachments=[file])
    enqueue(**{**NOTE, "key": "note:2"}, attachments=[file])
    assert Attachment.objects.count() == 2
    assert bytes(StoredFile.objects.get().content) == b"%PDF"


@pytest.mark.django_db
def test_a_reopened_message_takes_its_new_files():
    enqueue(**NOTE, attachments=[FileToSend("old.ics", b"old")])
    cancel(keys=["note:1"])
    enqueue(**NOTE, attachments=[FileToSend("new.ics", b"new")], reopen=True)
    assert [file.name for file in Attachment.objects.all()] == ["new.ics"]


@pytest.mark.django_db
def test_calling_back_reaches_what_was_not_handed_over():
    waiting = MessageFactory(reference="a.b:1")
    claimed = MessageFactory(reference="a.b:1", sending=True)
    gone = MessageFactory(reference="a.b:1", handed_over=True)
    other = MessageFactory(reference="a.b:2")
    assert cancel(reference="a.b:1", reason="elle a dit non", now=WRITTEN_AT) == 2
    states = {m.pk: m.state for m in Message.objects.all()}
    assert states[waiting.pk] == states[claimed.pk] == State.CANCELLED
    assert states[gone.pk] == State.SENDING
    assert states[other.pk] == State.QUEUED


@pytest.mark.django_db
def test_calling_back_meets_all_criteria():
    wanted = MessageFactory(kind="a", batch="x:1", recipient_type="p", recipient_id=1)
    MessageFactory(kind="b", batch="x:1", recipient_type="p", recipient_id=1)
    MessageFactory(kind="a", batch="x:2", recipient_type="p", recipient_id=1)
    assert cancel(kind="a", batch="x:1", recipient=("p", 1)) == 1
    wanted.refresh_from_db()
    assert wanted.state == State.CANCELLED
    assert cancel(references=[]) == 0


@pytest.mark.django_db
def test_calling_back_everything_is_refused():
    with pytest.raises(ValueError, match="which messages"):
        cancel()
