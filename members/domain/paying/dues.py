"""Dues: what somebody may pay for, taking her money once, and the numbered receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.core.text.french import euros
from alliance.core.text.names import clean_text
from alliance.journal.domain import record
from members.domain.meeting import follow_ups
from members.domain.paying.late_members import key_of
from members.domain.paying.memberships import RENEWAL_DAYS, last_day
from members.enums import PaymentMethod
from members.models import (
    Chapter,
    DuesPayment,
    FollowUp,
    Membership,
    MembershipType,
    Person,
    Receipt,
    ReceiptCounter,
    User,
)

MOST = Decimal(2000)  # beyond, a comma was forgotten


class InvalidPayment(Exception):
    """The money cannot be taken so; `messages` says why, field by field, in French."""

    def __init__(self, messages: dict[str, str]) -> None:
        super().__init__("; ".join(messages.values()))
        self.messages = messages


class PaidMeanwhile(Exception):
    """Somebody else took money from this person since the form was opened; nothing was written."""


@dataclass(frozen=True)
class Choice:
    """What one may pay for: one more instalment or the rest of a period, or a period to come."""

    type: MembershipType
    amount: Decimal
    starts_on: date
    ends_on: date
    membership: Membership | None = None
    is_instalment: bool = False

    @property
    def value(self) -> str:
        """How a form names it."""
        if self.membership is None:
            return f"type:{self.type.pk}"
        return f"{'encore' if self.is_instalment else 'reste'}:{self.membership.pk}"


def choices(*, person: Person, on: date | None = None) -> list[Choice]:
    """What this person may pay for on a day, the likeliest first (three or four queries).

    A period under way and paid in part comes first, until its last month: the same instalment
    again for whoever pays little by little, the rest. Then a new period, of last year's type
    first: from the day after the last one, or from that day when it has lapsed.
    """
    day = on or timezone.localdate()
    last = person.memberships.valid().with_paid().order_by("-ends_on", "-id").first()
    known = last.type_id if last else None
    types = MembershipType.objects.filter(Q(is_offered=True) | Q(pk=known))
    offered = sorted(
        types.filter(chapter=person.chapter_id).order_by("-amount", "id"),
        key=lambda kind: kind.pk != known,
    )
    start = _next_start(last.ends_on if last else None, day)
    found = [Choice(t, t.amount, start, last_day(start, t.months)) for t in offered]
    if last is None or last.ends_on < day or not 0 < last.paid < last.type.amount:
        return found
    rest = _rest(last)
    soon = last.ends_on <= day + timedelta(days=RENEWAL_DAYS)
    return [*found, *rest] if soon else [*rest, *found]


def _rest(membership: Membership) -> list[Choice]:
    """Another instalment like the last one, and all that is left; the habit comes first."""
    span = membership.starts_on, membership.ends_on
    left = membership.type.amount - membership.paid
    whole = Choice(membership.type, left, *span, membership)
    paid = list(membership.payments.valid().values_list("amount", flat=True))
    if paid[0] >= left:
        return [whole]
    again = Choice(membership.type, paid[0], *span, membership, is_instalment=True)
    return [again, whole] if len(paid) > 1 else [whole, again]


def _next_start(last_end: date | None, day: date) -> date:
    return last_end + timedelta(days=1) if last_end and last_end >= day else day


def usual_method(person: Person) -> str:
    """How she paid last time; in cash, if she never did."""
    paid = DuesPayment.objects.valid().filter(membership__person=person)
    last = paid.values_list("method", flat=True).first()
    return last or PaymentMethod.CASH


def count_of(person: Person) -> int:
    """How many times she paid: a form shows it and gives it back to `collect`."""
    return DuesPayment.objects.valid().filter(membership__person=person).count()


def history(person: Person) -> list[Membership]:
    """Her memberships, the latest first, each with its payments and receipts (two queries)."""
    payments = DuesPayment.objects.select_related("receipt", "collected_by")
    found = person.memberships.valid().select_related("type").with_paid()
    latest_first = found.order_by("-ends_on", "-id")  # a sum forgets the order of the model
    return list(latest_first.prefetch_related(Prefetch("payments", payments)))


@transaction.atomic
def collect(
    *,
    person: Person,
    amount: Decimal,
    method: str,
    collected_by: User | None,
    type: MembershipType | None = None,
    membership: Membership | None = None,
    received_on: date | None = None,
    reference: str = "",
    client_id: UUID | None = None,
    seen: int | None = None,
    actor: User | None = None,
    now: datetime | None = None,
) -> Receipt:
    """Take money: for the rest of a `membership`, or for a new period of a `type`.

    The new period starts the day after her last one, or on the day of payment when that has
    lapsed. The same `client_id` twice (double click) is one payment and one receipt. The receipt
    takes the next number of the chapter, without gap. Follow-ups about lateness are withdrawn;
    journaled with the amount. Raises InvalidPayment for an impossible amount, date, type or
    method, and PaidMeanwhile when she has not paid exactly `seen` times so far.
    """
    moment = now or timezone.now()
    today = timezone.localdate(moment)
    locked = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if client_id and (known := _already(locked, client_id)):
        return known
    day = received_on or today
    _refuse_nonsense(locked, amount, method, day, today, type, membership)
    if seen is not None and count_of(locked) != seen:
        raise PaidMeanwhile
    payment = DuesPayment.objects.create(
        membership=membership or _open_period(locked, type, day, moment),
        amount=amount,
        method=method,
        received_on=day,
        collected_by=collected_by,
        reference=clean_text(reference, 80),
        client_id=client_id,
    )
    receipt = _issue(payment, locked.chapter, actor, moment)
    follow_ups.cancel_by_key(prefix=key_of(locked.pk), now=moment)
    detail = {"amount": str(amount), "method": method, "receipt": receipt.number}
    _journal("dues.collected", receipt, actor, detail)
    return receipt


def _already(person: Person, client_id: UUID) -> Receipt | None:
    known = Receipt.objects.filter(payment__client_id=client_id)
    receipt = known.select_related("payment__membership").first()
    if receipt is not None and receipt.payment.membership.person_id != person.pk:
        raise InvalidPayment({"__all__": _("Ce formulaire a déjà servi : ouvrez-le de nouveau.")})
    return receipt


def _refuse_nonsense(
    person: Person,
    amount: Decimal,
    method: str,
    day: date,
    today: date,
    type: MembershipType | None,
    membership: Membership | None,
) -> None:
    problems: dict[str, str] = {}
    if amount <= 0:
        problems["amount"] = _("Un montant est plus grand que zéro.")
    elif amount > MOST:
        problems["amount"] = _("%(amount)s ? Vérifiez la virgule.") % {"amount": euros(amount)}
    if method not in PaymentMethod.values:
        problems["method"] = _("Choisissez comment elle ou il a payé.")
    if day > today:
        problems["received_on"] = _("Cette date est dans le futur.")
    elif day.year < 2000:
        problems["received_on"] = _("Cette date est trop ancienne : vérifiez l’année.")
    if person.merged_into_id:
        problems["__all__"] = _("Cette fiche a été fusionnée avec une autre.")
    hers = membership is None or (
        membership.person_id == person.pk and membership.cancelled_at is None
    )
    offered = membership is not None or (type is not None and type.chapter_id == person.chapter_id)
    if not hers or not offered:
        problems["what"] = _("Choisissez ce qui est payé.")
    if problems:
        raise InvalidPayment(problems)


def _open_period(
    person: Person, type: MembershipType | None, day: date, now: datetime
) -> Membership:
    if type is None:
        raise InvalidPayment({"what": _("Choisissez ce qui est payé.")})
    last = person.memberships.valid().aggregate(end=Max("ends_on"))["end"]
    start = _next_start(last, day)
    return Membership.objects.create(
        person=person,
        type=type,
        starts_on=start,
        ends_on=last_day(start, type.months),
        created_at=now,
    )


def _issue(payment: DuesPayment, chapter: Chapter, actor: User | None, now: datetime) -> Receipt:
    """The next receipt of the chapter: the counter's row stays locked until the commit."""
    first: dict[str, Any] = {"last_number": lambda: _highest(chapter)}
    ReceiptCounter.objects.get_or_create(chapter=chapter, defaults=first)
    counter = ReceiptCounter.objects.filter(chapter=chapter)
    counter.update(last_number=F("last_number") + 1)
    number = counter.values_list("last_number", flat=True).get()
    return Receipt.objects.create(
        chapter=chapter, number=number, payment=payment, issued_at=now, issued_by=actor
    )


def _highest(chapter: Chapter) -> int:
    """The last number given before there was a counter (a restored or migrated book)."""
    return chapter.receipts.aggregate(last=Max("number"))["last"] or 0


@transaction.atomic
def cancel(
    *, receipt: Receipt, reason: str, actor: User | None, now: datetime | None = None
) -> bool:
    """Cancel a receipt and its payment; the number stays taken, for ever.

    A membership that nothing else pays is cancelled with it, and the follow-ups that the payment
    withdrew come back. Journaled. Cancelled twice, the first time counts; returns whether this
    was the one. Raises InvalidPayment without a reason.
    """
    moment = now or timezone.now()
    words = clean_text(reason, 200)
    if not words:
        raise InvalidPayment({"reason": _("Dites pourquoi ce reçu est annulé.")})
    open_receipt = Receipt.objects.filter(pk=receipt.pk, cancelled_at=None)
    if not open_receipt.update(cancelled_at=moment, cancel_reason=words):
        return False
    membership = Membership.objects.select_for_update(of=("self",)).get(
        payments__receipt=receipt.pk
    )
    if not membership.payments.valid().exists():
        membership.cancelled_at = moment
        membership.save(update_fields=["cancelled_at"])
    withdrawn = FollowUp.objects.filter(key__startswith=key_of(membership.person_id))
    withdrawn.filter(cancelled_at=receipt.issued_at).update(cancelled_at=None)
    _journal("dues.cancelled", receipt, actor, {"receipt": receipt.number})
    return True


def _journal(verb: str, receipt: Receipt, actor: User | None, detail: dict[str, object]) -> None:
    person = receipt.payment.membership.person
    record(verb=verb, actor=actor, subject=person, chapter_id=receipt.chapter_id, detail=detail)
