"""The way of a message through the house, by real SMTP, to the button that answers."""

import re
from datetime import timedelta
from email import message_from_bytes, policy
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from actions.domain import actions, turnout
from actions.domain.reminding import reminders
from alliance.outbox.channels.email import SMTP_BACKEND
from alliance.outbox.domain import deliver
from tests.factories.actions import ActionFactory, reachable_person
from tests.sinks import Sink

pytestmark = pytest.mark.django_db


@pytest.fixture
def relay(settings):
    with Sink() as sink:
        settings.EMAIL_BACKEND = SMTP_BACKEND
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_QUIET_HOURS = [0, 0]
        yield sink


@pytest.fixture
def row(cast):
    draft = ActionFactory(chapter=cast.grenoble, starts_at=timezone.now() + timedelta(days=9))
    action = actions.announce(action=draft, actor=cast.amina)
    turnout.invite(action=action, people=[reachable_person(cast.grenoble)], actor=cast.amina)
    return action.attendances.get()


def received(relay):
    return [message_from_bytes(one.content, policy=policy.default) for one in relay.received]


def test_she_is_invited_by_mail_and_answers_from_it(row, relay, client):
    reminders.plan()
    assert deliver().sent == 1
    message = received(relay)[0]
    text = message.get_body(("plain",)).get_content()
    link = urlsplit(re.search(r"http\S+/r/\S+\?reponse=oui", text)[0])

    form = client.get(f"{link.path}?{link.query}").context["form"]
    client.post(link.path, {"client_id": form["client_id"].value(), "answer": "yes"})

    row.refresh_from_db()
    assert row.answer == "yes"
    assert message.get_body(("html",)) is not None
    calendar = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert "METHOD:PUBLISH" in calendar.get_content()


def test_her_mail_program_can_unsubscribe_her_in_one_click(row, relay, client):
    reminders.plan()
    deliver()
    message = received(relay)[0]
    link = urlsplit(message["List-Unsubscribe"].strip("<>"))
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    assert client.post(link.path, {"List-Unsubscribe": "One-Click"}).status_code == 200

    actions.cancel(action=row.action)
    assert reminders.plan().messages == 0


def test_after_a_no_nothing_more_arrives(row, relay):
    reminders.plan()
    turnout.record_reply(attendance=row, answer="no")

    assert deliver().sent == 0
    assert relay.received == []
