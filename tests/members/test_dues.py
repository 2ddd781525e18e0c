"""Taking dues: once, for the right period, with a receipt."""

import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance.journal.models import Entry
from members.domain.meeting import follow_ups
from members.domain.paying import dues, late_members
from members.models import DuesPayment, Membership, Receipt
from tests.factories.dues import PaymentFactory, ReceiptFactory
from tests.factories.members import MembershipFactory, MembershipTypeFactory, PersonFactory

pytestmark = pytest.mark.django_db

NOW = timezone.make_aware(datetime(2026, 11, 22, 18))
TODAY = date(2026, 11, 22)


@pytest.fixture
def person(cast):
    return PersonFactory(chapter=cast.grenoble)


@pytest.fixture
def kind(cast):
    return MembershipTypeFactory(chapter=cast.grenoble, name="Adhésion", amount=20)


def pay(person, cast, **given):
    given = {"amount": Decimal(20), "method": "cash", "now": NOW} | given
    return dues.collect(person=person, collected_by=cast.amina, actor=cast.amina, **given)


def test_a_first_payment_opens_a_year_from_today(cast, person, kind):
    receipt = pay(person, cast, type=kind)
    membership = person.memberships.get()
    assert (membership.starts_on, membership.ends_on) == (TODAY, date(2027, 11, 21))
    assert receipt.payment.membership == membership
    assert receipt.payment.collected_by == cast.amina


def test_a_renewal_starts_the_day_after_the_period_under_way(cast, person, kind):
    MembershipFactory(person=person, type=kind, starts_on="2026-01-01", ends_on="2026-12-31")
    pay(person, cast, type=kind)
    assert person.memberships.first().starts_on == date(2027, 1, 1)


def test_after_a_lapse_the_year_starts_on_the_day_of_payment(cast, person, kind):
    MembershipFactory(person=person, type=kind, starts_on="2025-01-01", ends_on="2025-12-31")
    pay(person, cast, type=kind, received_on=date(2026, 11, 20))
    assert person.memberships.first().starts_on == date(2026, 11, 20)


def test_a_double_click_is_one_payment(cast, person, kind):
    click = uuid.uuid4()
    first = pay(person, cast, type=kind, client_id=click)
    assert pay(person, cast, type=kind, client_id=click) == first
    assert DuesPayment.objects.count() == Membership.objects.count() == 1


def test_a_form_of_somebody_else_is_refused(cast, person, kind):
    click = uuid.uuid4()
    pay(person, cast, type=kind, client_id=click)
    with pytest.raises(dues.InvalidPayment):
        pay(PersonFactory(chapter=cast.grenoble), cast, type=kind, client_id=click)


def test_instalments_pay_one_membership(cast, person, kind):
    pay(person, cast, type=kind, amount=Decimal(8))
    rest = dues.choices(person=person, on=TODAY)[0]
    assert (rest.amount, rest.value) == (Decimal(12), f"reste:{person.memberships.get().pk}")
    pay(person, cast, membership=rest.membership, amount=rest.amount)
    assert person.memberships.with_paid().get().paid == 20
    assert [c.value for c in dues.choices(person=person, on=TODAY)] == [f"type:{kind.pk}"]


def test_whoever_pays_by_the_month_is_offered_another_month_first(cast, person, kind):
    pay(person, cast, type=kind, amount=Decimal(5))
    first = dues.choices(person=person, on=TODAY)
    assert [choice.amount for choice in first[:2]] == [15, 5]
    pay(person, cast, membership=first[0].membership, amount=Decimal(5))
    again = dues.choices(person=person, on=TODAY)
    assert [choice.amount for choice in again[:2]] == [5, 10]
    assert again[0].is_instalment


def test_last_year_s_type_comes_first(cast, person, kind):
    small = MembershipTypeFactory(chapter=cast.grenoble, name="Petit budget", amount=5)
    assert dues.choices(person=person, on=TODAY)[0].type == kind
    MembershipFactory(person=person, type=small)
    assert [c.type for c in dues.choices(person=person, on=TODAY)] == [small, kind]


def test_in_its_last_month_a_half_paid_year_no_longer_comes_first(cast, person, kind):
    old = MembershipFactory(person=person, type=kind, ends_on=TODAY + timedelta(days=9))
    PaymentFactory(membership=old, amount=8)
    found = dues.choices(person=person, on=TODAY)
    assert [choice.membership for choice in found] == [None, old, old]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"amount": Decimal(0)}, "amount"),
        ({"amount": Decimal(20000)}, "amount"),
        ({"method": "or"}, "method"),
        ({"received_on": TODAY + timedelta(days=1)}, "received_on"),
        ({"received_on": date(1026, 11, 22)}, "received_on"),
        ({"type": None}, "what"),
    ],
)
def test_impossible_payments_are_refused_with_a_sentence(cast, person, kind, wrong, field):
    with pytest.raises(dues.InvalidPayment) as refusal:
        pay(person, cast, **({"type": kind} | wrong))
    assert list(refusal.value.messages) == [field]
    assert not Membership.objects.exists()


def test_another_chapter_s_type_is_refused(cast, person):
    with pytest.raises(dues.InvalidPayment):
        pay(person, cast, type=MembershipTypeFactory(chapter=cast.rennes))


def test_somebody_else_s_membership_is_refused(cast, person):
    with pytest.raises(dues.InvalidPayment):
        pay(person, cast, membership=MembershipFactory())


def test_two_organizers_at_once_do_not_take_two_years(cast, person, kind):
    seen = dues.count_of(person)
    pay(person, cast, type=kind, seen=seen)
    with pytest.raises(dues.PaidMeanwhile):
        pay(person, cast, type=kind, seen=seen)
    assert Membership.objects.count() == 1


def test_a_cancelled_receipt_keeps_its_number_and_frees_the_day(cast, person, kind):
    receipt = pay(person, cast, type=kind)
    assert dues.cancel(receipt=receipt, reason="erreur de saisie", actor=cast.amina, now=NOW)
    assert not dues.cancel(receipt=receipt, reason="encore", actor=cast.amina, now=NOW)
    assert not person.memberships.valid().exists()
    again = pay(person, cast, type=kind)
    assert (receipt.number, again.number) == (1, 2)
    assert Receipt.objects.get(number=1).cancel_reason == "erreur de saisie"


def test_cancelling_one_instalment_leaves_the_year(cast, person, kind):
    pay(person, cast, type=kind, amount=Decimal(8))
    second = pay(person, cast, membership=person.memberships.get(), amount=Decimal(12))
    dues.cancel(receipt=second, reason="chèque refusé", actor=cast.amina)
    assert person.memberships.valid().with_paid().get().paid == 8


def test_paying_withdraws_the_follow_up_and_cancelling_brings_it_back(cast, person, kind):
    task = follow_ups.plan(
        person=person,
        owner=cast.amina,
        what="Nouvelles",
        due_on=TODAY,
        key=late_members.key_of(person.pk, TODAY),
    )
    receipt = pay(person, cast, type=kind)
    task.refresh_from_db()
    assert task.cancelled_at
    dues.cancel(receipt=receipt, reason="erreur", actor=cast.amina)
    task.refresh_from_db()
    assert task.cancelled_at is None


def test_the_journal_keeps_amounts_and_numbers(cast, person, kind):
    dues.cancel(receipt=pay(person, cast, type=kind), reason="erreur", actor=cast.amina)
    entries = Entry.objects.filter(verb__startswith="dues.").order_by("id")
    assert [entry.verb for entry in entries] == ["dues.collected", "dues.cancelled"]
    assert entries[0].detail == {"amount": "20", "method": "cash", "receipt": 1}


def test_numbers_go_on_after_those_given_before(cast, person, kind):
    ReceiptFactory(payment__membership__person=person, number=41)
    assert pay(person, cast, type=kind).number == 42


def test_numbers_of_two_chapters_do_not_mix(cast, person, kind):
    pay(person, cast, type=kind)
    elsewhere = MembershipTypeFactory(chapter=cast.rennes)
    assert pay(PersonFactory(chapter=cast.rennes), cast, type=elsewhere).number == 1


@pytest.mark.parametrize("constraint", ["receipt_number_once", "receipt_cancelled_says_why"])
def test_impossible_receipts_are_refused_by_the_database(constraint):
    receipt = ReceiptFactory()
    wrong = {
        "receipt_number_once": {"number": receipt.number, "chapter": receipt.chapter},
        "receipt_cancelled_says_why": {"cancelled_at": timezone.now()},
    }[constraint]
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ReceiptFactory(**wrong)


def test_the_database_counts_a_client_id_once():
    click = uuid.uuid4()
    PaymentFactory(client_id=click)
    with pytest.raises(IntegrityError, match="client_id"), transaction.atomic():
        PaymentFactory(client_id=click)


@pytest.mark.parametrize("constraint", ["membership_one_start_a_day"])
def test_one_membership_starts_a_day(constraint):
    first = MembershipFactory()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        MembershipFactory(person=first.person, type=first.type)


def test_the_latest_period_comes_first_on_her_page(person, kind):
    for year in (2024, 2026, 2023, 2025):
        membership = MembershipFactory(
            person=person, type=kind, starts_on=f"{year}-01-01", ends_on=f"{year}-12-31"
        )
        PaymentFactory(membership=membership)
    assert [one.ends_on.year for one in dues.history(person)] == [2026, 2025, 2024, 2023]
