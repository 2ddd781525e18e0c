"""The choices made on the columns page, kept on the batch: what reading and writing need."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.db.models import Q
from django.utils import timezone

from alliance.core.text.names import fold
from members.domain.imports.columns import Recognition, recognize_columns
from members.domain.imports.draft import Plan
from members.domain.imports.fields import DUES
from members.domain.imports.places import Places
from members.domain.imports.profiles import PROFILES, Profile, recognize
from members.domain.knowing import custom_columns
from members.enums import Channel, PaymentMethod, PersonSource, RoleKind
from members.models import Chapter, Group, ImportBatch, User

LOOKED_AT: Final = 200
DEFAULTS: Final[dict[str, Any]] = {
    "name_order": "last_first",
    "day_first": True,
    "fix_emails": False,
    "consent": "none",
    "consent_on": "",
    "neighbourhood": None,
    "group": "",
    "tag": "",
    "create_neighbourhoods": True,
    "create_groups": True,
    "membership_type": None,
    "method": PaymentMethod.CASH.value,
    "source": PersonSource.IMPORT.value,
}
HAND_MADE: Final = "tableur"


def guess(batch: ImportBatch) -> Recognition:
    """Guess the columns of a batch from its first rows."""
    rows = batch.rows.order_by("number").values_list("cells", flat=True)
    return recognize_columns(batch.header, list(rows[:LOOKED_AT]))


def profile_of(batch: ImportBatch) -> Profile | None:
    """The software that wrote the file of this batch, if it is one we know."""
    return recognize(batch.header)


def option(batch: ImportBatch, name: str) -> Any:
    """A choice made for this batch, or what is usual."""
    return batch.options.get(name, DEFAULTS[name])


def mapping_of(batch: ImportBatch) -> list[str]:
    """The field of each column, in the order of the file."""
    return [batch.mapping.get(name, "") for name in batch.header]


def plan_of(batch: ImportBatch) -> Plan:
    """How to read the rows of this batch."""
    mapping = mapping_of(batch)
    profile = profile_of(batch)
    return Plan(
        header=batch.header,
        mapping=mapping,
        today=timezone.localdate(),
        name_order=option(batch, "name_order"),
        day_first=option(batch, "day_first"),
        fix_emails=option(batch, "fix_emails"),
        with_dues=bool(option(batch, "membership_type")) and bool(DUES & set(mapping)),
        forced_method=profile.payment_method if profile else "",
        default_method=option(batch, "method"),
        organizers=organizers_by_name(batch.chapter),
        own_fields=custom_columns.of_chapter(batch.chapter),
        known_groups=frozenset(fold(name) for name in _group_names(batch.chapter)),
    )


def places_of(batch: ImportBatch) -> Places:
    """The neighbourhoods, groups and tags of the chapter, and what may be created."""
    return Places(
        batch.chapter,
        creates_neighbourhoods=option(batch, "create_neighbourhoods"),
        creates_groups=option(batch, "create_groups"),
        default_neighbourhood_id=option(batch, "neighbourhood"),
        default_groups=_given(option(batch, "group")),
        default_tags=_given(option(batch, "tag")),
    ).load()


def external_source_of(batch: ImportBatch) -> str:
    """Under which name the identifiers of this file are remembered."""
    profile = profile_of(batch)
    return profile.code if profile else HAND_MADE


def software_name(code: str) -> str:
    """The name of a piece of software, to be shown."""
    return next((profile.label for profile in PROFILES if profile.code == code), "")


def declared_consents(batch: ImportBatch) -> dict[str, bool]:
    """The agreement declared for everybody in the file: all means, or nothing at all."""
    if option(batch, "consent") == "none":
        return {}
    return {channel.value: True for channel in Channel}


def consent_day(batch: ImportBatch) -> date | None:
    """The day on the paper, when the agreement was signed."""
    text = option(batch, "consent_on")
    return date.fromisoformat(text) if text else None


def _given(name: str) -> Sequence[str]:
    return (name,) if name else ()


def _group_names(chapter: Chapter) -> list[str]:
    return list(Group.objects.filter(chapter=chapter).values_list("name", flat=True))


def organizers_by_name(chapter: Chapter) -> dict[str, int]:
    """The organizers of a chapter by e-mail, by full name, and by a first name only one bears."""
    held = Q(roles__kind=RoleKind.ORGANIZER) & (
        Q(roles__ends_on=None) | Q(roles__ends_on__gte=timezone.localdate())
    )
    people = User.objects.filter(held, roles__chapter=chapter, is_active=True).distinct()
    found: dict[str, int] = {}
    firsts: dict[str, list[int]] = {}
    for user in people:
        found[fold(user.email)] = user.pk
        found[fold(f"{user.first_name} {user.last_name}")] = user.pk
        found[fold(f"{user.last_name} {user.first_name}")] = user.pk
        firsts.setdefault(fold(user.first_name), []).append(user.pk)
    found.update({name: ids[0] for name, ids in firsts.items() if name and len(ids) == 1})
    return found
