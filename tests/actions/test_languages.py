"""What people receive, and the pages they open, speak their language: nothing left in French."""

import calendar
from datetime import timedelta
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import trans_real

from actions.domain import tokens
from actions.domain.reminding import messages, sms
from actions.enums import StepMoment
from tests.factories.actions import (
    ActionFactory,
    AttendanceFactory,
    ReminderStepFactory,
    reachable_person,
)
from tests.factories.members import ConsentFactory

pytestmark = pytest.mark.django_db
OTHERS = [code for code in settings.MESSAGE_LANGUAGES if code != "fr"]
# Words for the journal, which organizers read; a mark of the forms.
NOT_SHOWN = {"a répondu non", "lien personnel", ":"}
# Django's own words are English.
DAYS = {*calendar.month_name, *calendar.day_name}


@pytest.fixture
def left_in_french(monkeypatch):
    """The words asked for in another language that its catalogue does not know."""
    left = set()
    plain = trans_real.DjangoTranslation.gettext

    def spy(self, message):
        known = message in self._catalog or (message, self.plural(1)) in self._catalog
        english = message in DAYS or "abbrev. month" in message
        if self.language() in OTHERS and not (known or english or message in NOT_SHOWN):
            left.add(message)
        return plain(self, message)

    monkeypatch.setattr(trans_real.DjangoTranslation, "gettext", spy)
    return left


@pytest.fixture
def soon(cast):
    start = timezone.now() + timedelta(days=3)
    return ActionFactory(
        chapter=cast.grenoble,
        organizer=cast.amina,
        announced=True,
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        access_note="Tram B",
    )


@pytest.mark.parametrize("answer", ["none", "yes", "maybe"])
@pytest.mark.parametrize("language", OTHERS)
def test_every_message_is_wholly_in_her_language(
    cast, soon, settings, left_in_french, language, answer
):
    settings.SMS_PROVIDER, settings.SMS_REPLIES = "ovh", True
    person = reachable_person(cast.grenoble, language=language)
    row = AttendanceFactory(action=soon, person=person)
    row.answer = answer
    for moment in StepMoment:
        for soon.moved_from in (None, timezone.now()):
            step = ReminderStepFactory.build(action=soon, moment=moment)
            messages.compose(step=step, action=soon, attendance=row, shared=True)
            sms.compose(step=step, action=soon, attendance=row)

    assert left_in_french == set()


@pytest.mark.parametrize("language", OTHERS)
def test_her_pages_are_wholly_in_her_language(client, cast, soon, left_in_french, language):
    person = reachable_person(cast.grenoble, language=language)
    ConsentFactory(person=person, channel="sms")
    row = AttendanceFactory(action=soon, person=person)
    reply = reverse("actions:reply", args=[tokens.reply_token(row.pk)])
    assert f'lang="{language}"' in client.get(reply).content.decode()
    client.post(reply, {})
    for answer in ("yes", "maybe", "no"):
        client.post(reply, {"answer": answer, "companions": "2"})
        client.get(f"{reply}merci/")
        client.get(reply)
    preferences = reverse("actions:preferences", args=[tokens.preferences_token(person.pk)])
    for _ in range(2):
        client.get(preferences)
        ConsentFactory(person=person, given=False)

    assert left_in_french == set()


def test_arabic_is_read_from_right_to_left(client, cast, soon):
    person = reachable_person(cast.grenoble, language="ar")
    row = AttendanceFactory(action=soon, person=person)
    page = client.get(reverse("actions:reply", args=[tokens.reply_token(row.pk)]))
    step = ReminderStepFactory.build(action=soon, moment="invitation")

    assert 'dir="rtl"' in page.content.decode()
    message = messages.compose(step=step, action=soon, attendance=row)
    assert 'dir="rtl"' in message.html
    assert "هل تأتون؟" in message.text


def test_an_arabic_text_message_is_measured_as_it_is_charged(cast, soon, settings):
    settings.SMS_PROVIDER, settings.SMS_REPLIES = "ovh", True
    row = AttendanceFactory(action=soon, person=reachable_person(cast.grenoble, language="ar"))
    step = ReminderStepFactory.build(action=soon, moment="eve")

    assert "أجيبوا نعم" in sms.compose(step=step, action=soon, attendance=row).text


@pytest.mark.parametrize("language", ["ar", "tr"])
def test_the_compiled_catalogue_is_that_of_the_source(language):
    folder = Path(settings.BASE_DIR) / "locale" / language / "LC_MESSAGES"
    with (folder / "django.po").open("rb") as source, (folder / "django.mo").open("rb") as made:
        written = [m for m in read_po(source) if m.id and isinstance(m.id, str)]
        compiled = [m for m in read_mo(made) if m.id and isinstance(m.id, str)]
    assert {str(m.id): m.string for m in written} == {str(m.id): m.string for m in compiled}


def test_a_language_nobody_writes_gets_french():
    assert messages.language_of("ber") == "fr"
