"""The reply page: no account, looking acts on nothing, one tap answers."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actions.domain import tokens
from actions.domain.actions import cancel
from actions.models import Action, Attendance, Reply
from tests.factories.actions import ActionFactory, AttendanceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(cast):
    action = ActionFactory(
        chapter=cast.grenoble, announced=True, starts_at=timezone.now() + timedelta(days=3)
    )
    return AttendanceFactory(action=action, person__first_name="Fatoumata")


def page(row, name="reply"):
    return reverse(f"actions:{name}", args=[tokens.reply_token(row.pk)])


def form_of(client, row):
    return {"client_id": client.get(page(row)).context["form"]["client_id"].value()}


def test_a_mail_scanner_that_follows_every_link_answers_nothing(client, row):
    for answer in ("oui", "peut-etre", "non"):
        for method in (client.get, client.head):
            assert method(f"{page(row)}?reponse={answer}").status_code == 200

    row.refresh_from_db()
    assert row.answer == "none"
    assert not Reply.objects.exists()


def test_the_link_followed_only_puts_its_answer_forward(client, row):
    text = client.get(f"{page(row)}?reponse=non").content.decode()

    assert 'class="button primary large wide" name="answer" value="no"' in text
    assert 'class="button large wide" name="answer" value="yes"' in text
    assert "Fatoumata" in text


def test_one_tap_answers_with_companions_a_word_and_needs(client, row):
    data = form_of(client, row) | {"answer": "yes", "companions": "2", "comment": "Avec Awa"}

    answer = client.post(page(row), data | {"ride": "cherche", "children": "2"})

    row.refresh_from_db()
    row.person.refresh_from_db()
    assert answer["Location"] == page(row, "reply-thanks")
    assert (row.answer, row.companions, row.person.needs_ride) == ("yes", 2, True)
    assert (row.wants_ride, row.children, row.person.needs_childcare) == (True, 2, True)
    assert "Avec Awa" in row.replies.get().comment


def test_a_double_click_counts_once_and_a_change_of_mind_counts(client, row):
    data = form_of(client, row)
    for answer in ("yes", "yes", "no"):
        client.post(page(row), data | {"answer": answer})

    row.refresh_from_db()
    assert row.answer == "no"
    assert Reply.objects.count() == 2


def test_the_form_is_protected_like_any_other(row):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(page(row), {"answer": "yes"}).status_code == 403
    assert not Reply.objects.exists()


def test_a_wrong_form_keeps_what_was_typed(client, row):
    data = form_of(client, row) | {"comment": "Je viens avec tout l’immeuble", "answer": "yes"}

    answer = client.post(page(row), data | {"companions": "400"})

    assert answer.status_code == 422
    assert "tout l’immeuble" in answer.content.decode()
    assert "Jusqu’à vingt personnes" in answer.content.decode()


def test_the_thanks_say_what_was_written_and_give_the_calendar(client, row):
    client.post(page(row), form_of(client, row) | {"answer": "yes", "companions": 1})

    text = client.get(page(row, "reply-thanks")).content.decode()
    calendar = client.get(page(row, "reply-calendar"))

    assert "1 personne." in text
    assert tokens.reply_token(row.pk) not in text.split("wa.me")[1].split('"')[0]
    assert calendar["Content-Type"].startswith("text/calendar")
    assert b"METHOD:PUBLISH" in calendar.content


@pytest.mark.parametrize("name", ["reply", "reply-thanks", "reply-calendar"])
def test_a_tampered_link_gets_a_kind_page(client, row, name):
    other = AttendanceFactory(action=row.action)
    token = tokens.reply_token(row.pk).replace(str(row.pk), str(other.pk), 1)

    answer = client.get(reverse(f"actions:{name}", args=[token]))

    assert answer.status_code == 404
    assert "Ce lien ne marche pas" in answer.content.decode()


def test_a_preferences_link_opens_no_reply_page(client, row):
    token = tokens.preferences_token(row.pk)

    assert client.get(reverse("actions:reply", args=[token])).status_code == 404


def test_a_cancelled_action_an_erased_person_and_an_old_link_are_said_so(client, row):
    cancel(action=row.action, reason="Le maire a cédé")
    assert "Le maire a cédé" in client.get(page(row)).content.decode()
    assert client.post(page(row), {"answer": "yes"}).status_code == 410

    old = AttendanceFactory(action__starts_at=timezone.now() - timedelta(days=9))
    assert "C’est déjà passé" in client.get(page(old)).content.decode()

    link = page(old)
    Attendance.objects.all().delete()
    assert client.get(link).status_code == 410


def test_the_days_after_the_page_stays_but_takes_no_answer(client, row):
    begun = timezone.now() - timedelta(days=2)
    Action.objects.update(starts_at=begun, ends_at=begun + timedelta(hours=2))

    answer = client.post(page(row), {"answer": "yes"})

    assert answer.status_code == 200
    assert 'name="answer"' not in answer.content.decode()
    assert not Reply.objects.exists()


def test_she_reads_the_page_in_her_language(client, row):
    row.person.language = "en"
    row.person.save()

    assert '<html lang="en"' in client.get(page(row)).content.decode()


def test_the_page_costs_few_queries(client, row, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        client.get(page(row))
