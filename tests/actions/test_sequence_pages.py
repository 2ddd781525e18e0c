"""Changing a sequence: words, hours, people; seen on a real person before anything leaves."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.domain import actions
from actions.domain.reminding import reminders, sequences, steps
from actions.models import ReminderStep
from alliance.outbox.models import Message
from tests.actions.conftest import EARLY
from tests.factories.actions import ActionFactory, AttendanceFactory, reachable_person
from tests.factories.members import ChapterFactory, PhoneFactory

pytestmark = pytest.mark.django_db
WORDS = {"subject": "", "body": "", "sms": ""}


@pytest.fixture
def amina(cast, client_of):
    return client_of(cast.amina)


@pytest.fixture
def soon(cast):
    start = timezone.now() + timedelta(days=20)
    draft = ActionFactory(
        chapter=cast.grenoble,
        organizer=cast.amina,
        starts_at=start,
        ends_at=start + timedelta(hours=2),
    )
    return actions.announce(action=draft, actor=cast.amina)


def url(name, *args):
    return reverse(f"actions:{name}", args=args)


def filled(**fields):
    data = {
        "is_active": "on",
        "days": "1",
        "side": "before",
        "at": "17:30",
        "window_hours": "10",
        "audience": "yes",
    }
    return data | fields


@pytest.mark.parametrize("count", [1, 3])
def test_the_plan_costs_the_same_whatever_the_rows(
    amina, cast, soon, count, django_assert_max_num_queries
):
    for _ in range(count):
        AttendanceFactory(action=soon, person=reachable_person(cast.grenoble))
    with django_assert_max_num_queries(9):
        assert amina.get(url("sequence", soon.pk)).status_code == 200
    with django_assert_max_num_queries(9):
        page = amina.get(url("action-step-people", soon.pk, "week_before"))
    assert page.content.decode().count("row-person") == count


def test_a_step_is_changed_for_one_action(amina, soon):
    answer = amina.post(
        url("action-step", soon.pk, "eve"),
        filled(subject_fr="Demain, {prénom} !", body_fr="**On y va** à {heure}.", body_tr="Yarın."),
    )

    assert answer.status_code == 302
    step = soon.steps.get(moment="eve")
    assert (step.days, step.audience, step.window_hours) == (-1, "yes", 10)
    assert step.subject == "Demain, {prénom} !"
    assert step.wordings.get().language == "tr"


def test_an_unknown_field_is_refused_with_its_name_and_keeps_what_was_typed(amina, soon):
    answer = amina.post(
        url("action-step", soon.pk, "eve"), filled(body_fr="Bonjour {adhésion}", body_ar="{foo}")
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nous ne connaissons pas {adhésion}" in page
    assert "Nous ne connaissons pas {foo}" in page
    assert "Bonjour {adhésion}" in page


@pytest.mark.parametrize(
    "fields", [{"at": "25h"}, {"window_hours": "0"}, {"audience": "all"}, {"days": "61"}]
)
def test_nonsense_is_refused(amina, soon, fields):
    assert amina.post(url("action-step", soon.pk, "eve"), filled(**fields)).status_code == 422


def test_what_was_written_for_a_step_is_written_anew_as_it_now_is(cast, soon):
    AttendanceFactory(action=soon, person=reachable_person(cast.grenoble))
    opening = sequences.opening_of(soon.steps.get(moment="week_before"), soon)
    reminders.plan(opening)
    values = {"subject": "Autre chose", "body": "", "sms": "", "is_active": True}
    steps.save(
        owner=soon, which="week_before", values=values, wordings={}, actor=cast.amina, now=opening
    )
    reminders.plan(opening)

    message = Message.objects.get()
    assert (message.subject, message.state) == ("Autre chose", "queued")


def test_a_step_that_was_stopped_sends_nothing(cast, soon):
    AttendanceFactory(action=soon, person=reachable_person(cast.grenoble))
    steps.save(
        owner=soon,
        which="week_before",
        values=WORDS | {"is_active": False},
        wordings={},
        actor=cast.amina,
    )
    opening = sequences.opening_of(soon.steps.get(moment="week_before"), soon)

    assert reminders.plan(opening).messages == 0


def test_a_change_of_date_can_be_worded_but_not_stopped(cast, soon):
    values = WORDS | {"subject": "Ça change", "is_active": False, "audience": "yes"}
    step = steps.save(owner=soon, which="moved", values=values, wordings={}, actor=cast.amina)

    assert (step.subject, step.is_active, step.audience) == ("Ça change", True, "not_no")


def test_a_draft_gets_its_own_sequence_with_the_first_change(amina, cast):
    draft = ActionFactory(chapter=cast.grenoble, starts_at=timezone.now() + timedelta(days=9))
    assert amina.get(url("sequence", draft.pk)).status_code == 200
    assert not draft.steps.exists()

    amina.post(url("action-step", draft.pk, "eve"), filled(subject_fr="Demain"))
    assert draft.steps.count() == len(sequences.DEFAULT_SEQUENCE)
    assert draft.steps.get(moment="eve").subject == "Demain"


def test_extra_messages_come_and_go(amina, soon):
    for _ in range(2):
        amina.post(url("action-step", soon.pk, "en-plus"), filled(body_fr="Un mot"))
    extra = soon.steps.filter(moment="extra")
    assert extra.count() == 2
    which = str(extra.first().pk)
    assert amina.get(url("action-step", soon.pk, which)).status_code == 200

    amina.post(url("action-step-drop", soon.pk, which))
    assert extra.count() == 1
    amina.post(url("action-step-drop", soon.pk, "eve"))
    assert soon.steps.filter(moment="eve").exists()


def test_a_chapters_template_is_what_its_next_action_starts_with(amina, cast):
    amina.post(url("template-step", cast.grenoble.pk, "eve"), filled(subject_fr="Demain"))
    action = actions.announce(action=ActionFactory(chapter=cast.grenoble), now=EARLY)
    assert action.steps.get(moment="eve").subject == "Demain"

    amina.post(url("template-step-drop", cast.grenoble.pk, "eve"))
    assert not ReminderStep.objects.filter(chapter=cast.grenoble).exists()


def test_the_templates_of_another_chapter_are_not_there(amina):
    assert amina.get(url("template-step", ChapterFactory().pk, "eve")).status_code == 404


def test_the_preview_speaks_to_a_real_person_in_her_language(amina, cast, soon):
    person = reachable_person(cast.grenoble, first_name="Aylin", language="tr")
    AttendanceFactory(action=soon, person=person)
    address = url("action-step-preview", soon.pk, "invitation")
    page = amina.get(f"{address}?personne={person.pk}")

    assert "Aylin" in page.content.decode()
    assert "sandbox" in page["Content-Security-Policy"]
    assert 'dir="rtl"' in amina.get(f"{address}?langue=ar").content.decode()


def test_a_preview_of_somebody_elses_people_shows_mine(amina, cast, soon):
    reachable_person(cast.grenoble)
    stranger = reachable_person(cast.rennes, first_name="Gwenola")
    address = url("action-step-preview", soon.pk, "invitation")

    assert "Gwenola" not in amina.get(f"{address}?personne={stranger.pk}").content.decode()


def test_a_test_comes_to_me_once(amina, cast, soon):
    reachable_person(cast.grenoble)
    data = {"client_id": "6f1d7f9e-3b1c-4d7e-8a55-0d6a4a7f2f11"}
    for _ in range(2):
        amina.post(url("action-step-test", soon.pk, "eve"), data)

    message = Message.objects.get()
    assert message.to_address == cast.amina.email
    assert message.subject.startswith("[Essai]")


def test_the_preview_shows_the_words_being_typed_and_keeps_nothing(amina, cast, soon):
    AttendanceFactory(action=soon, person=reachable_person(cast.grenoble, first_name="Aylin"))
    address = url("action-step-preview", soon.pk, "eve")
    page = amina.post(address, {"subject_fr": "Demain", "body_fr": "{prenom}, **venez** demain."})

    assert "Aylin, <strong>venez</strong> demain." in page.content.decode()
    assert not ReminderStep.objects.exclude(body="").exists()
    wrong = amina.post(address, {"body_fr": "{surnom}, venez"})
    assert wrong.status_code == 422
    assert "surnom" in wrong.content.decode()


def test_a_test_by_sms_comes_to_my_own_mobile(amina, cast, soon, settings):
    settings.SMS_PROVIDER = "brevo"
    address = url("action-step-test", soon.pk, "eve")
    reachable_person(cast.grenoble)
    refused = amina.post(address, {"par": "sms"}, follow=True)
    assert "n’a pas de mobile" in refused.content.decode()
    cast.amina.person = PhoneFactory(person__chapter=cast.grenoble, number="+33612345678").person
    cast.amina.save()
    amina.post(address, {"par": "sms"})

    message = Message.objects.get()
    assert (message.channel, message.to_address) == ("sms", "+33612345678")


def test_a_step_sent_from_a_short_number_holds_no_link(settings):
    settings.SMS_PROVIDER, settings.SMS_REPLIES = "ovh", True
    with pytest.raises(steps.InvalidStep, match="numéro court"):
        steps.check_words({**WORDS, "sms": "Répondez ici : {lien}"}, {})
    settings.SMS_REPLIES = False
    steps.check_words({**WORDS, "sms": "Répondez ici : {lien}"}, {})
