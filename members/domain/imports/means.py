"""How to reach somebody, and what she agreed to: phones, e-mails, consents of one row."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from django.utils.translation import gettext as _

from alliance.core.emails import split_emails, suggest_email
from alliance.core.phones import split_phones
from alliance.core.text.names import clean_text, fold, name_key
from members.domain.imports import cells
from members.domain.imports.draft import Draft
from members.domain.imports.fields import Field as F
from members.enums import AddressState, Channel, PhoneKind

KINDS: Final = {"mobile": PhoneKind.MOBILE, "landline": PhoneKind.LANDLINE}
REFUSALS: Final = (
    (F.REFUSES_EMAIL, (Channel.EMAIL,)),
    (F.REFUSES_SMS, (Channel.SMS,)),
    (F.REFUSES_PHONE, (Channel.PHONE,)),
    (F.REFUSES_ALL, (Channel.EMAIL, Channel.SMS, Channel.PHONE)),
)


@lru_cache(maxsize=50_000)
def phones_of(cell: str) -> tuple[tuple[str, str], ...]:
    """The numbers of a cell as (international form, kind); remembered, for files are read twice."""
    return tuple(
        (phone.e164, str(KINDS.get(phone.kind.value, PhoneKind.OTHER)))
        for phone in split_phones(cell)
    )


def read_phones(draft: Draft) -> None:
    """Every number of the row, mobiles first; what is none goes to the note, with a warning."""
    found: dict[str, str] = {}
    for header, cell in draft.cells.get(F.PHONE, ()):
        numbers = phones_of(cell)
        found.update(numbers)
        if not numbers and any(letter.isdigit() for letter in cell):
            draft.warnings.append(
                _("Téléphone illisible, gardé en note : « %(cell)s ».") % {"cell": cell[:40]}
            )
            draft.notes.append(f"{header} : {clean_text(cell, 200)}")
    mobiles_first = sorted(found.items(), key=lambda item: item[1] != PhoneKind.MOBILE)
    draft.keep("phones", [list(item) for item in mobiles_first])


def read_emails(draft: Draft) -> None:
    """Every address of the row; a likely slip (gmail.con) is told, or mended if so chosen."""
    found: dict[str, None] = {}
    for header, cell in draft.cells.get(F.EMAIL, ()):
        addresses = split_emails(cell)
        if not addresses:
            _unread_email(draft, header, cell, found)
        for address in addresses:
            found[_mended(draft, address)] = None
    draft.keep("emails", list(found))


def _unread_email(draft: Draft, header: str, cell: str, found: dict[str, None]) -> None:
    if not any(letter.isalpha() for letter in cell) or fold(cell) in {
        "non",
        "aucun",
        "pas de mail",
    }:
        return
    meant = suggest_email(cell)
    if meant and draft.plan.fix_emails:
        found[meant] = None
        return
    draft.warnings.append(
        _("Adresse illisible, gardée en note : « %(cell)s ».") % {"cell": cell[:80]}
        + _suggestion(meant)
    )
    draft.notes.append(f"{header} : {clean_text(cell, 200)}")


def _mended(draft: Draft, address: str) -> str:
    meant = suggest_email(address)
    if meant is None:
        return address
    if draft.plan.fix_emails:
        return meant
    draft.warnings.append(
        _("Adresse à vérifier : « %(address)s ».") % {"address": address} + _suggestion(meant)
    )
    return address


def _suggestion(meant: str | None) -> str:
    return " " + _("Peut-être %(meant)s ?") % {"meant": meant} if meant else ""


def read_payer(draft: Draft) -> None:
    """What belongs to the payer joins the member only when both have the same name.

    In HelloAsso's files one parent pays for three members, and her address is on all three lines.
    """
    addresses = split_emails(draft.first(F.PAYER_EMAIL))
    numbers = phones_of(draft.first(F.PAYER_PHONE)) if draft.first(F.PAYER_PHONE) else ()
    if not addresses and not numbers:
        return
    payer = (draft.first(F.PAYER_FIRST_NAME), draft.first(F.PAYER_LAST_NAME))
    member = (draft.values.get("first_name", ""), draft.values.get("last_name", ""))
    if name_key(*payer) == name_key(*member):
        draft.keep("emails", list(dict.fromkeys([*draft.values.get("emails", []), *addresses])))
        known = dict(map(tuple, draft.values.get("phones", [])))
        draft.keep("phones", [list(item) for item in (known | dict(numbers)).items()])
        return
    who = " ".join(filter(None, payer)) or _("quelqu’un d’autre")
    draft.warnings.append(
        _("« %(address)s » est à %(who)s, qui a payé : pas rattaché à cette personne.")
        % {"address": ", ".join([*addresses, *(n for n, _kind in numbers)]), "who": who}
    )


def read_consents(draft: Draft) -> None:
    """What the file itself says of an agreement: a yes is one only if a column asks for it."""
    said: dict[str, bool] = {}
    words: list[str] = []
    for header, cell in draft.cells.get(F.CONSENT, ()):
        answer = cells.yes_or_no(cell)
        if answer is not None:
            said.update({channel.value: answer for channel in Channel})
            words.append(f"{header} : {clean_text(cell, 100)}")
    for field, channels in REFUSALS:
        for header, cell in draft.cells.get(field, ()):
            if cells.yes_or_no(cell):
                said.update({channel.value: False for channel in channels})
                words.append(f"{header} : {clean_text(cell, 100)}")
    _read_email_status(draft, said, words)
    draft.keep("consents", said)
    draft.keep("consent_words", " · ".join(words))


def _read_email_status(draft: Draft, said: dict[str, bool], words: list[str]) -> None:
    for header, cell in draft.cells.get(F.EMAIL_STATUS, ()):
        key = fold(cell)
        if "unsub" in key or "desab" in key or "desins" in key or "spam" in key:
            said[Channel.EMAIL.value] = False
            words.append(f"{header} : {clean_text(cell, 100)}")
        if "spam" in key:
            draft.keep("email_state", AddressState.COMPLAINED.value)
        elif "bounc" in key or "hard" in key:
            draft.keep("email_state", AddressState.BOUNCED.value)
