"""« C’est fait », « plus tard »: what one tap says of a person one meant to call."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from members.domain.meeting import contacts, follow_ups
from members.enums import ContactKind
from members.models import Contact, FollowUp, Person, User

TAKEN_BACK_WITHIN = timedelta(hours=1)  # after that, a note is history and is corrected in words


def reached(
    *, person: Person, author: User, client_id: UUID | None = None, now: datetime | None = None
) -> Contact:
    """Note that we called her, in one tap; the words may be added later on her page.

    The same `client_id` twice is one exchange. Her last contact moves forward.
    """
    return contacts.note(
        person=person, author=author, kind=ContactKind.CALL, client_id=client_id, now=now
    )


@transaction.atomic
def take_back(*, contact: Contact, actor: User, now: datetime | None = None) -> bool:
    """Undo a tap of `reached`: the empty exchange goes, the last contact is what it was.

    Only by its author, within the hour, and while nothing was written in it; returns whether
    it was undone.
    """
    moment = now or timezone.now()
    mine = Contact.objects.select_for_update().filter(
        pk=contact.pk,
        author=actor,
        kind=ContactKind.CALL,
        note="",
        next_step="",
        created_at__gte=moment - TAKEN_BACK_WITHIN,
    )
    if not mine.delete()[0]:
        return False
    hers = Contact.objects.filter(person=contact.person_id)
    last = hers.aggregate(last=Max("happened_at"))["last"]
    Person.objects.filter(pk=contact.person_id).update(last_contact_at=last)
    return True


def put_off(*, person: Person, owner: User, until: date, actor: User) -> FollowUp:
    """« Plus tard »: take news of her on that day; twice for the same day is one follow-up."""
    return follow_ups.plan(
        person=person,
        owner=owner,
        what=_("Prendre de ses nouvelles"),
        due_on=until,
        key=f"news:{person.pk}:{owner.pk}:{until}",
        actor=actor,
    )
