"""Voting by link: who may, the signed address, and the e-mail that carries it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.core.text.french import full_date
from alliance.journal.domain import record
from alliance.outbox.domain import enqueue, register_kind
from alliance.outbox.models import Message
from campaigns.models import Ballot, BallotResult, BallotVoter
from members.domain import consents
from members.domain.paying.memberships import Standing, standing
from members.enums import AddressState, Channel
from members.models import Person, PersonEmail, User

SALT = "campaigns.ballot_voter"
KIND = "campaigns.ballot_link"
IN_GOOD_STANDING = frozenset({Standing.UP_TO_DATE, Standing.DUE_SOON})


@dataclass(frozen=True)
class Sent:
    """What calling the voters did: `voters` in all, `mailed` now, `by_hand` without an e-mail one
    may write to."""

    voters: int
    mailed: int
    by_hand: int


def token_of(voter: BallotVoter) -> str:
    """The token of somebody's vote; it serves once, until the vote is closed."""
    return _signer().sign(str(voter.pk))


def url_of(voter: BallotVoter) -> str:
    """The address of her vote."""
    return settings.SITE_URL + reverse("campaigns:vote", args=[token_of(voter)])


def read_token(token: str) -> int | None:
    """The voter behind a token; None when it was not signed here."""
    try:
        number = _signer().unsign(token)
    except signing.BadSignature:
        return None
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 19 else None


def _signer() -> signing.Signer:
    return signing.Signer(salt=SALT, sep=".")


@transaction.atomic
def call_voters(*, ballot: Ballot, actor: User | None, now: datetime | None = None) -> Sent:
    """Every member in good standing of the chapter may vote by link; an e-mail brings it to those
    who agreed to receive any, once. Journaled. Called again, only newcomers are written to.
    """
    moment = now or timezone.now()
    people = list(
        Person.objects.active()
        .filter(chapter=ballot.chapter_id, memberships__isnull=False)
        .distinct()
    )
    paid = standing([person.pk for person in people])
    members = [person for person in people if paid.get(person.pk) in IN_GOOD_STANDING]
    BallotVoter.objects.bulk_create(
        (BallotVoter(ballot=ballot, person=person) for person in members), ignore_conflicts=True
    )
    voters = list(ballot.voters.select_related("person"))
    addresses = _addresses([voter.person_id for voter in voters])
    mailed = sum(
        _write(ballot, voter, addresses[voter.person_id], moment)
        for voter in voters
        if voter.person_id in addresses and voter.voted_on is None
    )
    record(
        verb="ballot.links_sent",
        actor=actor,
        subject=ballot,
        chapter_id=ballot.chapter_id,
        detail={"voters": len(voters), "mailed": mailed},
    )
    return Sent(len(voters), mailed, sum(1 for v in voters if v.person_id not in addresses))


def _addresses(person_ids: list[int]) -> dict[int, str]:
    agreed = consents.allowed(person_ids, channel=Channel.EMAIL)
    rows = PersonEmail.objects.filter(person__in=agreed, state=AddressState.OK, is_primary=True)
    return dict(rows.values_list("person_id", "address"))


def _write(ballot: Ballot, voter: BallotVoter, address: str, now: datetime) -> bool:
    chapter = ballot.chapter
    context = {
        "ballot": ballot,
        "chapter": chapter,
        "person": voter.person,
        "day": full_date(ballot.held_on),
        "url": url_of(voter),
        "organization_name": chapter.name,
    }
    _message, written = enqueue(
        key=f"ballot:{ballot.pk}:{voter.pk}",
        kind=KIND,
        channel="email",
        to_address=address,
        subject=_("Votre vote : %(title)s") % {"title": ballot.title},
        text=render_to_string("campaigns/emails/ballot_link.txt", context),
        html=render_to_string("campaigns/emails/ballot_link.html", context),
        reply_to=chapter.reply_to,
        chapter_id=chapter.pk,
        recipient=voter.person,
        reference=voter,
        now=now,
    )
    return written


def still_wanted(messages: Sequence[Message]) -> Mapping[int, str]:
    """Links whose vote is closed, or that served already, do not leave (one query)."""
    by_reference = {message.reference: message.pk for message in messages}
    label = BallotVoter._meta.label_lower
    ids = [int(ref.split(":")[1]) for ref in by_reference if ref.startswith(f"{label}:")]
    known = BallotVoter.objects.filter(pk__in=ids).select_related("person")
    closed = set(
        BallotResult.objects.filter(ballot__voters__in=ids).values_list("ballot_id", flat=True)
    )
    reasons = {pk: _("ce vote n’existe plus") for pk in by_reference.values()}
    for voter in known:
        pk = by_reference[f"{label}:{voter.pk}"]
        if voter.ballot_id in closed:
            reasons[pk] = _("le vote est clos")
        elif voter.voted_on is not None:
            reasons[pk] = _("la personne a voté")
        elif voter.person.archived_at is None:
            del reasons[pk]
    return reasons


def register() -> None:
    """Tell the outbox whom to ask about the links; called once the applications are loaded."""
    register_kind(KIND, still_wanted=still_wanted)
