"""What a call gives: a line, an ask, an answer, one history; two callers on one name."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from actions.domain import actions
from actions.domain.actions import WrongState
from actions.domain.phone_tree import call_lists, calling
from actions.domain.phone_tree.asks import AskedToday, Asker
from actions.domain.phone_tree.calling import Call
from actions.models import Ask, CallLine, Reminder, Reply
from alliance.journal.models import Entry
from members.domain.meeting import follow_ups
from members.models import Contact, PersonPhone
from tests.factories.actions import ActionFactory, AttendanceFactory, ReminderStepFactory
from tests.factories.members import PersonFactory, PhoneFactory
from tests.threads import together

pytestmark = pytest.mark.django_db


@pytest.fixture
def soon(cast):
    starts_at = timezone.now() + timedelta(days=2)
    return ActionFactory(chapter=cast.grenoble, announced=True, starts_at=starts_at)


@pytest.fixture
def line(cast, soon):
    row = AttendanceFactory(action=soon)
    found = call_lists.prepare(
        chapter=cast.grenoble, people=[row.person], title="Ce soir", actor=cast.amina, action=soon
    )
    call_lists.add_caller(call_list=found, name="Karim", actor=cast.amina)
    call_lists.move_waiting(
        branch=found.branches.get(user=cast.amina),
        to=found.branches.get(name="Karim"),
        actor=cast.amina,
    )
    return found.lines.get()


def note(line, outcome="yes", client_id=None, **fields):
    options = {name: fields.pop(name) for name in ("asker", "anyway", "now") if name in fields}
    call = Call(outcome, **fields)
    return calling.record_call(line=line, call=call, client_id=client_id, **options)


def test_a_yes_is_a_reply_an_ask_and_a_contact(line):
    note(line, companions=2, note="elle amène sa sœur")

    reply, ask, contact = Reply.objects.get(), Ask.objects.get(), Contact.objects.get()
    assert (reply.answer, reply.companions, reply.source) == ("yes", 2, "phone")
    assert (ask.who, ask.answer, ask.contact) == ("Karim", "yes", contact)
    assert contact.note.startswith("Appel de Karim")
    assert "avec 2. elle amène sa sœur" in contact.note
    assert Entry.objects.get(verb="call.noted").actor_label == "Karim"


def test_a_bell_that_rang_is_an_ask_and_no_exchange(line):
    note(line, "no_answer")

    assert (Ask.objects.get().answer, Contact.objects.count()) == ("no_answer", 0)
    assert Reply.objects.count() == 0


def test_the_same_call_sent_twice_is_one(line):
    identity = uuid4()
    for _twice in range(2):
        note(line, client_id=identity)
        note(line)

    assert (Reply.objects.count(), Ask.objects.count(), Contact.objects.count()) == (1, 1, 1)


def test_a_caller_may_correct_herself(line):
    note(line, "no_answer")
    note(line, "yes", companions=1)

    assert CallLine.objects.get().outcome == "yes"
    assert Ask.objects.get().answer == "yes"


def test_a_wrong_number_is_marked_on_her_page(line):
    PhoneFactory(person=line.person, number="+33639980001")
    note(line, "wrong_number", number="+33639980001")

    assert PersonPhone.objects.get().is_wrong


def test_a_callback_keeps_its_time(line):
    at = timezone.now() + timedelta(minutes=30)
    note(line, "call_back", call_back_at=at)

    kept = CallLine.objects.get()
    assert kept.call_back_at == at
    assert calling.waiting([kept], {}) == []
    assert calling.waiting([kept], {}, now=at) == [kept]


def test_two_callers_on_one_name_the_second_is_told_who_and_when(line, cast):
    other = call_lists.prepare(
        chapter=cast.grenoble,
        people=[line.person],
        title="Autre",
        actor=cast.amina,
        action=line.call_list.action,
    ).lines.get()
    note(line, "yes")

    with pytest.raises(AskedToday, match="Karim, à"):
        note(other, "no")
    assert Reply.objects.count() == 1
    assert list(calling.greyed([other], Asker.of(cast.amina))) == [line.person_id]
    note(other, "no", anyway=True)
    assert line.attendance.replies.count() == 2


def test_whoever_is_called_is_invited(cast, soon):
    stranger = PersonFactory(chapter=cast.grenoble)
    found = call_lists.prepare(
        chapter=cast.grenoble, people=[stranger], title="x", actor=cast.amina, action=soon
    )
    note(found.lines.get(), "maybe")

    row = soon.attendances.get(person=stranger)
    assert (row.invited_by, row.answer) == (cast.amina, "maybe")


def test_a_call_ticks_the_call_task_of_the_reminders(line, soon):
    task = follow_ups.plan(
        person=line.person, owner=None, what="Appeler", due_on=timezone.localdate()
    )
    step = ReminderStepFactory(action=soon)
    Reminder.objects.create(
        attendance=line.attendance,
        step=step,
        starts_at=soon.starts_at,
        channel="human",
        follow_up=task,
    )
    note(line, "yes")

    task.refresh_from_db()
    assert task.done_at is not None


def test_without_action_only_the_history_speaks(cast):
    found = call_lists.prepare(
        chapter=cast.grenoble,
        people=[PersonFactory(chapter=cast.grenoble)],
        title="Prendre des nouvelles",
        actor=cast.amina,
    )
    note(found.lines.get(), "yes")

    assert Contact.objects.get().author == cast.amina
    assert (Ask.objects.count(), Reply.objects.count()) == (0, 0)


def test_a_cancelled_action_takes_no_answer(line, cast, soon):
    actions.cancel(action=soon, actor=cast.amina)
    with pytest.raises(WrongState, match="annulée"):
        note(line, "yes")
    assert CallLine.objects.get().outcome == ""


def test_an_unknown_outcome_is_refused(line):
    with pytest.raises(ValueError, match="Unknown outcome"):
        note(line, "bof")


@pytest.mark.django_db(transaction=True)
def test_two_callers_at_the_same_instant_never_both_count(line, cast):
    other = call_lists.prepare(
        chapter=cast.grenoble,
        people=[line.person],
        title="Autre",
        actor=cast.amina,
        action=line.call_list.action,
    ).lines.get()

    problems = together([lambda: note(line, "yes"), lambda: note(other, "yes")])

    assert [type(one) for one in problems] == [AskedToday]
    assert Reply.objects.count() == 1
