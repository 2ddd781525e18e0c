"""Money received and receipts."""

import factory
from factory.django import DjangoModelFactory

from members import models
from members.enums import PaymentMethod
from tests.factories.members import MembershipFactory


class PaymentFactory(DjangoModelFactory):
    membership = factory.SubFactory(MembershipFactory)
    amount = 20
    method = PaymentMethod.CASH
    received_on = "2026-01-01"

    class Meta:
        model = models.DuesPayment


class ReceiptFactory(DjangoModelFactory):
    payment = factory.SubFactory(PaymentFactory)
    chapter = factory.SelfAttribute("payment.membership.person.chapter")
    number = factory.Sequence(lambda n: n + 1)

    class Meta:
        model = models.Receipt
