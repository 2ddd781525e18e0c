"""« On y sera combien ? »: the rules while nothing is known, what is learned, and what it costs."""

from dataclasses import replace
from datetime import timedelta

import pytest

from actions.domain.forecasts import (
    PRIOR,
    Asked,
    Cell,
    Held,
    Tally,
    Word,
    forecast,
    forecasts,
    foresee,
    learn,
    rates_of,
    yes_for,
)
from actions.domain.forecasts.lessons import keep_missing
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.members import PersonFactory

YES = Cell(Word.YES)


def held(people, came, *, others=0, companions=0):
    return Held({YES: Tally(people, came, companions)}, others)


def test_without_any_action_held_half_of_the_yes_come():
    rates = learn([])
    assert rates.by_word == dict(PRIOR)
    assert not rates.measured
    assert yes_for(50, rates) == 100
    alone = foresee([Asked(YES)] * 40, rates)
    assert alone.mean == pytest.approx(40 * 0.5 * 1.1)
    assert alone.low < alone.expected < alone.high


def test_nobody_asked_is_nobody_expected():
    empty = foresee([], learn([]))
    assert (empty.mean, empty.low, empty.high, empty.yes_missing(50)) == (0, 0, 0, 91)


def test_the_chapter_s_own_share_replaces_the_rule_as_people_are_seen():
    few, many = learn([held(4, 4)]), learn([held(100, 80)] * 5)
    assert PRIOR[Word.YES] < few.by_word[Word.YES] < 0.7
    assert many.by_word[Word.YES] == pytest.approx(0.8, abs=0.01)
    assert (few.measured, many.measured) == (False, True)
    assert yes_for(50, many) == 63


def test_her_own_habit_weighs_more_each_time():
    rates = learn([])
    faithful = [rates.of_person(YES, came=n, asked=n) for n in (0, 2, 6)]
    absent = [rates.of_person(YES, came=0, asked=n) for n in (0, 2, 6)]
    assert faithful == sorted(faithful)
    assert absent == sorted(absent, reverse=True)
    assert faithful[-1] > 0.75
    assert absent[-1] < 0.25


def test_a_yes_said_again_is_worth_more_and_a_silence_is_not_a_no():
    rates = learn([])
    shares = [rates.of(Cell(word)) for word in Word]
    assert shares == sorted(shares, reverse=True)


def test_companions_and_walk_ins_are_learned_from_who_else_came():
    crowded = learn([held(40, 30, others=15)] * 6)
    alone = learn([held(40, 30)] * 6)
    brought = learn([held(40, 30, others=18, companions=24)] * 6)
    assert crowded.walk_ins > 0.3 > alone.walk_ins
    assert brought.companions > alone.companions


def test_uneven_actions_widen_the_range():
    even = learn([held(100, 70)] * 6)
    uneven = learn([held(100, 45), held(100, 95)] * 3)
    people = [Asked(YES)] * 100
    steady, wild = foresee(people, even), foresee(people, uneven)
    assert wild.rates.shock > steady.rates.shock
    assert wild.high - wild.low > steady.high - steady.low


def test_the_missing_yes_make_the_goal_expected():
    rates = learn([held(100, 60)] * 4)
    people = [Asked(YES)] * 30
    short = foresee(people, rates)
    more = foresee([*people, *[Asked(YES)] * short.yes_missing(50)], rates)
    assert more.mean >= 50
    assert more.yes_missing(50) == 0


@pytest.fixture
def chapter_with_past(cast):
    """Three actions held: of ten yes seven came; two unexpected people each time."""
    people = PersonFactory.create_batch(10, chapter=cast.grenoble)
    for weeks in (2, 4, 6):
        past = ActionFactory(chapter=cast.grenoble, announced=True, past=True)
        past.starts_at -= timedelta(weeks=weeks)
        past.ends_at = past.starts_at + timedelta(hours=2)
        past.save()
        for place, person in enumerate(people):
            AttendanceFactory(action=past, person=person, yes=True, came=place < 7)
        AttendanceFactory.create_batch(2, action=past, person=None, invited_at=None, came=True)
    return people


@pytest.mark.django_db
def test_what_is_learned_is_read_from_presences(cast, chapter_with_past):
    rates = rates_of(cast.grenoble.pk)
    assert (rates.actions, rates.seen[Word.YES]) == (3, 30)
    assert rates.by_word[Word.YES] == pytest.approx((21 + 5) / 40)
    assert rates.walk_ins > 0.1


@pytest.mark.django_db
def test_who_always_comes_counts_more_than_who_never_does(cast, chapter_with_past):
    def alone(person):
        soon = ActionFactory(chapter=cast.grenoble, announced=True, soon=True)
        AttendanceFactory(action=soon, person=person, yes=True)
        return forecast(soon).mean

    assert alone(chapter_with_past[0]) > 1.5 * alone(chapter_with_past[-1])


@pytest.mark.django_db
def test_actions_that_only_count_teach_no_share(cast):
    counted = ActionFactory(chapter=cast.grenoble, announced=True, past=True, count_only=True)
    AttendanceFactory(action=counted, yes=True, came=True)
    assert rates_of(cast.grenoble.pk).actions == 0


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("kept", "queries"), [(True, 1), (False, 2)])
def test_forecasts_cost_one_query_for_any_number(
    cast, chapter_with_past, rows, kept, queries, django_assert_num_queries
):
    actions = [
        ActionFactory(chapter=cast.grenoble, announced=True, soon=True) for _one in range(rows)
    ]
    for action in actions:
        AttendanceFactory.create_batch(rows, action=action, yes=True)
    if kept:
        assert keep_missing() == 3
    with django_assert_num_queries(queries):
        assert set(forecasts(actions)) == {one.pk for one in actions}


def test_people_alike_are_foreseen_together_or_one_by_one():
    rates = learn([held(100, 60, others=8, companions=9)] * 4)
    kinds = [Asked(YES, companions=2), Asked(Cell(Word.MAYBE), before=3, came=1), Asked(YES)]
    together = foresee([replace(one, people=7) for one in kinds], rates)
    apart = foresee(kinds * 7, rates)
    assert (together.low, together.high) == (apart.low, apart.high)
    assert together.mean == pytest.approx(apart.mean)
    assert [(one.word, one.people) for one in together.parts] == [
        (one.word, one.people) for one in apart.parts
    ]


@pytest.mark.django_db
def test_each_chapter_is_foreseen_from_its_own_past(cast, chapter_with_past):
    here, there = (
        ActionFactory(chapter=chapter, announced=True, soon=True)
        for chapter in (cast.grenoble, cast.rennes)
    )
    found = forecasts([here, there])
    assert (found[here.pk].rates.actions, found[there.pk].rates.actions) == (3, 0)
