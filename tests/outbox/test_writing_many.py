"""Many messages at once: the same as one by one, in a few queries."""

import pytest
from django.db import connection, transaction

from alliance.outbox.domain import FileToSend, OutsideTransaction, cancel, enqueue_all
from alliance.outbox.enums import State
from alliance.outbox.models import Attachment, Message, StoredFile

FILE = FileToSend("invitation.ics", b"BEGIN:VCALENDAR", "text/calendar")


def letter(number, **changes):
    return {
        "kind": "test.note",
        "channel": "email",
        "to_address": f"personne{number}@example.org",
        "text": "Bonjour",
    } | changes


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 40])
def test_they_cost_the_same_whatever_their_number(count, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        written = enqueue_all({f"k{n}": letter(n) for n in range(count)}, attachments=[FILE])

    assert set(written) == {f"k{n}" for n in range(count)}
    assert Attachment.objects.count() == count
    assert StoredFile.objects.count() == 1


@pytest.mark.django_db
def test_a_key_already_there_stays_as_it_was_and_reopens_when_asked():
    first = enqueue_all({"a": letter(1)})["a"]
    assert enqueue_all({"a": letter(2), "b": letter(3)})["a"] == first
    assert Message.objects.get(key="a").to_address == "personne1@example.org"

    cancel(keys=["a"])
    enqueue_all({"a": letter(2)}, reopen=True)

    again = Message.objects.get(key="a")
    assert (again.state, again.to_address) == (State.QUEUED, "personne2@example.org")


@pytest.mark.django_db
def test_one_that_makes_no_sense_is_refused_with_all_of_them():
    with pytest.raises(ValueError, match="address"), transaction.atomic():
        enqueue_all({"a": letter(1), "b": letter(2, to_address=" ")})

    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_they_are_written_with_their_cause():
    assert not connection.in_atomic_block
    with pytest.raises(OutsideTransaction):
        enqueue_all({"a": letter(1)})
