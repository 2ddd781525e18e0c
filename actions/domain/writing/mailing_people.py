"""To whom a message written by hand goes, and how each hears of it; shown before it leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When

from actions.domain.reminding.audiences import audience_of
from actions.domain.reminding.reach import with_reach, with_shared_address
from actions.enums import Audience, MailingSource, Way
from actions.models import Attendance, Mailing, ReminderStep
from members.domain.paying.memberships import Standing, with_standing
from members.models import GroupMembership, Person, SavedList, User
from members.models.person import PersonQuerySet

PeopleOfList = Callable[[SavedList, User], PersonQuerySet]
_askers: list[PeopleOfList] = []


@dataclass(frozen=True)
class Reached:
    """How many of a mailing's people hear of it, and how.

    `email`, `sms`: will get it. `human`: cannot be written to (no address that works, or no yes
    for this purpose) and may be called. `none`: refused everything, or calls are not wanted here.
    """

    email: int = 0
    sms: int = 0
    human: int = 0
    none: int = 0

    @property
    def total(self) -> int:
        """Everybody on the list."""
        return self.email + self.sms + self.human + self.none

    @property
    def written(self) -> int:
        """Those who get a message."""
        return self.email + self.sms


def people_of(mailing: Mailing) -> PersonQuerySet:
    """The people a mailing is for, in its chapter; archived and merged ones are never there."""
    mine: PersonQuerySet = Person.objects.active().filter(chapter=mailing.chapter_id)
    if mailing.launched_at or mailing.source == MailingSource.CHOSEN:
        return mine.filter(pk__in=mailing.recipients.values("person"))
    if mailing.source == MailingSource.GROUP:
        members = GroupMembership.objects.current().filter(group=mailing.group)
        return mine.filter(pk__in=members.values("person"))
    if mailing.source == MailingSource.ACTION:
        step = ReminderStep(audience=mailing.audience or Audience.INVITED)
        rows = Attendance.objects.filter(audience_of(step), action=mailing.action)
        return mine.filter(pk__in=rows.values("person"))
    if mailing.source == MailingSource.LIST:
        return _listed(mailing, mine)
    up_to_date = with_standing(mine, Standing.UP_TO_DATE).values("pk")
    soon = with_standing(mine, Standing.DUE_SOON).values("pk")
    return mine.filter(Q(pk__in=up_to_date) | Q(pk__in=soon))


def register_lists(asker: PeopleOfList) -> None:
    """Say who knows the people of a saved list (its filters live beside the pages)."""
    _askers.append(asker)


def _listed(mailing: Mailing, mine: PersonQuerySet) -> PersonQuerySet:
    """The people of a saved list as its author sees them; of nobody once either is gone."""
    if mailing.saved_list is None or mailing.author is None or not _askers:
        return mine.none()
    listed = _askers[-1](mailing.saved_list, mailing.author)
    return mine.filter(pk__in=listed.order_by().values("pk"))


def with_way(mailing: Mailing, people: QuerySet[Any], person: str = "pk") -> QuerySet[Any]:
    """Annotate people with how each hears of a mailing (`way`), beside what `reach` says.

    E-mail before SMS where both are wanted and possible; never both to one person.
    """
    reached = with_reach(people, person, purpose=mailing.purpose, sms=mailing.by_sms)
    email = Q(email_consent=True, email_address__isnull=False)
    sms = Q(sms_consent=True, sms_number__isnull=False)
    cases = []
    if mailing.by_email:
        cases.append(When(email, then=Value(Way.EMAIL.value)))
    if mailing.by_sms:
        cases.append(When(sms, then=Value(Way.SMS.value)))
    cases.append(When(phone_refused=False, then=Value(Way.HUMAN.value)))
    return with_shared_address(
        reached.annotate(way=Case(*cases, default=Value(Way.NONE.value), output_field=CharField())),
        person,
    )


def reached(mailing: Mailing) -> Reached:
    """How many would hear of a mailing now, and how. One query."""
    rows = with_way(mailing, people_of(mailing)).order_by().values_list("way")
    return Reached(**dict(rows.annotate(n=Count("pk"))))


def why_not() -> Case:
    """Why somebody is not written to: no address, no yes, or she refused."""
    no_address = Q(email_address=None) & Q(sms_number=None)
    return Case(
        When(no_address, then=Value("address")),
        default=Value("consent"),
        output_field=CharField(),
    )
