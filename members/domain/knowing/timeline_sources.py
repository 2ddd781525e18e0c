"""What the people's room tells of somebody: exchanges, dues, groups, leading, consents, changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.core.text.french import euros, join_list
from alliance.journal.models import Entry
from alliance.outbox.enums import State
from alliance.outbox.models import Message
from members.domain.knowing.timeline import Event, Source, register_source
from members.models import (
    Assessment,
    Consent,
    Contact,
    DuesPayment,
    GroupMembership,
    LeadershipMove,
    Person,
)

Ids = Sequence[int]
CHANGED = "person.changed"


def register() -> None:
    """Called once the applications are loaded."""
    for source in (
        Source("exchanges", gettext_lazy("Échanges"), exchanges, False, 10),
        Source("messages", gettext_lazy("Messages"), messages, order=30),
        Source("dues", gettext_lazy("Cotisations"), dues, order=40),
        Source("groups", gettext_lazy("Groupes"), groups, False, 50),
        Source("leading", gettext_lazy("Leader"), leading, order=60),
        Source("consents", gettext_lazy("Accords"), consents, order=70),
        Source("changes", gettext_lazy("Fiche"), changes, order=80),
    ):
        register_source(source)


def _morning(day: date) -> datetime:
    """A day without an hour stands at its first minute: today is never still to come."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _by(author: object) -> str:
    return str(author) if author else ""


def exchanges(ids: Ids, until: datetime, most: int) -> list[Event]:
    """One-to-ones, calls, doors, visits, meetings, notes (one query)."""
    rows = Contact.objects.filter(person__in=ids, happened_at__lte=until).select_related("author")
    return [
        Event(row.happened_at, f"contact:{row.pk}", row.get_kind_display(), "", row=row)
        for row in rows.order_by("-happened_at", "-pk")[:most]
    ]


def messages(ids: Ids, until: datetime, most: int) -> list[Event]:
    """What was sent to her (one query)."""
    rows = Message.objects.filter(
        recipient_type="members.person", recipient_id__in=ids, sent_at__lte=until
    ).filter(state=State.SENT)
    return [
        Event(
            row.sent_at,
            f"message:{row.pk}",
            row.subject or row.text[:80],
            "mail",
            author=row.get_channel_display(),
            tone="night",
        )
        for row in rows.order_by("-sent_at", "-pk")[:most]
        if row.sent_at is not None
    ]


def dues(ids: Ids, until: datetime, most: int) -> list[Event]:
    """What she paid (one query)."""
    rows = (
        DuesPayment.objects.valid()
        .filter(membership__person__in=ids, received_on__lte=timezone.localdate(until))
        .select_related("collected_by", "membership__type")
        .order_by("-received_on", "-pk")
    )
    words = _("%(amount)s reçus · %(type)s")
    found = [
        Event(
            _morning(row.received_on),
            f"payment:{row.pk}",
            words % {"amount": euros(row.amount), "type": row.membership.type},
            "coins",
            author=_by(row.collected_by),
            tone="sun",
        )
        for row in rows[:most]
    ]
    return [one for one in found if one.when <= until]


def groups(ids: Ids, until: datetime, most: int) -> list[Event]:
    """Groups joined and left (one query)."""
    rows = GroupMembership.objects.filter(person__in=ids).select_related("group")
    found = []
    for row in rows:
        url = reverse("members:group-detail", args=[row.group_id])
        role = row.get_role_display()
        joined = _("Dans « %(group)s » (%(role)s)") % {"group": row.group, "role": role}
        found.append(
            Event(
                _morning(row.joined_on), f"joined:{row.pk}", joined, "users", url=url, tone="leaf"
            )
        )
        if row.left_on:
            left = _("A quitté « %(group)s »") % {"group": row.group}
            found.append(Event(_morning(row.left_on), f"left:{row.pk}", left, "log-out", url=url))
    past = [one for one in found if one.when <= until]
    return sorted(past, key=lambda one: one.place, reverse=True)[:most]


def leading(ids: Ids, until: datetime, most: int) -> list[Event]:
    """Steps on the way of the leaders, and appreciations with their reason (two queries)."""
    steps = LeadershipMove.objects.filter(person__in=ids, moved_at__lte=until)
    said = Assessment.objects.filter(person__in=ids, assessed_at__lte=until)
    found = [
        Event(
            row.moved_at,
            f"step:{row.pk}",
            _("Étape : %(stage)s") % {"stage": row.get_to_stage_display()},
            "star",
            row.reason,
            _by(row.author),
            tone="plum",
        )
        for row in steps.select_related("author")[:most]
    ]
    found += [
        Event(
            row.assessed_at,
            f"assessment:{row.pk}",
            _("Engagement : %(level)d sur 5") % {"level": row.level},
            "hand-heart",
            row.reason,
            _by(row.author),
            tone="plum",
        )
        for row in said.select_related("author")[:most]
    ]
    return sorted(found, key=lambda one: one.place, reverse=True)[:most]


def consents(ids: Ids, until: datetime, most: int) -> list[Event]:
    """What she agreed to or refused, and how it was heard (one query)."""
    rows = Consent.objects.filter(person__in=ids, recorded_at__lte=until)
    yes, no = _("Accepte : %(channel)s"), _("Refuse : %(channel)s")
    return [
        Event(
            row.recorded_at,
            f"consent:{row.pk}",
            (yes if row.given else no) % {"channel": row.get_channel_display()},
            "shield-check" if row.given else "ban",
            row.get_source_display(),
            _by(row.recorded_by),
        )
        for row in rows.select_related("recorded_by").order_by("-recorded_at", "-pk")[:most]
    ]


def changes(ids: Ids, until: datetime, most: int) -> list[Event]:
    """Who changed her page, and which fields (one query; the journal keeps no value)."""
    rows = Entry.objects.filter(
        subject_type="members.person", subject_id__in=ids, verb=CHANGED, at__lte=until
    )
    return [
        Event(row.at, f"entry:{row.pk}", _what(row), "pencil", author=row.actor_label)
        for row in rows.order_by("-id")[:most]
    ]


def _what(entry: Entry) -> str:
    """« Fiche modifiée : note, langues parlées »."""
    names = [_field_label(str(name)) for name in entry.detail.get("fields") or ()]
    if entry.detail.get("custom_fields"):
        names.append(_("nos champs"))
    known = list(dict.fromkeys(filter(None, names)))
    if not known:
        return _("Fiche modifiée")
    return _("Fiche modifiée : %(fields)s") % {"fields": join_list(known)}


def _field_label(name: str) -> str:
    """What a field of the form is called; nothing for one that is gone since."""
    if name in {"phones", "emails"}:
        return _("téléphones") if name == "phones" else _("adresses e-mail")
    try:
        return str(getattr(Person._meta.get_field(name), "verbose_name", ""))
    except FieldDoesNotExist:
        return ""
