"""What the messages say, and what a calendar makes of them."""

from datetime import datetime, timedelta

import pytest
from icalendar import Calendar

from actions.domain import actions, tokens
from actions.domain.diary import calendars
from actions.domain.reminding import messages, sequences
from actions.enums import StepMoment
from tests.actions.conftest import EARLY
from tests.factories.actions import STARTS_AT, AttendanceFactory, ReminderStepFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(action):
    return AttendanceFactory(action=action, person__first_name="Fatoumata")


def composed(action, row, moment="invitation", **changes):
    step = action.steps.filter(moment=moment).first()
    step = step or ReminderStepFactory(action=action, moment=moment)
    return messages.compose(step=step, action=action, attendance=row, **changes)


@pytest.mark.parametrize("moment", [moment.value for moment in StepMoment])
def test_every_message_says_whom_what_and_when_twice(action, row, moment):
    message = composed(action, row, moment)

    for text in (message.text, message.html):
        plain = text.replace("\u00a0", " ")
        assert "Bonjour Fatoumata," in plain
        assert "On va à cinquante à la mairie" in plain
        assert "mardi 24 novembre 2026 à 18 h" in plain
        assert tokens.preferences_token(row.person_id) in text
        assert "{" not in text.split("<body")[-1]


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("invitation", "on compte sur vous mardi 24 novembre à 18 h"),
        ("week_before", "Dans une semaine"),
        ("eve", "C’est demain à 18 h"),
        ("absent", "Vous nous avez manqué"),
        ("same_morning", "C’est aujourd’hui à 18 h"),
        ("thanks", "Merci d’être venu·e"),
        ("moved", "Changement"),
        ("cancelled", "Annulé"),
    ],
)
def test_subjects_say_it_all(action, row, moment, said):
    assert said in composed(action, row, moment).subject.replace("\u00a0", " ")


def test_three_links_lead_to_her_page_and_one_to_the_map(action, row):
    message = composed(action, row)

    link = tokens.reply_url(row.pk)
    for word in ("oui", "peut-etre", "non"):
        assert f"{link}?reponse={word}" in message.text
        assert f"{link}?reponse={word}" in message.html
    assert "openstreetmap.org/search?query=Mairie+de+Grenoble" in message.text


def test_nobody_can_write_html_into_a_message(action, row):
    action.title = "<script>alert(1)</script>"

    assert "<script>" not in composed(action, row).html


def test_in_a_family_the_message_says_whose_it_is(action, row):
    name = row.person.full_name

    assert f"Ce message est pour {name}" in composed(action, row, shared=True).text
    assert "Ce message est pour" not in composed(action, row).text


def test_her_language_when_the_house_speaks_it(action, row):
    row.person.language = "en"
    assert composed(action, row).language == "en"
    row.person.language = "snk"
    assert composed(action, row).language == "fr"


def test_the_words_of_the_step_replace_those_of_the_house(action, row):
    action.steps.filter(moment="invitation").update(subject="Tous à la mairie", body="Venez !")

    message = composed(action, row)
    assert message.subject == "Tous à la mairie"
    assert "Venez !" in message.text
    assert "ouvre les portes" not in message.text


@pytest.mark.parametrize(
    "body",
    ["Bonjour {prénom},\n\nVenez !", "**Salut** à toutes et tous,\nVenez", "{Prenom}, venez !"],
)
def test_nobody_is_greeted_twice(action, row, body):
    action.steps.filter(moment="invitation").update(body=body)
    message = composed(action, row)
    for written in (message.text, message.html):
        assert "Bonjour Fatoumata," not in written.replace("Bonjour Fatoumata,", "", 1)
        assert ("Bonjour Fatoumata," in written) == body.startswith("Bonjour")


def test_a_text_that_signs_itself_is_signed_once(action, row):
    action.steps.filter(moment="invitation").update(body="Venez !\n\n{signature}")
    message = composed(action, row)
    assert "À très vite" not in message.text
    assert "Bonjour Fatoumata," in message.text


def test_a_template_belongs_to_no_action(cast):
    step = ReminderStepFactory(action=None, chapter=cast.grenoble)
    with pytest.raises(ValueError, match="no action"):
        sequences.action_of(step)


def event_of(action):
    calendar = Calendar.from_ical(calendars.text_of(action))
    return calendar, calendar.walk("VEVENT")[0]


def test_a_calendar_reads_the_action_at_local_time(action):
    calendar, event = event_of(action)

    assert calendar["METHOD"] == "PUBLISH"
    assert event.decoded("dtstart").isoformat() == "2026-11-24T18:00:00+01:00"
    assert event["dtstart"].params["TZID"] == "Europe/Paris"
    assert calendar.walk("VTIMEZONE")
    assert str(action.public_id) in event["UID"]
    assert (event["SEQUENCE"], event["STATUS"]) == (0, "CONFIRMED")


def test_its_file_carries_the_clock_changes_of_its_years_only(action):
    text = calendars.text_of(action)
    assert len(text) < 1500
    zone = Calendar.from_ical(text).walk("VTIMEZONE")[0].to_tz()
    days = (datetime(2026, 1, 24, 18), datetime(2026, 7, 24, 18), datetime(2026, 11, 24, 18))
    hours = [day.replace(tzinfo=zone).utcoffset() for day in days]
    assert hours == [timedelta(hours=1), timedelta(hours=2), timedelta(hours=1)]


def test_moved_then_cancelled_it_is_the_same_event_with_a_higher_sequence(action):
    uid = event_of(action)[1]["UID"]
    later = {"starts_at": STARTS_AT + timedelta(days=1), "now": EARLY}
    moved = actions.move(action=action, expected_version=action.version, **later)
    assert event_of(moved)[1]["SEQUENCE"] == 1

    calendar, event = event_of(actions.cancel(action=moved, now=EARLY))

    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 2)
    assert event["UID"] == uid


def test_the_same_action_gives_the_same_bytes(action):
    assert calendars.text_of(action) == calendars.text_of(action)
