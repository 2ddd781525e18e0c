"""Memberships: a hundred and fifty up to date, some to renew, some late, some gone."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from alliance.demo.world import Resident, World
from members.enums import PaymentMethod
from members.models import DuesPayment, Membership, MembershipType, Receipt, ReceiptCounter

UP_TO_DATE = {"grenoble": 66, "aubervilliers": 38, "rennes": 27, "gennevilliers": 19}
LATE_SHARE, FORMER_SHARE, SOON_SHARE = 0.17, 0.16, 0.11
TYPES = {"Adhésion": 44, "Petit budget": 30, "Au mois": 12, "Famille": 9, "Soutien": 5}
METHODS = {
    PaymentMethod.CASH: 42,
    PaymentMethod.CHEQUE: 24,
    PaymentMethod.HELLOASSO: 20,
    PaymentMethod.TRANSFER: 14,
}
YEAR = 365
NUMBERED = 300


def make_dues(world: World) -> None:
    """Who belongs, since when, and what was paid."""
    types = {(t.chapter_id, t.name): t for t in MembershipType.objects.all()}
    memberships: list[Membership] = []
    for slug, wanted in UP_TO_DATE.items():
        pool = _closest_first(world, slug)
        late, former = round(wanted * LATE_SHARE), round(wanted * FORMER_SHARE)
        for rank, who in enumerate(pool[: wanted + late + former]):
            end = _last_day(world, rank, wanted, late)
            name = "Au mois" if who.key == "fatou" else world.weighted(TYPES)
            memberships += _periods(world, who, types[who.person.chapter_id, name], end)
    Membership.objects.bulk_create(memberships)
    payments = [payment for each in memberships for payment in _payments(world, each)]
    DuesPayment.objects.bulk_create(payments)
    _receipts(world, payments)


def _receipts(world: World, payments: list[DuesPayment]) -> None:
    """A numbered receipt for all money since the chapters use the tool for it, without a gap."""
    issued: dict[int, list[Receipt]] = {}
    recent = [payment for payment in payments if payment.received_on > world.ago(NUMBERED)]
    for payment in sorted(recent, key=lambda payment: (payment.received_on, payment.pk)):
        chapter = payment.membership.person.chapter
        mine = issued.setdefault(chapter.pk, [])
        mine.append(
            Receipt(
                chapter=chapter,
                number=len(mine) + 1,
                payment=payment,
                issued_at=world.at(payment.received_on, 19, len(mine) % 60),
                issued_by=payment.collected_by,
            )
        )
    Receipt.objects.bulk_create(receipt for mine in issued.values() for receipt in mine)
    ReceiptCounter.objects.bulk_create(
        ReceiptCounter(chapter_id=pk, last_number=len(mine)) for pk, mine in issued.items()
    )


def _closest_first(world: World, slug: str) -> list[Resident]:
    """Figures, then people of groups, then others; met long enough ago to have joined."""
    known = [w for w in world.of_chapter(slug) if w.person.first_met_on < world.ago(45)]
    shuffled = world.rng.sample(known, len(known))
    return sorted(shuffled, key=lambda who: -who.rank)


def _last_day(world: World, rank: int, wanted: int, late: int) -> date:
    if rank < wanted:
        soon = rank > 4 and world.chance(SOON_SHARE)
        return world.today + timedelta(
            days=world.rng.randint(2, 29) if soon else world.rng.randint(40, 350)
        )
    if rank < wanted + late:
        return world.ago(world.rng.randint(4, 330))
    return world.ago(world.rng.randint(400, 1100))


def _periods(world: World, who: Resident, kind: MembershipType, end: date) -> list[Membership]:
    """The last period and those before it, back to when she was met."""
    who.rank = max(who.rank, 2)
    periods: list[Membership] = []
    while len(periods) < 5:
        start = end - timedelta(days=YEAR - 1)
        if periods and start < who.person.first_met_on:
            break
        periods.append(Membership(person=who.person, type=kind, starts_on=start, ends_on=end))
        periods[-1].created_at = world.at(min(start, world.ago(1)), 19)
        end = start - timedelta(days=1)
    return periods


def _payments(world: World, membership: Membership) -> list[DuesPayment]:
    kind = membership.type
    day = min(membership.starts_on + timedelta(days=world.rng.randint(0, 12)), world.ago(1))
    if kind.name == "Au mois":
        return _instalments(world, membership)
    if membership.ends_on > world.today and world.chance(0.04):
        return []  # promised, not yet handed over
    method = PaymentMethod(world.weighted({str(k): v for k, v in METHODS.items()}))
    amount = kind.amount
    if kind.name == "Soutien" and world.chance(0.4):
        amount = Decimal(world.rng.choice((100, 200, 300)))
    return [_payment(world, membership, amount, method, day)]


def _instalments(world: World, membership: Membership) -> list[DuesPayment]:
    months = [membership.starts_on + timedelta(days=30 * month + 4) for month in range(12)]
    method = PaymentMethod(world.rng.choice(("transfer", "transfer", "cash")))
    return [
        _payment(world, membership, Decimal(5), method, month)
        for month in months
        if month < world.today
    ]


def _payment(
    world: World, membership: Membership, amount: Decimal, method: PaymentMethod, day: date
) -> DuesPayment:
    references = {
        PaymentMethod.CHEQUE: f"chèque {world.rng.randint(1_000_000, 9_999_999)}",
        PaymentMethod.HELLOASSO: f"HA-{world.rng.randint(10_000_000, 99_999_999)}",
        PaymentMethod.CASH: "",
        PaymentMethod.TRANSFER: "virement",
    }
    by_hand = method in {PaymentMethod.CASH, PaymentMethod.CHEQUE}
    return DuesPayment(
        membership=membership,
        amount=amount,
        method=method,
        received_on=day,
        collected_by=membership.person.organizer if by_hand else None,
        reference=references[method],
    )
