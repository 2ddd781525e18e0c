"""Leave: an organizer's people, groups and promises go to a colleague, and come back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.journal.domain import record
from members.models import Absence, FollowUp, Group, Person, User


class InvalidAbsence(Exception):
    """This leave cannot be planned; `str()` says why, in French."""


def plan(
    *,
    user: User,
    replacement: User,
    starts_on: date,
    ends_on: date,
    actor: User,
    now: datetime | None = None,
) -> Absence:
    """Plan a leave; when it starts today or before, the handover is made at once. Journaled.

    Raises InvalidAbsence: nobody replaces herself, the colleague organizes in the same alliance and
    is not away, the days are ahead, and one leave at a time.
    """
    moment = now or timezone.now()
    today = timezone.localdate(moment)
    _check(user, replacement, starts_on, ends_on, today)
    try:
        with transaction.atomic():
            absence = Absence.objects.create(
                user=user, replacement=replacement, starts_on=starts_on, ends_on=ends_on
            )
            _record("absence.planned", absence, actor, moment)
            if starts_on <= today:
                begin(absence=absence, actor=actor, now=moment)
    except IntegrityError as problem:
        raise InvalidAbsence(_("Une absence est déjà prévue : terminez-la d’abord.")) from problem
    return absence


def _check(user: User, replacement: User, starts_on: date, ends_on: date, today: date) -> None:
    if user.pk == replacement.pk:
        raise InvalidAbsence(_("On ne se remplace pas soi-même."))
    if ends_on < starts_on:
        raise InvalidAbsence(_("Le retour est avant le départ."))
    if ends_on < today:
        raise InvalidAbsence(_("Cette absence est déjà passée."))
    if not user.scope.organizes & replacement.scope.organizes:
        raise InvalidAbsence(_("Cette personne n’organise pas dans la même alliance locale."))
    away = replacement.absences.pending().filter(starts_on__lte=ends_on, ends_on__gte=starts_on)
    if away.exists():
        raise InvalidAbsence(
            _("%(name)s sera en congé aussi ces jours-là.") % {"name": replacement}
        )


@transaction.atomic
def begin(*, absence: Absence, actor: User | None = None, now: datetime | None = None) -> bool:
    """Hand over her people, living groups and open promises; whether this call did it. Journaled.

    Only those of the alliances where the colleague organizes too.
    """
    moment = now or timezone.now()
    absence = Absence.objects.select_for_update().get(pk=absence.pk)
    if absence.began_at or absence.cancelled_at:
        return False
    chapters = absence.user.scope.organizes & absence.replacement.scope.organizes
    people = Person.objects.active().filter(organizer=absence.user, chapter__in=chapters)
    groups = Group.objects.active().filter(organizer=absence.user, chapter__in=chapters)
    promises = FollowUp.objects.open().filter(owner=absence.user, person__chapter__in=chapters)
    absence.people = list(people.values_list("pk", flat=True))
    absence.groups = list(groups.values_list("pk", flat=True))
    absence.follow_ups = list(promises.values_list("pk", flat=True))
    _hand(absence, absence.user, absence.replacement)
    absence.began_at = moment
    absence.save(update_fields=["people", "groups", "follow_ups", "began_at"])
    _record("absence.began", absence, actor, moment)
    return True


@transaction.atomic
def come_back(*, absence: Absence, actor: User | None = None, now: datetime | None = None) -> bool:
    """She is back: what is still in the colleague's hands returns to her. Journaled.

    Before it began, the leave is cancelled. Whether this call did it: a second tap does nothing.
    """
    moment = now or timezone.now()
    absence = Absence.objects.select_for_update().get(pk=absence.pk)
    if absence.ended_at or absence.cancelled_at:
        return False
    if absence.began_at is None:
        absence.cancelled_at = moment
        absence.save(update_fields=["cancelled_at"])
        _record("absence.cancelled", absence, actor, moment)
        return True
    _hand(absence, absence.replacement, absence.user)
    absence.ended_at = moment
    absence.save(update_fields=["ended_at"])
    _record("absence.ended", absence, actor, moment)
    return True


def run(*, now: datetime | None = None) -> int:
    """Begin the leaves whose day has come, end those that are over; returns how many moved."""
    moment = now or timezone.now()
    today = timezone.localdate(moment)
    over = Absence.objects.pending().filter(ends_on__lt=today)
    due = Absence.objects.pending().filter(began_at=None, starts_on__lte=today, ends_on__gte=today)
    ended = sum(come_back(absence=one, now=moment) for one in over)
    return ended + sum(begin(absence=one, now=moment) for one in due)


def _hand(absence: Absence, giver: User, taker: User) -> None:
    """What was listed and is still the giver's becomes the taker's."""
    Person.objects.filter(pk__in=absence.people, organizer=giver).update(organizer=taker)
    Group.objects.filter(pk__in=absence.groups, organizer=giver).update(organizer=taker)
    promises = FollowUp.objects.open().filter(pk__in=absence.follow_ups, owner=giver)
    promises.update(owner=taker)


def _record(verb: str, absence: Absence, actor: User | None, now: datetime) -> None:
    record(
        verb=verb,
        actor=actor,
        actor_label="" if actor else _("Alliance"),
        subject=absence,
        chapter_id=min(absence.user.scope.organizes, default=None),
        detail={
            "user": absence.user_id,
            "replacement": absence.replacement_id,
            "days": [str(absence.starts_on), str(absence.ends_on)],
            "people": len(absence.people),
            "groups": len(absence.groups),
            "follow_ups": len(absence.follow_ups),
        },
        now=now,
    )
