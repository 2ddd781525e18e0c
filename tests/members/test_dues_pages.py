"""« Encaisser » in the browser: one tap, one payment; receipts and the list of members."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import DuesPayment, Membership, Receipt
from tests.factories.dues import PaymentFactory, ReceiptFactory
from tests.factories.members import (
    MembershipFactory,
    MembershipTypeFactory,
    PersonFactory,
    PhoneFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina(client_of, cast):
    return client_of(cast.amina)


@pytest.fixture
def kind(cast):
    return MembershipTypeFactory(chapter=cast.grenoble, name="Adhésion", amount=20)


@pytest.fixture
def person(cast):
    return PersonFactory(chapter=cast.grenoble)


def url(person):
    return reverse("members:dues-collect", args=[person.pk])


def filled(page):
    """What the browser would send if one only tapped the button."""
    html = page.content.decode()
    hidden = re.findall(r'type="hidden" name="(client_id|seen)" value="([^"]+)"', html)
    chosen = re.findall(r'type="radio" name="(\w+)" value="([^"]+)"[^>]* checked', html)
    day = re.findall(r'type="date" name="(received_on)" value="([^"]+)"', html)
    return dict(hidden + chosen + day)


def test_one_tap_takes_the_money(amina, cast, person, kind):
    data = filled(amina.get(url(person)))
    answer = amina.post(url(person), data, follow=True)
    receipt = Receipt.objects.get()
    assert (receipt.payment.amount, receipt.payment.method) == (20, "cash")
    assert "20\xa0€ encaissés, reçu n°\xa01." in answer.content.decode()
    assert reverse("members:receipt-cancel", args=[receipt.pk]) in answer.content.decode()


def test_two_taps_are_one_payment(amina, person, kind):
    data = filled(amina.get(url(person)))
    for _twice in range(2):
        assert amina.post(url(person), data).status_code == 302
    assert DuesPayment.objects.count() == 1


def test_the_form_is_filled_in_as_last_year(amina, cast, person, kind):
    small = MembershipTypeFactory(chapter=cast.grenoble, name="Petit budget", amount=5)
    PaymentFactory(membership=MembershipFactory(person=person, type=small), method="cheque")
    data = filled(amina.get(url(person)))
    assert (data["what"], data["method"]) == (f"type:{small.pk}", "cheque")


@pytest.mark.parametrize("typed", ["12,50", "12.5", "12,50 €"])
def test_another_sum_is_read_as_people_type_it(amina, cast, person, kind, typed):
    data = filled(amina.get(url(person))) | {"amount": typed, "collected_by": cast.amina.pk}
    amina.post(url(person), data)
    payment = DuesPayment.objects.get()
    assert (str(payment.amount), payment.collected_by) == ("12.50", cast.amina)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"amount": "douze"}, "Écrivez un montant"),
        ({"amount": "0"}, "plus grand que zéro"),
        ({"amount": "999999"}, "Vérifiez la virgule"),
        ({"received_on": "2999-01-01"}, "dans le futur"),
        ({"received_on": "hier"}, "date valide"),
        ({"what": "type:0"}, "Sélectionnez"),
        ({"method": "or"}, "Sélectionnez"),
        ({"collected_by": "0"}, "Sélectionnez"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_taken(amina, person, kind, wrong, said):
    answer = amina.post(url(person), filled(amina.get(url(person))) | wrong)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Membership.objects.exists()


def test_somebody_else_took_the_money_meanwhile(amina, person, kind):
    data = filled(amina.get(url(person)))
    PaymentFactory(membership=MembershipFactory(person=person, type=kind))
    answer = amina.post(url(person), data)
    assert answer.status_code == 422
    assert "Quelqu’un vient d’encaisser" in answer.content.decode()
    assert filled(answer)["seen"] == "1"


def test_without_a_type_the_page_says_what_is_missing(amina, person):
    assert "Aucune adhésion à proposer" in amina.get(url(person)).content.decode()


def test_only_her_organizers_take_money(client_of, cast, kind):
    person = cast.leader_person
    for who, status in ((cast.leader, 403), (cast.board, 403), (cast.yann, 404)):
        assert client_of(who).get(url(person)).status_code == status


def test_a_receipt_is_a_page_to_print(amina, person, kind):
    amina.post(url(person), filled(amina.get(url(person))))
    page = amina.get(reverse("members:receipt-detail", args=[Receipt.objects.get().pk]))
    html = page.content.decode()
    assert "Reçu n°\xa01" in html
    assert "20\xa0€" in html
    assert str(person) in html
    assert "fiscal" not in html


def test_a_receipt_is_taken_back_at_once_without_a_word(amina, person, kind):
    amina.post(url(person), filled(amina.get(url(person))))
    receipt = Receipt.objects.get()
    amina.post(reverse("members:receipt-cancel", args=[receipt.pk]))
    receipt.refresh_from_db()
    assert receipt.cancelled_at
    assert "annulé" in amina.get(f"/recus/{receipt.pk}/").content.decode()


def test_later_a_reason_is_asked(amina, person, cast):
    payment = PaymentFactory(membership=MembershipFactory(person=person))
    receipt = ReceiptFactory(payment=payment, issued_at=timezone.now() - timedelta(days=1))
    cancel = reverse("members:receipt-cancel", args=[receipt.pk])
    assert amina.post(cancel).status_code == 422
    amina.post(cancel, {"reason": "chèque refusé"})
    receipt.refresh_from_db()
    assert receipt.cancel_reason == "chèque refusé"


def test_the_person_page_shows_her_dues(amina, person, kind):
    amina.post(url(person), filled(amina.get(url(person))) | {"amount": "8"})
    address = f"/personnes/{person.pk}/adhesion/"
    assert f'hx-get="{address}"' in amina.get(f"/personnes/{person.pk}/").content.decode()
    page = amina.get(address).content.decode()
    assert "8\xa0€ reçus sur 20\xa0€" in page
    assert "reçu n°\xa01" in page


@pytest.mark.parametrize("situation", ["up_to_date", "due_soon", "late", "former", "x"])
@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_queries(
    amina, cast, django_assert_num_queries, situation, rows
):
    today = timezone.localdate()
    for days in (100, 9, -9, -999):
        for _each in range(rows):
            person = PersonFactory(chapter=cast.grenoble, organizer=cast.amina)
            PhoneFactory(person=person)
            end = today + timedelta(days=days)
            MembershipFactory(person=person, starts_on="2020-01-01", ends_on=end)
    amina.get("/adhesions/")
    with django_assert_num_queries(6):
        page = amina.get(f"/adhesions/?situation={situation}").content.decode()
    assert page.count('class="row-person"') == rows
    assert f"En retard ({rows})" in page


def test_the_list_is_for_organizers_and_shows_their_chapters(client_of, cast, amina):
    MembershipFactory(starts_on="2020-01-01", ends_on=timezone.localdate())
    assert "(0)" in amina.get("/adhesions/").content.decode()
    assert client_of(cast.board).get("/adhesions/").status_code == 403
    assert client_of(cast.nadia).get("/adhesions/?alliance=x").status_code == 200


@pytest.mark.parametrize("place", ["xx", "WyIyMDI2LTEzLTQ1IiwgMV0=", "WyJ4IiwgMV0="])
def test_a_tampered_place_shows_the_first_page(amina, cast, place):
    assert amina.get(f"/adhesions/?apres={place}").status_code == 200
