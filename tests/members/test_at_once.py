"""Receipts given and pages merged at the same instant: no gap, nothing twice."""

import uuid
from decimal import Decimal

import pytest
from django.db import transaction

from members.domain import merging
from members.domain.knowing import ties
from members.domain.paying import dues
from members.models import DuesPayment, Merge, Person, Receipt
from tests.cast import make_cast
from tests.factories.members import MembershipTypeFactory, PersonFactory
from tests.threads import together

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 6


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


def test_two_merges_of_one_pair_at_once_are_one():
    cast = make_cast()
    pair = PersonFactory.create_batch(2, chapter=cast.grenoble)

    def merge(keep, gone):
        return lambda: merging.merge(keep=keep, gone=gone, actor=cast.amina)

    problems = together([merge(*pair), merge(*reversed(pair))])
    assert [type(problem) for problem in problems] == [merging.CannotMerge]
    assert Merge.objects.count() == 1


def test_two_halves_of_a_circle_do_not_pass_each_other():
    cast = make_cast()
    pair = PersonFactory.create_batch(2, chapter=cast.grenoble)

    def brought(person, by):
        return lambda: ties.set_brought_by(person=person, by=by)

    problems = together([brought(*pair), brought(*reversed(pair))])
    assert [type(problem) for problem in problems] == [ties.InvalidTie]
    assert Person.objects.exclude(brought_by=None).count() == 1
