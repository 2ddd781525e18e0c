"""Closing an alliance: said before what stops, and it does stop; reopened, it starts again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actions.domain.diary import feeds
from actions.domain.phone_tree import access_links
from actions.domain.reminding import eligibility, reminders
from actions.models import Reminder
from alliance.outbox.models import Message
from members.domain import chapters
from tests.factories.actions import ActionFactory, AttendanceFactory, ReminderStepFactory
from tests.factories.members import ConsentFactory, EmailFactory, PersonFactory


@pytest.fixture
def noon():
    return timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)


@pytest.fixture
def reminded(cast, noon):
    """Somebody to whom a reminder is due now."""
    starts = noon + timedelta(days=2)
    action = ActionFactory(
        chapter=cast.grenoble,
        announced=True,
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        public_slug="marche",
        visibility="public",
    )
    person = PersonFactory(chapter=cast.grenoble)
    EmailFactory(person=person)
    ConsentFactory(person=person)
    row = AttendanceFactory(action=action, person=person, answer="yes", answered_at=noon)
    ReminderStepFactory(action=action, moment="two_days_before", days=-2)
    return row


def test_reminders_are_not_written_for_a_closed_alliance(cast, reminded, noon):
    chapters.close(chapter=cast.grenoble, actor=cast.nadia)
    reminders.plan(noon)
    assert not Reminder.objects.exists()
    chapters.reopen(chapter=cast.grenoble, actor=cast.nadia)
    reminders.plan(noon)
    assert Reminder.objects.exists()


def test_a_message_that_waits_does_not_leave(cast, reminded, noon):
    reminders.plan(noon)
    waiting = list(Message.objects.all())
    assert waiting
    assert eligibility.still_wanted(waiting) == {}
    chapters.close(chapter=cast.grenoble, actor=cast.nadia)
    assert set(eligibility.still_wanted(waiting).values()) == {"l’alliance est fermée"}


def test_links_feeds_and_public_pages_say_it(cast, client, reminded):
    link = feeds.subscribe(user=cast.amina, purpose="feed_chapter", chapter=cast.grenoble)
    url = access_links.url_of(link).split("localhost:8000")[-1].split("testserver")[-1]
    path = "/" + url.split("/", 3)[-1] if url.startswith("http") else url
    assert client.get(path).status_code == 200
    chapters.close(chapter=cast.grenoble, actor=cast.nadia)
    assert client.get(path).status_code == 410
    page = client.get("/a/marche/").content.decode()
    assert "est fermée" in page
    assert client.get("/rejoindre/grenoble/").status_code == 404


def test_what_stops_is_said_before(cast, client_of, reminded, noon):
    reminders.plan(noon)
    page = client_of(cast.nadia).get("/alliance/grenoble/fermer/").content.decode()
    assert "1 message en attente ne partira pas" in page
    assert "1 action annoncée reste à venir" in page
    asked = client_of(cast.amina).get("/alliance/grenoble/fermer/").content.decode()
    assert "1 message" not in asked
