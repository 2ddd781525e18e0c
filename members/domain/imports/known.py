"""People already known, as an import compares and completes them: loaded together, once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db import connection

from members.enums import Purpose
from members.models import Person

# Six short lists in one query: a page of the preview and a chunk of the writing both need all.
HOLDINGS: Final = """
SELECT 'phone', person_id, number, '' FROM members_personphone WHERE person_id = ANY(%(ids)s)
UNION ALL
SELECT 'email', person_id, address, '' FROM members_personemail WHERE person_id = ANY(%(ids)s)
UNION ALL
SELECT 'group', person_id, group_id::text, '' FROM members_groupmembership
WHERE person_id = ANY(%(ids)s) AND left_on IS NULL
UNION ALL
SELECT 'tag', person_id, tag_id::text, '' FROM members_person_tags WHERE person_id = ANY(%(ids)s)
UNION ALL
SELECT 'answer', person_id, field_id::text, text FROM members_customvalue
WHERE person_id = ANY(%(ids)s)
UNION ALL
SELECT 'period', person_id, starts_on::text, ends_on::text FROM members_membership
WHERE person_id = ANY(%(ids)s) AND cancelled_at IS NULL
UNION ALL
SELECT 'word', person_id, channel, given::text FROM (
  SELECT DISTINCT ON (person_id, channel) person_id, channel, given
  FROM members_consent WHERE person_id = ANY(%(ids)s) AND purpose = %(purpose)s
  ORDER BY person_id, channel, recorded_at DESC, id DESC
) AS last_words
"""


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
    answers: dict[int, str] = field(default_factory=dict)  # to the fields of our own
    is_new: bool = False

    def take(self, kind: str, value: str, more: str) -> None:
        """Take in one row of what hangs on her."""
        match kind:
            case "phone":
                self.phones.add(value)
            case "email":
                self.emails.add(value)
            case "group":
                self.groups.add(int(value))
            case "tag":
                self.tags.add(int(value))
            case "answer":
                self.answers[int(value)] = more
            case "period":
                self.periods.append((date.fromisoformat(value), date.fromisoformat(more)))
            case "word":
                self.words[value] = more == "true"


# Somebody of whom nothing is known yet; it is read, never written in.
NOBODY: Final = Known(Person(), is_new=True)


def load_known(person_ids: Iterable[int], *, lock: bool = False) -> dict[int, Known]:
    """Load these people with all an import may add to them, in two queries.

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
    wanted: dict[str, Any] = {"ids": ids, "purpose": Purpose.MOBILIZATION.value}
    with connection.cursor() as cursor:
        cursor.execute(HOLDINGS, wanted)
        for kind, person_id, value, more in cursor.fetchall():
            if person_id in found:
                found[person_id].take(kind, value, more)
    return found
