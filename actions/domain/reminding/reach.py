"""How a person can be reached: by e-mail or SMS when she agreed, by a human otherwise.

One definition, in SQL, for the preview of an invitation, the plan of the reminders, the messages
written to a list and the last look before a message leaves.
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

from actions.enums import ReminderChannel, StepChannel
from alliance.outbox import domain as outbox
from alliance.outbox.enums import ChannelName
from members.enums import AddressState, Channel, PhoneKind, Purpose
from members.models import Consent, PersonEmail, PersonPhone

ORDERS = {
    StepChannel.EMAIL_FIRST: (ReminderChannel.EMAIL, ReminderChannel.SMS, ReminderChannel.HUMAN),
    StepChannel.SMS_FIRST: (ReminderChannel.SMS, ReminderChannel.EMAIL, ReminderChannel.HUMAN),
    StepChannel.SMS_ONLY: (ReminderChannel.SMS,),
}


def sms_is_offered() -> bool:
    """Whether this house has an SMS provider; without one nothing on screen speaks of SMS."""
    return outbox.offers(ChannelName.SMS)


def with_reach(
    queryset: QuerySet[Any],
    person: str = "person_id",
    *,
    prefer: str = StepChannel.EMAIL_FIRST,
    purpose: str = Purpose.MOBILIZATION,
    sms: bool = True,
) -> QuerySet[Any]:
    """Annotate rows that lead to a person with the way to reach her.

    `email_address`: her first working address, or None. `email_consent`: her last word for
    e-mail is a yes (belonging is an opinion, GDPR art. 9: silence is a no). `sms_number`,
    `sms_consent`: the same of her mobile. `phone_number`: a number that is not known as wrong, or
    None. `phone_refused`: she asked not to be called.
    `reach`: the first that is possible, in the order of `prefer`; "human" is the twin of every
    automatic message; "" when she refused all of them: she is left in peace. SMS only where the
    house has a provider, and the caller lets it (`sms`).
    """
    emails = PersonEmail.objects.filter(person=OuterRef(person), state=AddressState.OK)
    phones = PersonPhone.objects.filter(person=OuterRef(person), is_wrong=False)
    mobiles = phones.filter(kind=PhoneKind.MOBILE)
    texts = sms and sms_is_offered()
    return queryset.annotate(
        email_address=_first(emails, "address"),
        email_consent=Coalesce(_last_word(person, Channel.EMAIL, purpose), Value(False)),
        phone_number=_first(phones, "number"),
        phone_refused=~Coalesce(_last_word(person, Channel.PHONE, purpose), Value(True)),
        sms_number=_first(mobiles, "number") if texts else Value(None, CharField()),
        sms_consent=(
            Coalesce(_last_word(person, Channel.SMS, purpose), Value(False))
            if texts
            else Value(False)
        ),
    ).annotate(reach=way(prefer, sms=sms))


def way(prefer: str, *, sms: bool = True) -> Case:
    """The way to reach a row annotated by `with_reach`, in this order of means."""
    conditions = {
        ReminderChannel.EMAIL: Q(email_consent=True, email_address__isnull=False),
        ReminderChannel.SMS: Q(sms_consent=True, sms_number__isnull=False),
        ReminderChannel.HUMAN: Q(phone_refused=False),
    }
    order = [each for each in ORDERS[StepChannel(prefer)] if sms or each != ReminderChannel.SMS]
    cases = [When(conditions[each], then=Value(each.value)) for each in order]
    return Case(*cases, default=Value(""), output_field=CharField())


def with_shared_address(queryset: QuerySet[Any], person: str = "person_id") -> QuerySet[Any]:
    """Say whether somebody else known today reads the same mailbox (`email_shared`)."""
    others = PersonEmail.objects.filter(
        address=OuterRef("email_address"), person__archived_at=None, person__merged_into=None
    ).exclude(person=OuterRef(person))
    return queryset.annotate(email_shared=Exists(others))


def _first(rows: QuerySet[Any], name: str) -> Subquery:
    return Subquery(rows.order_by("-is_primary", "id").values(name)[:1])


def _last_word(person: str, channel: str, purpose: str) -> Subquery:
    # A refusal to be called is one, whatever it was about.
    about = Q() if channel == Channel.PHONE else Q(purpose=purpose)
    words = Consent.objects.filter(about, person=OuterRef(person), channel=channel)
    return Subquery(words.order_by(F("recorded_at").desc(), F("id").desc()).values("given")[:1])
