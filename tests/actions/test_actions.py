"""Creating, editing, announcing, moving and cancelling."""

from datetime import timedelta
from uuid import uuid4

import pytest

from actions.domain import actions
from actions.enums import ActionState
from actions.models import Action
from alliance.journal.models import Entry
from tests.actions.conftest import EARLY
from tests.factories.actions import STARTS_AT, ActionFactory, AttendanceFactory, ReminderStepFactory

pytestmark = pytest.mark.django_db


def created(cast, **changes):
    given = {"title": "À cinquante", "starts_at": STARTS_AT, "goal": 50} | changes
    return actions.create(chapter=cast.grenoble, actor=cast.amina, now=EARLY, **given)


def test_an_action_is_a_draft_of_two_hours_by_its_creator(cast):
    action = created(cast)

    assert action.state == ActionState.DRAFT
    assert action.ends_at == STARTS_AT + timedelta(hours=2)
    assert action.organizer == cast.amina
    assert Entry.objects.get(verb="action.created").subject_id == action.pk


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": "  "}, "title"),
        ({"starts_at": EARLY - timedelta(minutes=1)}, "starts_at"),
        ({"starts_at": EARLY + timedelta(days=4000)}, "starts_at"),
        ({"ends_at": STARTS_AT - timedelta(hours=1)}, "ends_at"),
        ({"ends_at": STARTS_AT}, "ends_at"),
        ({"ends_at": STARTS_AT + timedelta(days=8)}, "ends_at"),
        ({"goal": 0}, "goal"),
        ({"goal": 10_000_000}, "goal"),
    ],
)
def test_what_cannot_be_is_refused_field_by_field(cast, wrong, field):
    with pytest.raises(actions.InvalidAction) as refusal:
        created(cast, **wrong)

    assert list(refusal.value.messages) == [field]
    assert not Action.objects.exists()


def test_the_form_sent_twice_makes_one_action(cast):
    form = uuid4()

    assert created(cast, client_id=form) == created(cast, client_id=form, title="Encore")
    assert Action.objects.get().title == "À cinquante"
    assert Entry.objects.filter(verb="action.created").count() == 1


def test_editing_keeps_what_was_saved_meanwhile(action, cast):
    read = action.version
    actions.edit(action=action, expected_version=read, changes={"goal": 60}, actor=cast.amina)

    with pytest.raises(actions.EditedMeanwhile):
        actions.edit(action=action, expected_version=read, changes={"goal": 70}, actor=cast.nadia)

    action.refresh_from_db()
    assert (action.goal, action.version) == (60, read + 1)


def test_the_date_of_an_announced_action_is_only_moved(action):
    later = {"starts_at": STARTS_AT + timedelta(days=1), "ends_at": STARTS_AT + timedelta(days=2)}

    with pytest.raises(actions.WrongState):
        actions.edit(action=action, expected_version=action.version, changes=later, now=EARLY)


def test_a_draft_is_edited_freely(cast):
    draft = ActionFactory(chapter=cast.grenoble)
    changes = {"starts_at": STARTS_AT - timedelta(days=1), "place_name": "Préfecture"}

    edited = actions.edit(action=draft, expected_version=draft.version, changes=changes, now=EARLY)

    assert edited.place_name == "Préfecture"


def test_announcing_copies_the_usual_sequence_once(action, cast):
    actions.announce(action=action, actor=cast.amina, now=EARLY)

    moments = list(action.steps.order_by("pk").values_list("moment", flat=True))
    assert moments == [
        "invitation",
        "week_before",
        "two_days_before",
        "eve",
        "same_morning",
        "hour_before",
        "thanks",
        "absent",
        "moved",
        "cancelled",
        "full",
        "freed",
    ]


def test_announcing_prefers_the_steps_of_the_chapter(cast):
    ReminderStepFactory(
        action=None, chapter=cast.grenoble, moment="week_before", days=-8, subject="Bientôt"
    )
    draft = ActionFactory(chapter=cast.grenoble)

    actions.announce(action=draft, now=EARLY)

    step = draft.steps.get(moment="week_before")
    assert (step.days, step.subject) == (-8, "Bientôt")


def test_what_is_over_is_not_announced(cast):
    draft = ActionFactory(chapter=cast.grenoble)

    with pytest.raises(actions.WrongState):
        actions.announce(action=draft, now=STARTS_AT + timedelta(days=1))


def test_moving_raises_the_sequence_and_doubts_the_second_yes(action):
    sure = AttendanceFactory(action=action, yes=True, confirmed_at=EARLY)

    moved = actions.move(
        action=action,
        expected_version=action.version,
        starts_at=STARTS_AT + timedelta(days=2),
        now=EARLY,
    )

    sure.refresh_from_db()
    assert (moved.sequence, moved.moved_from) == (1, STARTS_AT)
    assert moved.ends_at - moved.starts_at == timedelta(hours=2)
    assert (sure.answer, sure.confirmed_at) == ("yes", None)


def test_moving_to_where_it_is_already_changes_nothing(action):
    moved = actions.move(
        action=action, expected_version=action.version, starts_at=STARTS_AT, now=EARLY
    )

    assert (moved.sequence, moved.moved_at) == (0, None)


def test_a_draft_a_cancelled_or_a_past_action_is_not_moved(action, cast):
    draft = ActionFactory(chapter=cast.grenoble)
    over = STARTS_AT + timedelta(days=1)
    for which, now in ((draft, EARLY), (action, over)):
        with pytest.raises(actions.WrongState):
            actions.move(
                action=which, expected_version=which.version, place_name="Ailleurs", now=now
            )
    actions.cancel(action=action, now=EARLY)
    action.refresh_from_db()
    with pytest.raises(actions.WrongState):
        actions.move(action=action, expected_version=action.version, place_name="X", now=EARLY)


def test_cancelling_twice_counts_once(action, cast):
    first = actions.cancel(action=action, reason="Le maire a cédé", actor=cast.amina, now=EARLY)
    again = actions.cancel(action=action, reason="Autre", actor=cast.amina, now=STARTS_AT)

    assert (again.cancel_reason, again.sequence) == ("Le maire a cédé", first.sequence)
    assert Entry.objects.filter(verb="action.cancelled").count() == 1
