"""« + Noter »: somebody known or new, a day that is tapped, and what is refused in words."""

import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone

from members.forms.contacts import near_days
from members.models import Contact, FollowUp, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina(cast, client_of):
    return client_of(cast.amina)


def typed(**fields):
    return {"client_id": str(uuid.uuid4()), "kind": "door", "note": "Vue au 12"} | fields


def test_somebody_new_is_made_in_place_and_once(amina, cast):
    sent = typed(new_name="Aïssatou BÂ", new_phone="06 39 98 00 77")
    for _ in range(2):
        assert amina.post("/noter/", sent).status_code == 302
    person = Person.objects.exclude(pk=cast.leader_person.pk).get()
    assert (person.first_name, person.last_name, person.source) == ("Aïssatou", "Bâ", "door")
    assert person.organizer == cast.amina
    assert Contact.objects.get().person == person
    assert person.phones.get().number == "+33639980077"


def test_an_impossible_phone_loses_nothing_and_makes_nobody(amina):
    answer = amina.post("/noter/", typed(new_name="Aïssatou", new_phone="12"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "n’est pas un numéro" in page
    assert "Vue au 12" in page
    assert "Aïssatou" in page
    assert not Contact.objects.exists()


def test_a_tapped_day_becomes_a_follow_up(amina, cast):
    tomorrow = timezone.localdate() + timedelta(days=1)
    sent = typed(person=cast.leader_person.pk, follow_up_in=tomorrow.isoformat())
    amina.post("/noter/", sent | {"next_step": "Amener deux voisines"})
    found = FollowUp.objects.get()
    assert (found.due_on, found.owner, found.what) == (tomorrow, cast.amina, "Amener deux voisines")


def test_a_day_of_the_calendar_goes_before_the_tapped_one(amina, cast):
    day = timezone.localdate() + timedelta(days=12)
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    sent = typed(person=cast.leader_person.pk, follow_up_in=tomorrow, follow_up_on=day.isoformat())
    amina.post("/noter/", sent)
    assert FollowUp.objects.get().due_on == day


def test_a_level_needs_its_reason_and_a_date_its_past(amina, cast):
    sent = typed(person=cast.leader_person.pk, level="4", happened_at="2999-01-01T10:00")
    page = amina.post("/noter/", sent).content.decode()
    assert "Dites en quelques mots pourquoi cette appréciation." in page
    assert "Cette date est dans le futur." in page


def test_a_leader_adds_nobody(client_of, cast):
    page = client_of(cast.leader).post("/noter/", typed(new_name="Aïssatou"))
    assert page.status_code == 422
    assert Person.objects.count() == 1


def test_the_days_one_says(db):
    saturday_in_three = near_days(date(2026, 11, 26))  # a Thursday: in three days, a Sunday
    assert saturday_in_three[0] == ("2026-11-27", "demain")
    assert saturday_in_three[1] == ("2026-11-30", "lundi")


def test_a_year_mistyped_plans_nothing(amina, cast):
    far = (timezone.localdate() + timedelta(days=4000)).isoformat()
    answer = amina.post("/noter/", typed(person=cast.leader_person.pk, follow_up_on=far))
    assert answer.status_code == 422
    assert "Vérifiez l’année" in answer.content.decode()
    assert not FollowUp.objects.exists()


def test_a_whole_file_pasted_is_refused_and_kept_on_the_page(amina, cast):
    answer = amina.post("/noter/", typed(person=cast.leader_person.pk, note="mot " * 9_000))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["note"]
    assert not Contact.objects.exists()
