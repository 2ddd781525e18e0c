"""Follow-ups handed to a colleague, and the morning's mail."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from alliance.outbox.models import Message
from members.domain.meeting import digest, follow_ups
from members.models import FollowUp
from tests.factories.members import FollowUpFactory, PersonFactory, RoleFactory, UserFactory

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def karim(cast):
    user = UserFactory(first_name="Karim", email="karim@example.org")
    RoleFactory(user=user, chapter=cast.grenoble, kind="organizer")
    return user


def _owed(cast, days=0, owner=None, **person):
    due = timezone.localdate() - timedelta(days=days)
    who = PersonFactory(chapter=cast.grenoble, **person)
    return FollowUpFactory(person=who, owner=owner or cast.amina, due_on=due, what="la rappeler")


def test_the_chosen_ones_change_hands_at_once(cast, karim, client_of):
    chosen, other = _owed(cast), _owed(cast)
    posted = {"follow_up": [chosen.pk], "owner": karim.pk}
    client_of(cast.amina).post("/relances/confier/", posted)
    assert FollowUp.objects.get(pk=chosen.pk).owner == karim
    assert FollowUp.objects.get(pk=other.pk).owner == cast.amina


def test_nobody_of_another_alliance_is_handed_a_follow_up(cast, client_of):
    chosen = _owed(cast)
    client = client_of(cast.amina)
    client.post("/relances/confier/", {"follow_up": [chosen.pk], "owner": cast.yann.pk})
    assert follow_ups.reassign(follow_ups=[chosen], to=cast.yann, actor=cast.nadia) == 0
    assert FollowUp.objects.get(pk=chosen.pk).owner == cast.amina


def test_done_meanwhile_it_stays(cast, karim):
    chosen = _owed(cast)
    follow_ups.complete(follow_up=chosen, actor=cast.amina)
    assert follow_ups.reassign(follow_ups=[chosen], to=karim, actor=cast.amina) == 0


def _morning(hour=7, minute=0, day=None):
    today = day or timezone.localdate()
    return datetime(today.year, today.month, today.day, hour, minute, tzinfo=PARIS)


def _weekday():
    """A day that is no Sunday, today or tomorrow."""
    today = timezone.localdate()
    return today if today.weekday() != 6 else today + timedelta(days=1)


def test_the_morning_says_what_is_due_once_a_day(cast):
    _owed(cast, first_name="Nora", last_name="Haddad")
    now = _morning(day=_weekday())
    assert digest.plan(now=now) == 1
    assert digest.plan(now=now + timedelta(minutes=10)) == 0
    mail = Message.objects.get(kind=digest.MESSAGE_KIND)
    assert mail.to_address == cast.amina.email
    assert "Nora H." in mail.text
    assert "Haddad" not in mail.text + mail.html


@pytest.mark.parametrize(("hour", "minute"), [(6, 29), (11, 30), (18, 0)])
def test_outside_the_morning_nothing_is_written(cast, hour, minute):
    _owed(cast)
    assert digest.plan(now=_morning(hour, minute, _weekday())) == 0


def test_sunday_is_quiet(cast):
    _owed(cast)
    today = timezone.localdate()
    sunday = today + timedelta(days=6 - today.weekday())
    assert digest.plan(now=_morning(day=sunday)) == 0


def test_nothing_to_say_no_mail(cast):
    _owed(cast, days=-3)
    assert digest.plan(now=_morning(day=timezone.localdate())) == 0


def test_unwanted_it_is_neither_written_nor_sent(cast, client_of):
    _owed(cast)
    digest.plan(now=_morning(day=_weekday()))
    client_of(cast.amina).post("/relances/matin/", {"resume": "non"})
    message = Message.objects.get(kind=digest.MESSAGE_KIND)
    assert message.pk in digest.still_wanted([message])
    Message.objects.all().delete()
    assert digest.plan(now=_morning(day=_weekday())) == 0


def test_somebody_who_organizes_no_more_gets_none(cast, karim):
    _owed(cast, owner=karim)
    karim.roles.update(ends_on=timezone.localdate() - timedelta(days=1), starts_on="2020-01-01")
    assert digest.plan(now=_morning(day=_weekday())) == 0
