"""People already known, as an import compares and completes them: loaded together, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from members.models import (
    Consent,
    GroupMembership,
    Membership,
    Person,
    PersonEmail,
    PersonPhone,
)


@dataclass
class Known:
    """A person and what hangs on her; an empty one stands for somebody new."""

    person: Person
    phones: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    groups: set[int] = field(default_factory=set)
    tags: set[int] = field(default_factory=set)
    periods: list[tuple[date, date]] = field(default_factory=list)
    words: dict[str, bool] = field(default_factory=dict)  # last word of consent, by channel
    is_new: bool = False


def nobody() -> Known:
    """Somebody of whom nothing is known yet."""
    return Known(Person(), is_new=True)


def load_known(person_ids: Iterable[int], *, lock: bool = False) -> dict[int, Known]:
    """Load these people with all an import may add to them, in seven queries.

    With `lock`, their rows are held until the end of the transaction, in the order of their ids,
    so that nobody edits them meanwhile.
    """
    ids = sorted(set(person_ids))
    if not ids:
        return {}
    people = Person.objects.filter(pk__in=ids).order_by("pk")
    if lock:
        people = people.select_for_update(of=("self",))
    found = {person.pk: Known(person) for person in people.defer("search_text", "search_vector")}
    _load_means(found, ids)
    _load_circles(found, ids)
    return found


def _load_means(found: dict[int, Known], ids: list[int]) -> None:
    phones = PersonPhone.objects.filter(person__in=ids).values_list("person_id", "number")
    for person, number in phones:
        found[person].phones.add(number)
    emails = PersonEmail.objects.filter(person__in=ids).values_list("person_id", "address")
    for person, address in emails:
        found[person].emails.add(address)
    words = Consent.objects.filter(person__in=ids, purpose="mobilization").latest_each()
    for person, channel, given in words.values_list("person_id", "channel", "given"):
        found[person].words[channel] = given


def _load_circles(found: dict[int, Known], ids: list[int]) -> None:
    groups = GroupMembership.objects.current().filter(person__in=ids)
    for person, group in groups.values_list("person_id", "group_id"):
        found[person].groups.add(group)
    tags = Person.tags.through.objects.filter(person__in=ids)
    for person, tag in tags.values_list("person_id", "tag_id"):
        found[person].tags.add(tag)
    periods = Membership.objects.valid().filter(person__in=ids)
    by_person: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for person, start, end in periods.values_list("person_id", "starts_on", "ends_on"):
        by_person[person].append((start, end))
    for person, dates in by_person.items():
        found[person].periods = dates
