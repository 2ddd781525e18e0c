"""Addresses and numbers that stopped taking our messages; a human may believe in them again."""

from __future__ import annotations

from django.db import transaction

from alliance.journal.domain import record
from alliance.outbox.domain import AddressTrouble, Trouble, register_address_handler
from alliance.outbox.enums import ChannelName
from members.enums import AddressState
from members.models import PersonEmail, PersonPhone, User

STATES = {
    Trouble.BOUNCED: AddressState.BOUNCED,
    Trouble.COMPLAINED: AddressState.COMPLAINED,
}


def register() -> None:
    """Ask the outbox to tell us; called once the applications are loaded."""
    register_address_handler(note_trouble)


@transaction.atomic
def note_trouble(trouble: AddressTrouble) -> None:
    """Keep that an address takes no more messages, on every page that has it; journaled.

    A family shares its address: it works for none of them. A complaint is not forgotten for an
    error. A number that no operator knows is a wrong number.
    """
    if trouble.channel == ChannelName.SMS:
        phones = PersonPhone.objects.filter(number=trouble.address, is_wrong=False)
        for phone in phones.select_related("person").order_by("pk"):
            phone.is_wrong = True
            phone.save(update_fields=["is_wrong"])
            _journal("phone.wrong", phone, trouble.detail)
        return
    state = STATES[trouble.trouble]
    emails = PersonEmail.objects.filter(address=trouble.address.lower()).exclude(
        state__in=[state, AddressState.COMPLAINED]
    )
    for email in emails.select_related("person").order_by("pk"):
        email.state = state
        email.save(update_fields=["state"])
        _journal("email.failed", email, trouble.detail)


@transaction.atomic
def believe_again(*, email: PersonEmail, actor: User) -> bool:
    """Write to an address again: a human knows better (she emptied her box); journaled.

    On her page only. Returns whether anything changed.
    """
    changed = (
        PersonEmail.objects.filter(pk=email.pk)
        .exclude(state=AddressState.OK)
        .update(state=AddressState.OK)
    )
    if changed:
        _journal("email.believed_again", email, "", actor)
    return bool(changed)


def _journal(
    verb: str, means: PersonEmail | PersonPhone, detail: str, actor: User | None = None
) -> None:
    record(
        verb=verb,
        actor=actor,
        subject=means.person,
        chapter_id=means.person.chapter_id,
        detail={"why": detail[:200]} if detail else {},
    )
