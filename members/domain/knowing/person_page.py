"""What the head of a person's page says of her, read in one query however much there is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import JSONField
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from members.domain.finding.columns import COLUMNS
from members.domain.knowing.custom_fields import shown
from members.enums import GroupRole
from members.models import Person, User
from members.models.person import PersonQuerySet

CIRCLES = """ARRAY(
    SELECT jsonb_build_object('pk', circle.id, 'name', circle.name, 'role', membership.role)
    FROM members_groupmembership AS membership
    JOIN members_group AS circle ON circle.id = membership.group_id
    WHERE membership.person_id = members_person.id AND membership.left_on IS NULL
    ORDER BY circle.name)"""
ANSWERS = """ARRAY(
    SELECT jsonb_build_array(field.name, field.kind, coalesce(said.text, ''))
    FROM members_customfield AS field
    LEFT JOIN members_customvalue AS said
        ON said.field_id = field.id AND said.person_id = members_person.id
    WHERE field.chapter_id = members_person.chapter_id AND field.is_active
    ORDER BY field.position, field.name)"""

COMMITMENTS = """ARRAY(
    SELECT jsonb_build_object('on', said.happened_at, 'theirs', said.their_commitment,
        'ours', said.our_commitment)
    FROM members_contact AS said
    WHERE said.person_id = members_person.id
        AND (said.their_commitment <> '' OR said.our_commitment <> '')
    ORDER BY said.happened_at DESC, said.id DESC LIMIT 3)"""


def for_page() -> PersonQuerySet:
    """People with what their page shows: three queries with their phones and e-mails."""
    near = ("chapter", "neighbourhood", "organizer", "leadership", "brought_by")
    facts = {**COLUMNS["tags"].annotations(), **COLUMNS["standing"].annotations()}
    facts |= {"circle_rows": _rows(CIRCLES), "answer_rows": _rows(ANSWERS)}
    facts["commitment_rows"] = _rows(COMMITMENTS)
    people = Person.objects.select_related(*near).annotate(**facts)
    return people.prefetch_related("phones", "emails")


def circles_of(person: Any) -> list[dict[str, Any]]:
    """Her groups, by name, each with her role in words."""
    return [{**circle, "role": GroupRole(circle["role"]).label} for circle in person.circle_rows]


def answers_of(person: Any) -> list[tuple[str, str]]:
    """Her answers to the chapter's own fields in service, as they are read."""
    return [(name, shown(kind, text)) for name, kind, text in person.answer_rows if text]


def commitments_of(person: Any) -> list[dict[str, Any]]:
    """The last promises made in an exchange, by her and by us, the latest first."""
    rows = person.commitment_rows
    return [{**row, "on": datetime.fromisoformat(row["on"])} for row in rows]


def hello(person: Person, author: User) -> str:
    """The first words of a message to her, ready to be completed on one's telephone."""
    chapter = person.chapter.name
    words = _("Bonjour %(name)s, c’est %(author)s, de %(chapter)s. ")
    if chapter.casefold().startswith("alliance"):
        words = _("Bonjour %(name)s, c’est %(author)s, de l’%(chapter)s. ")
    who = author.first_name or str(author)
    return words % {"name": person.greeting_name, "author": who, "chapter": chapter}


def _rows(statement: str) -> RawSQL:
    field = ArrayField(JSONField())
    return RawSQL(statement, (), output_field=field)  # noqa: S611 - no value in the statement
