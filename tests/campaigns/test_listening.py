"""Listening: her words once, her name only after she said yes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from campaigns.domain.heard import listening
from campaigns.domain.heard.listening import Anger, InvalidListening, Setting, SpokenYes
from campaigns.models import Conversation, Grievance, OwnTheme
from members.models import Consent, Contact, FollowUp, Person
from tests.factories import campaigns as make
from tests.factories.members import PersonFactory

LISTEN = reverse("campaigns:listen")
WORDS = "L’ascenseur est en panne depuis trois semaines."


def posted(**more):
    start = {"client_id": str(uuid4()), "words": WORDS, "theme": "housing", "depth": "3"}
    return start | {"power": "yes", "where": "door"} | more


def test_words_are_enough(cast, client_of):
    answer = client_of(cast.amina).post(LISTEN, {"client_id": str(uuid4()), "words": WORDS})
    assert answer.status_code == 302
    grievance = Grievance.objects.get()
    assert (grievance.words, grievance.person, grievance.depth) == (WORDS, None, 2)
    assert grievance.conversation.listener == cast.amina


def test_sent_twice_by_a_lost_connection_it_counts_once(cast, client_of):
    client, form = client_of(cast.amina), posted(agreed="on", name="Awa Sow")
    client.post(LISTEN, form), client.post(LISTEN, form)
    assert (Conversation.objects.count(), Grievance.objects.count()) == (1, 1)
    assert Person.objects.filter(first_name="Awa").count() == 1


def test_without_a_spoken_yes_no_name_is_kept(cast, client_of):
    answer = client_of(cast.amina).post(LISTEN, posted(name="Awa Sow", phone="0639980000"))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "ni nom ni numéro" in shown
    assert WORDS in shown
    assert "Awa Sow" in shown
    assert not Person.objects.filter(first_name="Awa").exists()
    assert not Conversation.objects.exists()


def test_her_yes_is_kept_with_when_who_and_which_words(cast, client_of):
    client_of(cast.amina).post(LISTEN, posted(agreed="on", name="Awa Sow", phone="06 39 98 00 00"))
    consent = Consent.objects.get(person__first_name="Awa")
    assert (consent.given, consent.source, consent.recorded_by) == (True, "spoken", cast.amina)
    assert consent.wording == cast.grenoble.consent_wording
    assert Grievance.objects.get().person == consent.person


def test_call_me_back_becomes_a_person_and_a_follow_up(cast, client_of):
    form = posted(agreed="on", name="Awa Sow", phone="0639980000", call_back="on")
    client_of(cast.amina).post(LISTEN, form)
    follow_up = FollowUp.objects.get(person__first_name="Awa")
    assert follow_up.owner == cast.amina
    assert follow_up.due_on == timezone.localdate() + timedelta(days=2)


def test_call_me_back_needs_a_number(cast, client_of):
    form = posted(agreed="on", name="Awa Sow", call_back="on")
    answer = client_of(cast.amina).post(LISTEN, form)
    assert answer.status_code == 422
    assert "il faut son numéro" in answer.content.decode()


@pytest.mark.parametrize("words", ["", "   ", "\u200b\u202e \n"])
def test_empty_words_are_refused_with_a_sentence(cast, client_of, words):
    answer = client_of(cast.amina).post(LISTEN, posted(words=words))
    assert answer.status_code == 422
    assert "quelques-uns de ses mots" in answer.content.decode()


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "'; DROP TABLE x; --", "%s {{ a }}"]
)
def test_hostile_words_are_only_words(cast, client_of, words):
    client = client_of(cast.amina)
    client.post(LISTEN, posted(words=words))
    assert Grievance.objects.get().words == words
    assert "<script>alert" not in client.get(reverse("campaigns:listening")).content.decode()


def test_nothing_angers_her_today(cast, client_of):
    client_of(cast.amina).post(LISTEN, posted(words="", no_anger="on"))
    assert (Conversation.objects.count(), Grievance.objects.count()) == (1, 0)


def test_from_her_page_it_is_in_her_history(cast, client_of):
    person = PersonFactory(chapter=cast.grenoble)
    client_of(cast.amina).post(f"{LISTEN}?personne={person.pk}", posted())
    assert Contact.objects.get(person=person).interest == WORDS
    page = client_of(cast.amina).get(reverse("campaigns:person-angers", args=[person.pk]))
    assert WORDS in page.content.decode()


def test_another_anger_of_the_same_person_is_the_same_conversation(cast, client_of):
    client = client_of(cast.amina)
    client.post(LISTEN, posted())
    conversation = Conversation.objects.get()
    again = posted(words="Et les charges ont doublé.")
    client.post(f"{LISTEN}?suite={conversation.pk}", again)
    client.post(f"{LISTEN}?suite={conversation.pk}", again)
    assert conversation.grievances.count() == 2


def test_a_theme_of_the_chapters_own(cast, client_of):
    theme = OwnTheme.objects.create(chapter=cast.grenoble, name="transports")
    client_of(cast.amina).post(LISTEN, posted(theme=f"own-{theme.pk}"))
    assert Grievance.objects.get().theme_label == "transports"


def test_a_listening_to_come_is_refused(cast):
    later = Setting(happened_at=timezone.now() + timedelta(hours=1))
    with pytest.raises(InvalidListening) as problem:
        listening.record(
            chapter=cast.grenoble, listener=cast.amina, client_id=uuid4(), setting=later
        )
    assert "happened_at" in problem.value.messages


def test_what_belongs_to_another_alliance_is_refused(cast):
    elsewhere = Setting(drive=make.ListeningDriveFactory(chapter=cast.rennes))
    with pytest.raises(InvalidListening):
        listening.record(
            chapter=cast.grenoble, listener=cast.amina, client_id=uuid4(), setting=elsewhere
        )


def test_an_unreadable_number_undoes_everything(cast):
    with pytest.raises(InvalidListening) as problem, transaction.atomic():
        listening.record(
            chapter=cast.grenoble,
            listener=cast.amina,
            client_id=uuid4(),
            setting=Setting(),
            anger=Anger(WORDS),
            yes=SpokenYes("Awa Sow", phone="12"),
        )
    assert "phone" in problem.value.messages
    assert not Conversation.objects.exists()


def test_a_leader_notes_and_reads_what_she_heard_but_not_the_rest(cast, client_of):
    make.GrievanceFactory(chapter=cast.grenoble, words="Dit à quelqu’un d’autre")
    client = client_of(cast.leader)
    client.post(LISTEN, posted())
    shown = client.get(reverse("campaigns:grievance-list")).content.decode()
    assert WORDS in shown
    assert "Dit à quelqu’un d’autre" not in shown


def test_the_board_reads_no_words(cast, client_of):
    make.GrievanceFactory(chapter=cast.grenoble, words=WORDS)
    client = client_of(cast.board)
    assert WORDS not in client.get(reverse("campaigns:listening")).content.decode()
    assert client.get(LISTEN).status_code == 403


def test_french_endings_and_pieces_are_found(cast, client_of):
    make.GrievanceFactory(chapter=cast.grenoble, words="Les ascenseurs sont cassés.")
    client = client_of(cast.amina)
    for typed in ("ascenseur cassé", "ascens", "ASCENSEURS"):
        page = client.get(reverse("campaigns:grievance-list"), {"q": typed})
        assert "Les ascenseurs sont cassés." in page.content.decode(), typed


def test_correcting_keeps_what_was_typed_when_it_is_empty(cast, client_of):
    grievance = make.GrievanceFactory(chapter=cast.grenoble)
    url = reverse("campaigns:grievance-edit", args=[grievance.pk])
    client = client_of(cast.amina)
    assert client.post(url, {"words": " "}).status_code == 422
    client.post(url, {"words": "L’ascenseur B est en panne.", "theme": "housing", "depth": "3"})
    grievance.refresh_from_db()
    assert grievance.words == "L’ascenseur B est en panne."


def test_words_are_never_empty(cast):
    with pytest.raises(IntegrityError, match="grievance_has_words"):
        make.GrievanceFactory(chapter=cast.grenoble, words="")


@pytest.mark.parametrize("name", ["listening", "grievance-list"])
@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_the_same_for_one_and_for_three(
    cast, client_of, name, rows, django_assert_max_num_queries
):
    drive = make.ListeningDriveFactory(chapter=cast.grenoble)
    for _n in range(rows):
        issue = make.IssueFactory(chapter=cast.grenoble)
        person = PersonFactory(chapter=cast.grenoble)
        conversation = make.ConversationFactory(chapter=cast.grenoble, drive=drive, person=person)
        make.GrievanceFactory(
            chapter=cast.grenoble, conversation=conversation, issue=issue, person=person
        )
    client = client_of(cast.amina)
    with django_assert_max_num_queries(22):
        assert client.get(reverse(f"campaigns:{name}")).status_code == 200
