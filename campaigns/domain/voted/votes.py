"""Votes in assembly: prepared from common problems, counted live, sealed with the minutes."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.core import signing
from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.core.text.names import clean_text
from alliance.journal.domain import record
from campaigns.domain import campaigns
from campaigns.enums import VoteMeans
from campaigns.models import (
    Ballot,
    BallotChoice,
    BallotCount,
    BallotResult,
    BallotVoter,
    Campaign,
    Issue,
)
from campaigns.models.ballot import MOST_PICKS
from members.models import Chapter, User

SEAL_SALT = "campaigns.ballot_result"
MOST_VOICES = 2_000


class InvalidVote(Exception):
    """The vote cannot be so; `str()` says why, in French."""


@transaction.atomic
def prepare(
    *,
    chapter: Chapter,
    title: str,
    issues: Collection[Issue],
    held_on: date | None = None,
    place: str = "",
    picks: int = 1,
    by_link: bool = False,
    client_id: UUID | None = None,
    actor: User | None = None,
) -> Ballot:
    """Put common problems to the vote; the same `client_id` twice is one ballot. Journaled.

    Raises InvalidVote without a title, without an issue, or for issues of another chapter or
    merged into another.
    """
    words = clean_text(title, 160)
    if not words:
        raise InvalidVote(_("Dites de quelle assemblée il s’agit."))
    if not issues or not 1 <= picks <= MOST_PICKS:
        raise InvalidVote(_("Il faut au moins un problème commun à mettre au vote."))
    if any(one.chapter_id != chapter.pk or one.merged_into_id for one in issues):
        raise InvalidVote(_("Ces problèmes ne peuvent pas être mis au vote ensemble."))
    ballot, created = Ballot.objects.get_or_create(
        client_id=client_id or uuid4(),
        defaults={
            "chapter": chapter,
            "title": words,
            "held_on": held_on or timezone.localdate(),
            "place": clean_text(place, 200),
            "picks": picks,
            "by_link": by_link,
            "created_by": actor,
        },
    )
    if created:
        BallotChoice.objects.bulk_create(
            BallotChoice(ballot=ballot, issue=issue, position=rank)
            for rank, issue in enumerate(issues, start=1)
        )
        record(verb="ballot.prepared", actor=actor, subject=ballot, chapter_id=chapter.pk)
    return ballot


@transaction.atomic
def add_choice(*, ballot: Ballot, issue: Issue) -> BallotChoice:
    """One more problem on the ballot, while nothing has been counted. Raises InvalidVote."""
    locked = _open(ballot)
    if issue.chapter_id != locked.chapter_id or issue.merged_into_id:
        raise InvalidVote(_("Ce problème ne peut pas être mis à ce vote."))
    if BallotCount.objects.filter(choice__ballot=locked).exists():
        raise InvalidVote(_("On a déjà commencé à compter : le bulletin ne change plus."))
    choice, _created = BallotChoice.objects.get_or_create(
        ballot=locked, issue=issue, defaults={"position": locked.choices.count() + 1}
    )
    return choice


@transaction.atomic
def count(
    *,
    choice: BallotChoice,
    voices: int,
    means: str,
    actor: User | None,
    client_id: UUID,
) -> int:
    """Add voices counted in the room (or take some back, below zero); returns the choice's total.

    The same `client_id` twice counts once. Raises InvalidVote when the vote is closed, for a
    number that changes nothing or is too great, or when the total would fall below zero.
    """
    _open(choice.ballot)
    if not -MOST_VOICES <= voices <= MOST_VOICES or voices == 0:
        raise InvalidVote(_("Comptez entre 1 et 2 000 voix à la fois."))
    if means not in {VoteMeans.HANDS, VoteMeans.PAPER}:
        raise InvalidVote(_("On compte des mains ou des bulletins."))
    before = _total(choice, means)
    if BallotCount.objects.filter(client_id=client_id).exists():
        return _total(choice)
    if before + voices < 0:
        raise InvalidVote(_("On ne peut pas retirer plus de voix qu’il n’y en a."))
    BallotCount.objects.create(
        choice=choice, means=means, voices=voices, counted_by=actor, client_id=client_id
    )
    return _total(choice)


@transaction.atomic
def cast(*, voter: BallotVoter, choices: Collection[int], today: date | None = None) -> bool:
    """A voice by link, once a person; returns whether this was the one.

    Only that she voted is kept, and the day; her choices are added to sums that hold no name.
    Raises InvalidVote when the vote is closed, for no choice, or for more than allowed.
    """
    ballot = _open(voter.ballot)
    day = today or timezone.localdate()
    mine = list(ballot.choices.filter(pk__in=set(choices)))
    if not mine:
        raise InvalidVote(_("Choisissez au moins une priorité."))
    if len(mine) > ballot.picks:
        raise InvalidVote(
            _("Choisissez au plus %(n)d priorités.") % {"n": ballot.picks}
            if ballot.picks > 1
            else _("Choisissez une seule priorité.")
        )
    first = BallotVoter.objects.filter(pk=voter.pk, voted_on=None).update(voted_on=day)
    if not first:
        return False
    midnight = timezone.make_aware(datetime.combine(day, time.min))
    for choice in mine:
        key = uuid5(ballot.client_id, f"{choice.pk}:{day}")
        row, created = BallotCount.objects.get_or_create(
            client_id=key,
            defaults={
                "choice": choice,
                "means": VoteMeans.LINK,
                "voices": 1,
                "counted_at": midnight,
            },
        )
        if not created:
            BallotCount.objects.filter(pk=row.pk).update(voices=F("voices") + 1)
    return True


def _open(ballot: Ballot) -> Ballot:
    locked: Ballot = Ballot.objects.select_for_update(of=("self",)).get(pk=ballot.pk)
    if BallotResult.objects.filter(ballot=locked).exists():
        raise InvalidVote(_("Ce vote est clos : son résultat ne change plus."))
    return locked


def _total(choice: BallotChoice, means: str | None = None) -> int:
    rows = BallotCount.objects.filter(choice=choice)
    if means is not None:
        rows = rows.filter(means=means)
    total: int = rows.aggregate(total=Sum("voices"))["total"] or 0
    return total


@dataclass(frozen=True)
class Line:
    """A choice with its voices, by means; `rank` from 1, equal voices sharing a rank."""

    choice: BallotChoice
    hands: int = 0
    paper: int = 0
    link: int = 0
    rank: int = 0
    retained: bool = False

    @property
    def total(self) -> int:
        """All its voices."""
        return self.hands + self.paper + self.link


@dataclass(frozen=True)
class Tally:
    """The count so far: `lines` from the most to the least voices, `voices` in all, `voted` and
    `voters` by link."""

    lines: Sequence[Line]
    voices: int
    voters: int
    voted: int


def tally(ballot: Ballot) -> Tally:
    """The count of a ballot (three queries). Retained: the first `picks` that have a voice."""
    choices = list(ballot.choices.select_related("issue"))
    rows = (
        BallotCount.objects.filter(choice__in=choices)
        .order_by()
        .values_list("choice_id", "means")
        .annotate(n=Sum("voices"))
    )
    counted = {(choice, means): n for choice, means, n in rows}
    lines = sorted(
        (
            Line(one, **{str(m): counted.get((one.pk, m), 0) for m in VoteMeans.values})
            for one in choices
        ),
        key=lambda line: (-line.total, line.choice.position, line.choice.pk),
    )
    totals = [line.total for line in lines]
    ranked = [
        Line(
            line.choice,
            line.hands,
            line.paper,
            line.link,
            rank=totals.index(line.total) + 1,
            retained=line.total > 0 and totals.index(line.total) < ballot.picks,
        )
        for line in lines
    ]
    voters = ballot.voters.count() if ballot.by_link else 0
    voted = ballot.voters.exclude(voted_on=None).count() if ballot.by_link else 0
    return Tally(ranked, sum(totals), voters, voted)


@transaction.atomic
def close(
    *,
    ballot: Ballot,
    signed_by: str,
    present: int | None = None,
    minutes: str = "",
    actor: User | None = None,
    now: datetime | None = None,
) -> BallotResult:
    """Close the count and seal the result into the minutes; journaled. It never changes again.

    Raises InvalidVote when it is closed already, unsigned, or nothing was counted.
    """
    locked = _open(ballot)
    signature = clean_text(signed_by, 200)
    if not signature:
        raise InvalidVote(_("Un résultat se signe : qui tenait le compte ?"))
    counted = tally(locked)
    if counted.voices == 0:
        raise InvalidVote(_("Rien n’a encore été compté."))
    result = BallotResult(
        ballot=locked,
        lines=[_as_kept(line) for line in counted.lines],
        present=present,
        minutes=clean_text(minutes, 10_000, keep_lines=True),
        signed_by=signature,
        closed_by=actor,
        closed_at=now or timezone.now(),
    )
    result.seal = _seal(result)
    result.save(force_insert=True)
    record(
        verb="ballot.closed",
        actor=actor,
        subject=locked,
        chapter_id=locked.chapter_id,
        detail={"voices": counted.voices, "seal": result.seal[-16:]},
        now=result.closed_at,
    )
    return result


def _as_kept(line: Line) -> dict[str, Any]:
    return {
        "issue": line.choice.issue_id,
        "title": line.choice.issue.title,
        "hands": line.hands,
        "paper": line.paper,
        "link": line.link,
        "total": line.total,
        "rank": line.rank,
        "retained": line.retained,
    }


def _seal(result: BallotResult) -> str:
    said = {
        "ballot": result.ballot_id,
        "lines": result.lines,
        "present": result.present,
        "minutes": result.minutes,
        "signed_by": result.signed_by,
        "closed_at": result.closed_at.astimezone(UTC).isoformat(timespec="seconds"),
    }
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    digest = sha256(text.encode()).hexdigest()
    return signing.Signer(salt=SEAL_SALT, sep=".").sign(digest)


def is_intact(result: BallotResult) -> bool:
    """Whether the result still says what was sealed (secret keys may have changed since)."""
    signer = signing.Signer(salt=SEAL_SALT, sep=".")
    try:
        kept = signer.unsign(result.seal)
    except signing.BadSignature:
        return False
    return kept == _seal(result).rsplit(".", 1)[0]


def vote_of(campaign: Campaign) -> tuple[BallotResult, Mapping[str, Any]] | None:
    """The vote that chose the campaign's issue, with its line; None for a campaign without one."""
    if campaign.issue_id is None:
        return None
    known = {
        campaign.issue_id,
        *Issue.objects.filter(merged_into=campaign.issue_id).values_list("pk", flat=True),
    }
    results = BallotResult.objects.filter(ballot__choices__issue__in=known).distinct()
    for result in results.select_related("ballot").order_by("-closed_at"):
        for line in result.lines:
            if line["issue"] in known and line["retained"]:
                return result, line
    return None


@transaction.atomic
def open_campaign(*, ballot: Ballot, issue: Issue, actor: User | None = None) -> Campaign:
    """Open the campaign that the assembly chose; opened twice it is one.

    Its name is the issue's (with the assembly's day if that name is taken). Groups of those who
    voiced it join it. Raises InvalidVote when this vote did not retain that issue.
    """
    locked: Issue = Issue.objects.select_for_update().get(pk=issue.pk)
    result = BallotResult.objects.filter(ballot=ballot).first()
    if result is None or not any(
        line["issue"] == locked.pk and line["retained"] for line in result.lines
    ):
        raise InvalidVote(_("L’assemblée n’a pas retenu ce problème."))
    known = Campaign.objects.filter(issue=locked).first()
    if known is not None:
        return known
    name = locked.title
    if Campaign.objects.filter(chapter=locked.chapter_id, name=name).exists():
        name = f"{name[:140]} ({ballot.held_on:%d/%m/%Y})"
    campaign = campaigns.create(
        chapter=locked.chapter,
        name=name,
        theme=locked.theme,
        summary=locked.description,
        organizer=actor,
        actor=actor,
    )
    campaign.issue = locked
    campaign.save(update_fields=["issue"])
    return campaign
