"""What people answered to our messages, by SMS or e-mail, and who they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from actions.models import Mailing
from alliance.outbox import domain as outbox
from alliance.outbox.models import InboundMessage, Message
from members.models import Person, PersonEmail, PersonPhone


def of_chapters(chapter_ids: Collection[int]) -> QuerySet[InboundMessage]:
    """What the people of these chapters answered, each row with `who` said it."""
    return _with_who(chapter_ids).filter(
        Q(answers__chapter_id__in=chapter_ids) | Q(who__isnull=False)
    )


def of_mailing(mailing: Mailing) -> QuerySet[InboundMessage]:
    """The answers to a message written by hand, newest first."""
    batch = outbox.reference_of(mailing)
    return _with_who([mailing.chapter_id]).filter(answers__batch=batch).order_by("-id")


def of_message(message: Message) -> QuerySet[InboundMessage]:
    """The answers to one message, newest first."""
    return _with_who([message.chapter_id or 0]).filter(answers=message).order_by("-id")


def named(
    rows: Iterable[InboundMessage], chapter_ids: Collection[int]
) -> list[tuple[InboundMessage, Person | None]]:
    """Each answer with the person who gave it, when she is of these chapters. One query."""
    answers = list(rows)
    people = Person.objects.filter(chapter__in=chapter_ids, archived_at=None)
    found = people.in_bulk([row.who for row in answers if row.who])  # type: ignore[attr-defined]
    return [(row, found.get(row.who)) for row in answers]  # type: ignore[attr-defined]


def _with_who(chapter_ids: Collection[int]) -> QuerySet[InboundMessage]:
    """To whom we had written; else who has this number or this address in these chapters."""
    mine = {"person__chapter__in": chapter_ids, "person__archived_at": None}
    address = OuterRef("from_address")
    by_phone = PersonPhone.objects.filter(number=address, **mine).order_by("person")
    by_email = PersonEmail.objects.filter(address=address, **mine).order_by("person")
    written_to = Case(
        When(
            answers__recipient_type=Person._meta.label_lower,
            answers__chapter_id__in=chapter_ids,
            then=F("answers__recipient_id"),
        ),
        output_field=IntegerField(),
    )
    return InboundMessage.objects.annotate(
        who=Coalesce(
            written_to,
            Subquery(by_phone.values("person_id")[:1], output_field=IntegerField()),
            Subquery(by_email.values("person_id")[:1], output_field=IntegerField()),
        )
    ).select_related("answers")
