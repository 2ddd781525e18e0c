"""What the rules say of one assembly: until when to call it, and whether it may decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from actions.models import Action, Attendance
from alliance.governance.domain.rules import rules_of
from alliance.governance.models import AssemblyRules, ProxyCount
from alliance.journal.domain import record
from members.models import Membership, Person, User
from members.models.person import PersonQuerySet


class TooManyProxies(Exception):
    """More proxies than the people present may carry; `most` says how many they may."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


@dataclass(frozen=True)
class Quorum:
    """An assembly beside its rules.

    `send_by`: the last day to send the call, so that the notice is whole. `voters`: people of the
    alliance whose dues cover the day and, where the statutes ask for it, who were up to date so
    many days before. `needed`: the share of them that the quorum asks for, rounded up. `present`:
    voters checked in. `proxies`: those typed at the door. `most_proxies`: how many the people
    present may carry.
    """

    rules: AssemblyRules
    day: date
    voters: int
    present: int
    proxies: int

    @property
    def send_by(self) -> date:
        """The last day to send the call."""
        return self.day - timedelta(days=self.rules.notice_days)

    @property
    def needed(self) -> int:
        """How many must be there or represented."""
        return -(-self.voters * self.rules.quorum_percent // 100)

    @property
    def counted(self) -> int:
        """Those who are there, and those they represent."""
        return self.present + min(self.proxies, self.most_proxies)

    @property
    def most_proxies(self) -> int:
        """How many proxies the people present may carry."""
        return self.present * self.rules.proxies_each

    @property
    def missing(self) -> int:
        """How many more are needed."""
        return max(0, self.needed - self.counted)

    @property
    def is_reached(self) -> bool:
        """Whether the assembly may decide."""
        return self.voters > 0 and not self.missing


def voters(action: Action, rules: AssemblyRules) -> PersonQuerySet:
    """Who may vote on that day, by the rules."""
    day = timezone.localdate(action.starts_at)
    hers = Membership.objects.valid().filter(person=OuterRef("pk"))
    people = Person.objects.active().filter(
        Exists(hers.filter(starts_on__lte=day, ends_on__gte=day)), chapter=action.chapter_id
    )
    if not rules.member_since_days:
        return people
    since = day - timedelta(days=rules.member_since_days)
    return people.filter(Exists(hers.filter(starts_on__lte=since, ends_on__gte=since)))


def quorum_of(action: Action) -> Quorum:
    """Where an assembly stands (four queries)."""
    rules = rules_of(action.chapter)
    entitled = voters(action, rules)
    here = Attendance.objects.filter(action=action, attended=True)
    noted = ProxyCount.objects.filter(action=action).values_list("proxies", flat=True)
    return Quorum(
        rules=rules,
        day=timezone.localdate(action.starts_at),
        voters=entitled.count(),
        present=entitled.filter(pk__in=here.values("person")).count(),
        proxies=next(iter(noted), 0),
    )


@transaction.atomic
def note_proxies(
    *, action: Action, proxies: int, actor: User, now: datetime | None = None
) -> ProxyCount:
    """Keep the number of proxies handed in; the last one typed counts. Journaled.

    Raises TooManyProxies beyond what the people present may carry.
    """
    moment = now or timezone.now()
    Action.objects.select_for_update(of=("self",)).get(pk=action.pk)
    most = quorum_of(action).most_proxies
    if proxies > most:
        raise TooManyProxies(most)
    before = ProxyCount.objects.filter(action=action).values_list("proxies", flat=True).first()
    noted, _new = ProxyCount.objects.update_or_create(
        action=action, defaults={"proxies": proxies, "noted_at": moment, "noted_by": actor}
    )
    if before != proxies:
        record(
            verb="assembly.proxies_noted",
            actor=actor,
            subject=action,
            chapter_id=action.chapter_id,
            detail={"proxies": proxies, "was": before},
            now=moment,
        )
    return noted
