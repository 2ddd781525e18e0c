"""What people answer, and what follows."""

from datetime import timedelta
from uuid import uuid4

import pytest

from actions.domain.actions import WrongState, cancel
from actions.domain.turnout import record_reply
from actions.models import Reply
from alliance.journal.models import Entry
from tests.actions.conftest import EARLY
from tests.factories.actions import STARTS_AT
from tests.factories.members import PersonFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def row(invited, cast):
    return invited(PersonFactory(chapter=cast.grenoble))[0]


def test_every_answer_is_kept_and_the_latest_counts(row, cast):
    record_reply(attendance=row, answer="yes", companions=2, comment="Avec mes sœurs", now=EARLY)
    after = record_reply(
        attendance=row, answer="maybe", source="phone", actor=cast.amina, now=EARLY + DAY
    )

    assert (after.answer, after.companions, after.answered_at) == ("maybe", 0, EARLY + DAY)
    assert list(Reply.objects.order_by("pk").values_list("answer", "recorded_by")) == [
        ("yes", None),
        ("maybe", cast.amina.pk),
    ]


def test_a_double_click_counts_once(row):
    form = uuid4()
    for _ in range(2):
        record_reply(attendance=row, answer="yes", client_id=form, now=EARLY)

    assert Reply.objects.count() == 1


def test_going_back_in_the_browser_and_changing_ones_mind_counts(row):
    form = uuid4()
    for answer in ("yes", "no", "no", "yes"):
        latest = record_reply(attendance=row, answer=answer, client_id=form, now=EARLY)

    assert latest.answer == "yes"
    assert list(Reply.objects.order_by("pk").values_list("answer", flat=True)) == [
        "yes",
        "no",
        "yes",
    ]


def test_a_second_yes_on_another_day_makes_sure(row):
    record_reply(attendance=row, answer="yes", now=EARLY)
    same_day = record_reply(attendance=row, answer="yes", now=EARLY + timedelta(hours=2))
    assert same_day.confirmed_at is None

    sure = record_reply(attendance=row, answer="yes", now=EARLY + DAY)
    assert (sure.confirmed_at, sure.answered_at) == (EARLY + DAY, EARLY)

    doubtful = record_reply(attendance=row, answer="maybe", now=EARLY + 2 * DAY)
    assert doubtful.confirmed_at is None


def test_a_no_brings_nobody(row):
    after = record_reply(attendance=row, answer="no", companions=3, now=EARLY)

    assert after.companions == 0


@pytest.mark.parametrize("wrong", [{"answer": "none"}, {"answer": "yes", "companions": 21}])
def test_nonsense_is_refused(row, wrong):
    with pytest.raises(ValueError, match=r"answer|companions"):
        record_reply(attendance=row, now=EARLY, **wrong)


def test_nobody_answers_to_what_is_cancelled_or_over(row):
    with pytest.raises(WrongState):
        record_reply(attendance=row, answer="yes", now=STARTS_AT + DAY)
    cancel(action=row.action, now=EARLY)
    with pytest.raises(WrongState):
        record_reply(attendance=row, answer="yes", now=EARLY)
    assert not Reply.objects.exists()


def test_the_journal_keeps_the_answer_but_not_the_words(row):
    record_reply(attendance=row, answer="yes", comment="Je suis enceinte", now=EARLY)

    entry = Entry.objects.get(verb="attendance.replied")
    assert entry.detail == {"answer": "yes", "companions": 0, "source": "link"}
    assert entry.actor_label == "lien personnel"
