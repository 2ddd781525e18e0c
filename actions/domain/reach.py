"""How a person can be reached: by e-mail when she agreed, by a human otherwise.

One definition, in SQL, for the preview of an invitation, the plan of the reminders and the last
look before a message leaves.
"""

from __future__ import annotations

from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from actions.enums import ReminderChannel
from members.enums import AddressState, Channel, Purpose
from members.models import Consent, PersonEmail, PersonPhone


def with_reach(queryset: QuerySet[Any], person: str = "person_id") -> QuerySet[Any]:
    """Annotate rows that lead to a person with the way to reach her.

    `email_address`: her first working address, or None. `email_consent`: her last word for
    e-mail is a yes (belonging is an opinion, GDPR art. 9: silence is a no). `phone_number`: a
    number that is not known as wrong, or None. `phone_refused`: she asked not to be called.
    `reach`: "email" with an address and consent; else "human", the twin of every automatic
    message; "" when she refused both: she is left in peace.
    """
    emails = PersonEmail.objects.filter(person=OuterRef(person), state=AddressState.OK)
    phones = PersonPhone.objects.filter(person=OuterRef(person), is_wrong=False)
    return queryset.annotate(
        email_address=Subquery(emails.order_by("-is_primary", "id").values("address")[:1]),
        email_consent=Coalesce(_last_word(person, Channel.EMAIL), Value(False)),
        phone_number=Subquery(phones.order_by("-is_primary", "id").values("number")[:1]),
        phone_refused=~Coalesce(_last_word(person, Channel.PHONE), Value(True)),
    ).annotate(
        reach=Case(
            When(
                email_consent=True,
                email_address__isnull=False,
                then=Value(ReminderChannel.EMAIL.value),
            ),
            When(phone_refused=False, then=Value(ReminderChannel.HUMAN.value)),
            default=Value(""),
            output_field=CharField(),
        )
    )


def with_shared_address(queryset: QuerySet[Any], person: str = "person_id") -> QuerySet[Any]:
    """Say whether somebody else known today reads the same mailbox (`email_shared`)."""
    others = PersonEmail.objects.filter(
        address=OuterRef("email_address"), person__archived_at=None, person__merged_into=None
    ).exclude(person=OuterRef(person))
    return queryset.annotate(email_shared=Exists(others))


def _last_word(person: str, channel: str) -> Subquery:
    words = Consent.objects.filter(
        Q(person=OuterRef(person)), channel=channel, purpose=Purpose.MOBILIZATION
    )
    return Subquery(words.order_by(F("recorded_at").desc(), F("id").desc()).values("given")[:1])
