"""Receipts given at the same instant: no gap, no number twice."""

import threading
import uuid
from decimal import Decimal

import pytest
from django.db import connection, transaction

from members.domain import dues
from members.models import DuesPayment, Receipt
from tests.cast import make_cast
from tests.factories.members import MembershipTypeFactory, PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 6


def together(deeds):
    """Run these at the same instant, each on its own connection; returns what went wrong."""
    start, problems = threading.Barrier(len(deeds)), []

    def run(deed):
        try:
            start.wait(timeout=10)
            deed()
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return problems


def payer(person, kind, **given):
    def pay():
        dues.collect(
            person=person, type=kind, amount=Decimal(20), method="cash", collected_by=None, **given
        )

    return pay


def test_numbers_follow_each_other_without_gap():
    cast = make_cast()
    kind = MembershipTypeFactory(chapter=cast.grenoble)
    people = PersonFactory.create_batch(AT_ONCE, chapter=cast.grenoble)
    assert together([payer(person, kind) for person in people]) == []
    assert sorted(Receipt.objects.values_list("number", flat=True)) == list(range(1, AT_ONCE + 1))
    payer(people[0], kind)()
    assert Receipt.objects.first().number == AT_ONCE + 1


def test_a_payment_rolled_back_gives_its_number_back():
    cast = make_cast()
    kind = MembershipTypeFactory(chapter=cast.grenoble)
    person = PersonFactory(chapter=cast.grenoble)
    with transaction.atomic():
        payer(person, kind)()
        transaction.set_rollback(True)
    assert not Receipt.objects.exists()
    payer(person, kind)()
    assert Receipt.objects.get().number == 1


def test_the_same_click_arriving_twice_at_once_is_one_payment():
    cast = make_cast()
    kind = MembershipTypeFactory(chapter=cast.grenoble)
    person, click = PersonFactory(chapter=cast.grenoble), uuid.uuid4()
    assert together([payer(person, kind, client_id=click)] * 4) == []
    assert DuesPayment.objects.count() == Receipt.objects.count() == 1
