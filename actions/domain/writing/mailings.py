"""Writing one message to a list of people: written, shown, tried, launched, stopped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.domain.reminding import merge_words
from actions.domain.reminding.reach import sms_is_offered
from actions.domain.writing import letters, mailing_people
from actions.enums import MailingSource, MailingState
from actions.models import Mailing, MailingFile, MailingRecipient
from alliance.core.text.merge_fields import UnknownFields, check, fill
from alliance.core.text.sms_text import LONGEST_PARTS, lighten, measure
from alliance.journal.domain import record
from alliance.outbox import domain as outbox
from alliance.outbox.channels.sms import unsayable
from alliance.outbox.domain import FileToSend
from alliance.outbox.enums import ChannelName
from members.models import FollowUp, Person, User

KIND = "actions.mailing"
TEST_KIND = "actions.mailing_test"
WRITTEN = ("purpose", "by_email", "by_sms", "calls", "subject", "body", "sms", "audience")
FARTHEST = timedelta(days=180)
FILE_LIMIT, FILES_LIMIT, WEIGHT_LIMIT = 5_000_000, 4, 8_000_000
# What people open without harm; programs, archives and pages are refused.
FILE_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "ics": "text/calendar",
}
BEGINNINGS = {
    "pdf": b"%PDF-", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff", "png": b"\x89PNG",
    "docx": b"PK", "odt": b"PK", "xlsx": b"PK", "ods": b"PK", "ics": b"BEGIN:VCALENDAR",
}  # fmt: skip


class InvalidMailing(Exception):
    """The message cannot be kept or leave; `problems` says why by field, in French."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


class AlreadyLaunched(Exception):
    """Somebody launched or stopped it meanwhile: it is not changed any more."""


@transaction.atomic
def begin(
    *,
    chapter_id: int,
    author: User,
    source: str,
    people: Iterable[Person] = (),
    client_id: UUID | None = None,
    **target: Any,
) -> Mailing:
    """Begin a message to a group, an action's people, a saved list, the members, or people chosen.

    Nothing leaves here. Begun twice with one `client_id` it is one. `target` names the group,
    action, audience or saved list.
    """
    mailing, created = Mailing.objects.get_or_create(
        client_id=client_id or uuid4(),
        defaults={"chapter_id": chapter_id, "author": author, "source": source, **target},
    )
    if created and source == MailingSource.CHOSEN:
        chosen = Person.objects.active().filter(
            chapter=chapter_id, pk__in=[person.pk for person in people]
        )
        MailingRecipient.objects.bulk_create(
            (MailingRecipient(mailing=mailing, person=person) for person in chosen.order_by("pk")),
            batch_size=1_000,
        )
    return mailing


@transaction.atomic
def write(
    *, mailing: Mailing, values: Mapping[str, Any], expected_version: int | None = None
) -> Mailing:
    """Keep the words of a message that has not been launched.

    Raises InvalidMailing for a field in braces that nothing would fill (by its name) or an SMS
    too long, AlreadyLaunched, also when somebody else wrote in it meanwhile.
    """
    locked = _draft(mailing)
    if expected_version is not None and locked.version != expected_version:
        raise AlreadyLaunched
    changes = {name: values[name] for name in WRITTEN if name in values}
    for name, value in changes.items():
        setattr(locked, name, value)
    if not sms_is_offered():
        locked.by_sms, locked.by_email = False, True
    check_words(locked)
    locked.version = locked.version + 1
    locked.save(update_fields=[*changes, "by_sms", "by_email", "version"])
    return locked


def check_words(mailing: Mailing) -> None:
    """Raise InvalidMailing when a text names a field that nothing fills, or an SMS is too long."""
    known = letters.fields_of(mailing)
    problems = {}
    for name in ("subject", "body", "sms"):
        try:
            check(getattr(mailing, name), known=known)
        except UnknownFields as strange:
            problems[name] = letters.unknown_sentence(strange, known)
    if measure(lighten(mailing.sms)).parts > LONGEST_PARTS:
        problems["sms"] = _("Trop long : %(parts)d SMS au plus.") % {"parts": LONGEST_PARTS}
    elif mailing.by_sms and (why := unsayable(fill(mailing.sms, merge_words.LINKS))):
        problems["sms"] = why
    if not mailing.by_email and not mailing.by_sms:
        problems["by_email"] = _("Choisissez au moins un moyen.")
    if problems:
        raise InvalidMailing(problems)


@transaction.atomic
def attach(*, mailing: Mailing, name: str, content: bytes) -> MailingFile:
    """Put a file on a message. Raises InvalidMailing for a type or a size not let through."""
    locked = _draft(mailing)
    kind = name.rpartition(".")[2].lower()
    if kind not in FILE_TYPES or not content.startswith(BEGINNINGS[kind]):
        raise InvalidMailing({"file": _("Ce fichier ne passe pas : PDF, image, texte ou tableur.")})
    weight = sum(locked.files.values_list("size", flat=True)) + len(content)
    if len(content) > FILE_LIMIT or weight > WEIGHT_LIMIT:
        raise InvalidMailing({"file": _("Trop lourd : 5 Mo par fichier, 8 Mo en tout.")})
    if locked.files.count() >= FILES_LIMIT:
        raise InvalidMailing({"file": _("Quatre fichiers au plus.")})
    stored = outbox.store(content)
    file, _created = MailingFile.objects.get_or_create(
        mailing=locked,
        file=stored,
        defaults={"name": name[-200:], "content_type": FILE_TYPES[kind], "size": len(content)},
    )
    return file


@transaction.atomic
def detach(*, mailing: Mailing, pk: int) -> None:
    """Take a file off a message that has not been launched. Raises AlreadyLaunched."""
    _draft(mailing).files.filter(pk=pk).delete()


@transaction.atomic
def launch(
    *,
    mailing: Mailing,
    actor: User,
    send_at: datetime | None = None,
    expected_total: int | None = None,
    now: datetime | None = None,
) -> Mailing:
    """Decide that a message leaves, now or later; its people are fixed here. Journaled.

    Who it goes to was shown: with another number of people (`expected_total`) it is refused, so
    that one looks again. Launched twice, the first time counts. The messages themselves are
    written by `mailing_sending.dispatch`.
    Raises InvalidMailing for missing words, nobody to write to, or a date past or too far.
    """
    moment = now or timezone.now()
    locked = Mailing.objects.select_for_update(no_key=True).get(pk=mailing.pk)
    if locked.state in {MailingState.PLANNED, MailingState.SENDING, MailingState.DONE}:
        return locked
    if locked.state == MailingState.CANCELLED:
        raise AlreadyLaunched
    check_words(locked)
    _refuse_unready(locked, send_at, moment, expected_total)
    if locked.source != MailingSource.CHOSEN:
        people = mailing_people.people_of(locked).order_by("pk").values_list("pk", flat=True)
        MailingRecipient.objects.bulk_create(
            (MailingRecipient(mailing=locked, person_id=pk) for pk in people),
            batch_size=1_000,
            ignore_conflicts=True,
        )
    locked.state = MailingState.PLANNED
    locked.launched_at, locked.launched_by = moment, actor
    locked.send_at = max(send_at or moment, moment)
    locked.version += 1
    locked.save(update_fields=["state", "launched_at", "launched_by", "send_at", "version"])
    record(
        verb="mailing.launched",
        actor=actor,
        subject=locked,
        chapter_id=locked.chapter_id,
        detail={"people": locked.recipients.count(), "source": locked.source},
        now=moment,
    )
    return locked


@transaction.atomic
def stop(*, mailing: Mailing, actor: User, now: datetime | None = None) -> int:
    """Stop a message: what has not left is called back, its open calls withdrawn. Journaled.

    Returns how many messages were called back; what left stays left. Stopped twice, once counts.
    """
    moment = now or timezone.now()
    locked = Mailing.objects.select_for_update(no_key=True).get(pk=mailing.pk)
    if locked.state == MailingState.CANCELLED:
        return 0
    back = outbox.cancel(batch=locked, kind=KIND, reason=_("envoi arrêté"), now=moment)
    calls = list(locked.recipients.exclude(follow_up=None).values_list("follow_up", flat=True))
    FollowUp.objects.filter(pk__in=calls).open().update(cancelled_at=moment)
    locked.state, locked.cancelled_at = MailingState.CANCELLED, moment
    locked.save(update_fields=["state", "cancelled_at"])
    record(
        verb="mailing.stopped",
        actor=actor,
        subject=locked,
        chapter_id=locked.chapter_id,
        detail={"called_back": back},
        now=moment,
    )
    return back


@transaction.atomic
def send_test(*, mailing: Mailing, person: Person, to: User, client_id: UUID | None = None) -> None:
    """Send it to oneself, as that person would get it; clicked twice, once."""
    letter = letters.compose(mailing=mailing, person=person)
    outbox.enqueue(
        key=f"{TEST_KIND}:{to.pk}:{client_id or uuid4()}",
        attachments=files_of(mailing),
        kind=TEST_KIND,
        channel=ChannelName.EMAIL,
        to_address=to.email,
        to_name=str(to),
        from_name=mailing.chapter.name,
        subject=_("[Essai] %(subject)s") % {"subject": letter.subject},
        text=letter.text,
        html=letter.html,
        language=letter.language,
        chapter_id=mailing.chapter_id,
    )


def files_of(mailing: Mailing) -> list[FileToSend]:
    """The files of a message, as the outbox takes them."""
    return [
        FileToSend(file.name, bytes(file.file.content), file.content_type)
        for file in mailing.files.select_related("file")
    ]


def _draft(mailing: Mailing) -> Mailing:
    locked: Mailing = Mailing.objects.select_for_update(no_key=True).get(pk=mailing.pk)
    if locked.state != MailingState.DRAFT:
        raise AlreadyLaunched
    return locked


def refuse_unfinished(mailing: Mailing) -> None:
    """Raise InvalidMailing while a message has no words for a means it was given."""
    if problems := _missing_words(mailing):
        raise InvalidMailing(problems)


def _missing_words(mailing: Mailing) -> dict[str, str]:
    problems = {}
    if mailing.by_email and not mailing.subject.strip():
        problems["subject"] = _("Il manque l’objet de l’e-mail.")
    if mailing.by_email and not mailing.body.strip():
        problems["body"] = _("Il manque le texte de l’e-mail.")
    if mailing.by_sms and not mailing.sms.strip():
        problems["sms"] = _("Il manque le texte du SMS.")
    return problems


def _refuse_unready(
    mailing: Mailing, send_at: datetime | None, now: datetime, expected_total: int | None
) -> None:
    problems = _missing_words(mailing)
    if send_at is not None and send_at < now - timedelta(minutes=5):
        problems["send_at"] = _("Cette heure est déjà passée.")
    if send_at is not None and send_at > now + FARTHEST:
        problems["send_at"] = _("C’est trop loin : six mois au plus.")
    reached = mailing_people.reached(mailing)
    if not reached.written and not (mailing.calls and reached.human):
        problems["people"] = _("Personne ne recevrait ce message.")
    if expected_total is not None and reached.total != expected_total:
        problems["people"] = ngettext(
            "La liste a changé : elle compte %(n)d personne. Vérifiez, puis confirmez de nouveau.",
            "La liste a changé : elle compte %(n)d personnes. Vérifiez, puis confirmez de nouveau.",
            reached.total,
        ) % {"n": reached.total}
    if problems:
        raise InvalidMailing(problems)
