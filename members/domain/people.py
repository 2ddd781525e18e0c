"""People: create, change; searching is in `finding`. A name is enough, no e-mail needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alliance.core.emails import parse_email
from alliance.core.phones import parse_phone
from alliance.core.text.french import join_list
from alliance.core.text.names import clean_text, tidy_name
from alliance.journal.domain import record
from members.domain.finding.search import likeliest as likeliest
from members.domain.finding.search import search as search
from members.enums import PersonSource, PhoneKind
from members.models import Chapter, Person, PersonEmail, PersonPhone, User

NAME_FIELDS = ("first_name", "last_name", "usual_name")
NEEDS_A_NAME = gettext_lazy("Un prénom, un nom ou un nom d’usage suffit, mais il en faut un.")


class InvalidPerson(Exception):
    """The data cannot make a person; `messages` says why, field by field, in French."""

    def __init__(self, messages: dict[str, str]) -> None:
        super().__init__("; ".join(messages.values()))
        self.messages = messages


class EditedMeanwhile(Exception):
    """Somebody else saved this person since the form was opened; nothing was overwritten."""


@transaction.atomic
def create(
    *,
    chapter: Chapter,
    first_name: str = "",
    last_name: str = "",
    usual_name: str = "",
    phones: Sequence[str] = (),
    emails: Sequence[str] = (),
    actor: User | None = None,
    source: str = PersonSource.OTHER,
    now: datetime | None = None,
    **fields: Any,
) -> Person:
    """Create a person with her phones and e-mails.

    Names are tidied (« BENALI » becomes « Benali »), numbers stored in international form;
    the first phone and the first e-mail become the primary ones. The journal keeps who did it.
    Raises InvalidPerson when there is no name or a phone or e-mail cannot be read.
    """
    names = {
        "first_name": tidy_name(clean_text(first_name, 100)),
        "last_name": tidy_name(clean_text(last_name, 100)),
        "usual_name": clean_text(usual_name, 100),
    }
    numbers, addresses = _read_means(names, phones, emails)
    moment = now or timezone.now()
    fields["first_met_on"] = fields.get("first_met_on") or timezone.localdate(moment)
    person = Person.objects.create(
        chapter=chapter, source=source, created_by=actor, created_at=moment, **names, **fields
    )
    set_phones(person=person, numbers=numbers)
    set_emails(person=person, addresses=addresses)
    record(verb="person.created", actor=actor, subject=person, chapter_id=chapter.pk)
    return person


def _read_means(
    names: dict[str, str], phones: Iterable[str], emails: Iterable[str]
) -> tuple[list[tuple[str, str]], list[str]]:
    problems: dict[str, str] = {}
    if not any(names.values()):
        problems["first_name"] = str(NEEDS_A_NAME)
    typed = [text.strip() for text in phones if text.strip()]
    read = {text: parse_phone(text) for text in typed}
    if wrong := [text for text, phone in read.items() if phone is None]:
        words = ngettext(
            "%(typed)s n’est pas un numéro de téléphone.",
            "%(typed)s ne sont pas des numéros de téléphone.",
            len(wrong),
        )
        problems["phones"] = words % {"typed": _quoted(wrong)}
    numbers = [(phone.e164, str(phone.kind)) for phone in read.values() if phone]
    written = [text.strip() for text in emails if text.strip()]
    known = {text: parse_email(text) for text in written}
    if wrong := [text for text, address in known.items() if address is None]:
        words = ngettext(
            "%(typed)s n’est pas une adresse e-mail.",
            "%(typed)s ne sont pas des adresses e-mail.",
            len(wrong),
        )
        problems["emails"] = words % {"typed": _quoted(wrong)}
    addresses = [address for address in known.values() if address]
    if problems:
        raise InvalidPerson(problems)
    return numbers, addresses


def _means(person: Person) -> dict[str, list[str]]:
    return {
        "phones": list(PersonPhone.objects.filter(person=person).values_list("number", flat=True)),
        "emails": list(PersonEmail.objects.filter(person=person).values_list("address", flat=True)),
    }


def _quoted(texts: list[str]) -> str:
    """« 123 » et « 06 12 »; only the first ones when a whole text was pasted."""
    return join_list(_("« %(text)s »") % {"text": text[:40]} for text in texts[:5])


def set_phones(*, person: Person, numbers: Sequence[tuple[str, str]]) -> None:
    """Make these (number, kind) the person's phones, the first one primary.

    Numbers already known keep their label; numbers no longer given are removed.
    """
    wanted = dict(numbers)
    person.phones.exclude(number__in=wanted).delete()
    person.phones.filter(is_primary=True).update(is_primary=False)
    known = {phone.number: phone for phone in person.phones.all()}
    for rank, (number, kind) in enumerate(wanted.items()):
        phone = known.get(number) or PersonPhone(person=person, number=number)
        phone.kind = kind if kind in PhoneKind.values else PhoneKind.OTHER
        phone.is_primary = rank == 0
        phone.save()


def set_emails(*, person: Person, addresses: Sequence[str]) -> None:
    """Make these the person's e-mail addresses, the first one primary; bounces are remembered."""
    wanted = list(dict.fromkeys(addresses))
    person.emails.exclude(address__in=wanted).delete()
    person.emails.filter(is_primary=True).update(is_primary=False)
    known = {email.address: email for email in person.emails.all()}
    for rank, address in enumerate(wanted):
        email = known.get(address) or PersonEmail(person=person, address=address)
        email.is_primary = rank == 0
        email.save()


@transaction.atomic
def update(
    *,
    person: Person,
    expected_version: int,
    changes: dict[str, Any],
    phones: Sequence[str] | None = None,
    emails: Sequence[str] | None = None,
    actor: User | None = None,
) -> Person:
    """Change a person's fields; the journal keeps the names of the changed fields, not values.

    Raises EditedMeanwhile when the person was saved by somebody else since `expected_version`,
    and InvalidPerson as `create` does. Phones and e-mails left at None stay as they are.
    """
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if locked.version != expected_version:
        raise EditedMeanwhile
    for name in NAME_FIELDS:
        if name in changes:
            cleaned = clean_text(changes[name], 100)
            changes[name] = cleaned if name == "usual_name" else tidy_name(cleaned)
    names = {name: changes.get(name, getattr(locked, name)) for name in NAME_FIELDS}
    numbers, addresses = _read_means(names, phones or (), emails or ())
    changed = [name for name, value in changes.items() if getattr(locked, name) != value]
    for name in changed:
        setattr(locked, name, changes[name])
    locked.version += 1
    locked.save(update_fields=[*changed, "version"])
    before = _means(locked) if phones is not None or emails is not None else {}
    if phones is not None:
        set_phones(person=locked, numbers=numbers)
    if emails is not None:
        set_emails(person=locked, addresses=addresses)
    after = _means(locked) if before else {}
    changed += [name for name, value in before.items() if value != after[name]]
    record(
        verb="person.changed",
        actor=actor,
        subject=locked,
        chapter_id=locked.chapter_id,
        detail={"fields": sorted(changed)},
    )
    return locked
