"""« Ma semaine » is found before it is asked, for those who opened it today."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.http import QueryDict
from django.utils import timezone

from alliance.dashboard import ahead
from alliance.dashboard.tasks import look_ahead
from alliance.dashboard.waiting import ASKED, waiting
from members.domain.telling.figures import weekly_one_to_ones
from members.enums import LeaderStage
from members.filters.listing import list_people
from members.models import Chapter, Leadership
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.members import (
    ContactFactory,
    FollowUpFactory,
    MembershipFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


def _newcomer(chapter, **fields):
    action = ActionFactory(chapter=chapter)
    person = PersonFactory(chapter=chapter, **fields)
    AttendanceFactory(action=action, person=person, came=True)
    return person


def _waits(user):
    people, total = waiting(user)["newcomers"]
    return [person.pk for person in people], total


def test_what_is_remembered_is_found_anew_for_whoever_opened_the_page(cast, client_of):
    amina = client_of(cast.amina)
    amina.get("/semaine/personnes/")
    person = _newcomer(cast.grenoble)
    assert _waits(cast.amina) == ([], 0)

    look_ahead()

    assert _waits(cast.amina) == ([person.pk], 1)


def test_nobody_is_served_who_did_not_come_today_nor_without_time(cast, client_of):
    assert ahead.look() == 0
    for user in (cast.amina, cast.leader, cast.nadia):
        client_of(user).get("/semaine/personnes/")
    assert ahead.look(patience=0) == 0
    assert ahead.look() == 2  # a leader without organizing has no questions


def test_whoever_opened_it_last_is_served_first(cast, monkeypatch):
    served = []
    monkeypatch.setattr(ahead, "look_ahead", served.append)
    for user in (cast.nadia, cast.amina):
        ahead.opened(user)
    ahead.look()
    assert served == [cast.amina, cast.nadia]


def test_a_silent_cache_prepares_nothing(cast, monkeypatch):
    def silent(*_args, **_kwargs):
        raise ConnectionError

    for verb in ("set", "get_many"):
        monkeypatch.setattr(cache, verb, silent)
    ahead.opened(cast.amina)
    assert ahead.look() == 0


def _crowd(cast, chapter):
    """Of each question some who wait, and some who miss by little."""
    today, now = timezone.localdate(), timezone.now()
    known = [_newcomer(chapter) for _n in range(3)]
    AttendanceFactory(action=ActionFactory(chapter=chapter), person=known[0], came=True)
    ContactFactory(person=_newcomer(chapter), kind="call", author=cast.amina)
    FollowUpFactory(person=_newcomer(chapter))
    _newcomer(chapter, archived_at=now)
    for days in (None, 59, 61, 200):
        seen = now - timedelta(days=days) if days else None
        born = {"created_at": now - timedelta(days=400), "last_contact_at": seen}
        for organizer in (cast.amina, cast.yann, None):
            person = PersonFactory(chapter=chapter, organizer=organizer, **born)
            Leadership.objects.create(person=person, stage=LeaderStage.LEADER)
            MembershipFactory(person=person, starts_on=today - timedelta(days=364), ends_on=today)
    later = {"starts_on": today + timedelta(days=1), "ends_on": today + timedelta(days=300)}
    MembershipFactory(person=person, **later)
    ContactFactory(person=person, author=cast.yann)
    FollowUpFactory(person=person, owner=cast.yann, done_at=now)


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.key)
@pytest.mark.parametrize("who", ["amina", "yann", "nadia"])
def test_those_found_quickly_are_those_of_the_list(cast, who, asked):
    for chapter in (cast.grenoble, cast.rennes):
        _crowd(cast, chapter)
    user = getattr(cast, who)
    listed = list_people(user, QueryDict(urlencode(asked.filters))).people
    expected = list(listed.order_by(*asked.order).values_list("pk", flat=True))

    assert asked.find(user, limit=50) == (expected, len(expected))
    assert asked.find(user, limit=1) == (expected[:1], len(expected))
    assert expected or who == "nadia"  # who knows nobody


def test_the_rhythm_is_the_same_whether_or_not_others_exist(cast):
    ContactFactory.create_batch(2, person__chapter=cast.grenoble, kind="one_to_one")
    apart = weekly_one_to_ones(cast.amina, anew=True)
    Chapter.objects.exclude(pk=cast.grenoble.pk).delete()
    alone = weekly_one_to_ones(cast.amina, anew=True)

    assert apart == alone
    assert apart[-1][1] == 2
