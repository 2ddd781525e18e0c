"""Listening drives: the team and its half-way check, the script and its live count."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from campaigns.domain.heard import answers, drives
from campaigns.models import DriveAnswer, DriveListener, ListeningDrive
from tests.factories import campaigns as make
from tests.factories.members import PersonFactory

TODAY = timezone.localdate


@pytest.fixture
def drive(cast):
    return make.ListeningDriveFactory(
        chapter=cast.grenoble,
        starts_on=TODAY() - timedelta(days=30),
        ends_on=TODAY() + timedelta(days=20),
        goal=0,
    )


def heard(drive, n, **more):
    return make.ConversationFactory.create_batch(n, chapter=drive.chapter, drive=drive, **more)


def test_whoever_opens_it_listens(cast, client_of):
    form = {"name": "Écoute d’hiver", "starts_on": "2026-12-01", "ends_on": "2027-01-20"}
    answer = client_of(cast.amina).post(reverse("campaigns:drive-create"), form)
    drive = ListeningDrive.objects.get()
    assert answer["Location"] == reverse("campaigns:drive-team", args=[drive.pk])
    assert drive.listeners.get().user == cast.amina


def test_an_end_before_the_beginning_keeps_what_was_typed(cast, client_of):
    form = {"name": "Écoute d’hiver", "starts_on": "2026-12-01", "ends_on": "2026-11-01"}
    answer = client_of(cast.amina).post(reverse("campaigns:drive-create"), form)
    assert answer.status_code == 422
    assert "Écoute d’hiver" in answer.content.decode()


def test_past_half_those_behind_are_named(drive, cast):
    person = PersonFactory(chapter=cast.grenoble)
    slow = drives.add_listener(drive=drive, person=person, goal=10)
    quick = drives.add_listener(drive=drive, user=cast.amina, goal=10)
    heard(drive, 2, heard_by=slow), heard(drive, 8, listener=cast.amina)
    figures = drives.figures([drive])[drive.pk]
    assert figures.past_half
    assert (figures.heard, figures.goal) == (10, 20)
    assert [one.listener for one in figures.late] == [slow]
    assert figures.listeners[0].listener == quick


def test_before_half_nobody_is_late(drive, cast):
    drives.add_listener(drive=drive, user=cast.amina)
    day = drive.starts_on + timedelta(days=5)
    assert drives.figures([drive], today=day)[drive.pk].late == []


def test_a_listener_of_another_alliance_is_refused(drive, cast):
    with pytest.raises(drives.InvalidDrive):
        drives.add_listener(drive=drive, person=PersonFactory(chapter=cast.rennes))


def test_joining_twice_keeps_the_last_goal(drive, cast):
    for goal in (10, 12):
        drives.add_listener(drive=drive, user=cast.amina, goal=goal)
    assert drive.listeners.get().goal == 12


def test_answers_are_counted(drive):
    question = drives.ask(drive=drive, text="Ça va ?", kind="choice", choices=["oui", "non"])
    note = drives.ask(drive=drive, text="De 1 à 5 ?", kind="scale")
    for said, n in (("oui", "4"), ("oui", "5"), ("non", "")):
        conversation = make.ConversationFactory(chapter=drive.chapter, drive=drive)
        answers.answer(conversation=conversation, answers={question.pk: said, note.pk: n})
    yes_no, scale = answers.tally(drive)
    assert yes_no.rows == [("oui", 2), ("non", 1)]
    assert (scale.answered, scale.mean) == (2, 4.5)


@pytest.mark.parametrize("said", ["peut-être", "", "  "])
def test_what_is_not_offered_is_no_answer(drive, said):
    question = drives.ask(drive=drive, text="Ça va ?", kind="choice", choices=["oui", "non"])
    conversation = make.ConversationFactory(chapter=drive.chapter, drive=drive)
    assert answers.answer(conversation=conversation, answers={question.pk: said}) == 0


@pytest.mark.parametrize("said", ["0", "6", "abc", "²", "-1"])
def test_a_note_out_of_the_scale_is_no_answer(drive, said):
    question = drives.ask(drive=drive, text="De 1 à 5 ?", kind="scale")
    conversation = make.ConversationFactory(chapter=drive.chapter, drive=drive)
    assert answers.answer(conversation=conversation, answers={question.pk: said}) == 0


def test_a_choice_needs_two_answers(drive):
    with pytest.raises(drives.InvalidDrive):
        drives.ask(drive=drive, text="Ça va ?", kind="choice", choices=["oui", "oui"])


def test_a_question_already_answered_stays_with_its_answers(drive):
    question = make.DriveQuestionFactory(drive=drive)
    conversation = make.ConversationFactory(chapter=drive.chapter, drive=drive)
    answers.answer(conversation=conversation, answers={question.pk: "oui"})
    assert drives.stop_asking(question=question) is False
    assert answers.tally(drive)[0].answered == 1


def test_the_script_is_asked_while_listening(drive, cast, client_of):
    question = make.DriveQuestionFactory(drive=drive, text="Depuis combien de temps ?")
    client = client_of(cast.amina)
    url = f"{reverse('campaigns:listen')}?campagne={drive.pk}"
    assert "Depuis combien de temps ?" in client.get(url).content.decode()
    form = {"client_id": "7b0f7a4e-6f7e-4a69-8a51-1f3a6a0c1d11", "words": "Trop long."}
    client.post(url, form | {"drive": drive.pk, f"reponse-{question.pk}": "oui"})
    assert DriveAnswer.objects.get().text == "oui"
    assert "1 réponse" in client.get(reverse("campaigns:drive", args=[drive.pk])).content.decode()


def test_a_team_is_made_and_unmade(drive, cast, client_of):
    client, person = client_of(cast.amina), PersonFactory(chapter=cast.grenoble)
    url = reverse("campaigns:drive-team", args=[drive.pk])
    client.post(url, {"person": person.pk, "goal": "12"})
    listener = DriveListener.objects.get()
    assert (listener.person, listener.goal) == (person, 12)
    client.post(reverse("campaigns:drive-listener-remove", args=[drive.pk, listener.pk]))
    assert not DriveListener.objects.exists()


def test_the_board_reads_a_drive_and_does_not_change_it(drive, cast, client_of):
    client = client_of(cast.board)
    assert client.get(reverse("campaigns:drive", args=[drive.pk])).status_code == 200
    assert client.get(reverse("campaigns:drive-edit", args=[drive.pk])).status_code == 403


def test_a_listener_is_an_account_or_a_person(drive):
    with pytest.raises(IntegrityError, match="listener_is_an_account_or_a_person"):
        DriveListener.objects.create(drive=drive)


def test_an_answer_is_given_once(drive):
    conversation = make.ConversationFactory(chapter=drive.chapter, drive=drive)
    question = make.DriveQuestionFactory(drive=drive)
    row = {"conversation": conversation, "question": question, "text": "oui"}
    DriveAnswer.objects.create(**row)
    with pytest.raises(IntegrityError, match="answer_once_per_conversation"):
        DriveAnswer.objects.create(**row)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_drives_asks_the_same(cast, client_of, rows, django_assert_max_num_queries):
    for one in make.ListeningDriveFactory.create_batch(rows, chapter=cast.grenoble):
        heard(one, 2, listener=cast.amina)
        drives.add_listener(drive=one, user=cast.amina)
    client = client_of(cast.amina)
    with django_assert_max_num_queries(12):
        assert client.get(reverse("campaigns:drive-list")).status_code == 200
