"""Listening drives: opened, their listeners and script, and how far they are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.core.text.names import clean_text
from alliance.journal.domain import record
from campaigns.enums import QuestionKind
from campaigns.models import (
    Conversation,
    DriveListener,
    DriveQuestion,
    Grievance,
    ListeningDrive,
)
from members.models import Chapter, Person, User

USUAL_LENGTH = timedelta(weeks=7)  # a team hears about ten people each over six to eight weeks
MOST_QUESTIONS = 12


class InvalidDrive(Exception):
    """The drive cannot be so; `str()` says why, in French."""


@transaction.atomic
def create(*, chapter: Chapter, actor: User | None = None, **fields: Any) -> ListeningDrive:
    """Open a listening drive; whoever opens it listens. Journaled."""
    drive = ListeningDrive.objects.create(chapter=chapter, **fields)
    if actor is not None:
        DriveListener.objects.create(drive=drive, user=actor)
    record(verb="drive.opened", actor=actor, subject=drive, chapter_id=chapter.pk)
    return drive


@transaction.atomic
def change(*, drive: ListeningDrive, actor: User | None = None, **fields: Any) -> ListeningDrive:
    """Change its name, place, dates, goal or script; journaled with what changed."""
    changed = sorted(name for name, value in fields.items() if getattr(drive, name) != value)
    for name in changed:
        setattr(drive, name, fields[name])
    if changed:
        drive.save(update_fields=changed)
        record(
            verb="drive.changed",
            actor=actor,
            subject=drive,
            chapter_id=drive.chapter_id,
            detail={"fields": changed},
        )
    return drive


@transaction.atomic
def add_listener(
    *,
    drive: ListeningDrive,
    user: User | None = None,
    person: Person | None = None,
    goal: int = 10,
) -> DriveListener:
    """Somebody joins the team; asked twice, her goal is the last one said.

    Raises InvalidDrive for a person of another local alliance.
    """
    if person is not None and person.chapter_id != drive.chapter_id:
        raise InvalidDrive(_("Cette personne appartient à une autre alliance locale."))
    listener, _created = DriveListener.objects.update_or_create(
        drive=drive, user=user, person=person, defaults={"goal": goal}
    )
    return listener


def remove_listener(*, listener: DriveListener) -> None:
    """She leaves the team; what she heard stays."""
    listener.delete()


@transaction.atomic
def ask(
    *, drive: ListeningDrive, text: str, kind: str, choices: Collection[str] = ()
) -> DriveQuestion:
    """Add a question to the script, after the others. Raises InvalidDrive."""
    words = clean_text(text, 200)
    offered = list(dict.fromkeys(filter(None, (clean_text(one, 80) for one in choices))))
    if not words:
        raise InvalidDrive(_("Écrivez la question comme on la dira à la porte."))
    if kind == QuestionKind.CHOICE and len(offered) < 2:
        raise InvalidDrive(_("Un choix se fait entre deux réponses au moins, une par ligne."))
    ListeningDrive.objects.select_for_update().get(pk=drive.pk)
    taken = list(drive.questions.filter(retired_at=None).values_list("text", "position"))
    if len(taken) >= MOST_QUESTIONS:
        raise InvalidDrive(_("Douze questions, c’est déjà un long palier."))
    if words in {known for known, _rank in taken}:
        raise InvalidDrive(_("Cette question est déjà posée."))
    return DriveQuestion.objects.create(
        drive=drive,
        text=words,
        kind=kind,
        choices=offered if kind == QuestionKind.CHOICE else [],
        position=max((rank for _words, rank in taken), default=0) + 1,
    )


@transaction.atomic
def stop_asking(*, question: DriveQuestion) -> bool:
    """Take a question out of the script; answered ones are kept with their answers."""
    if question.answers.exists():
        question.retired_at = timezone.now()
        question.save(update_fields=["retired_at"])
        return False
    question.delete()
    return True


@dataclass(frozen=True)
class ListenerFigures:
    """A listener of a drive: `heard` conversations of her `goal`.

    `late`: half-way through the drive (or later) she has heard less than half of what the time
    gone asks of her.
    """

    listener: DriveListener
    heard: int
    goal: int
    late: bool


@dataclass(frozen=True)
class DriveFigures:
    """How far a drive is.

    `heard`: conversations. `angers`: grievances voiced in them. `named`: conversations with
    somebody who gave her name. `goal`: the drive's, else the sum of the listeners'. `half`: the
    middle day. `past_half`: that day has come. `days_left`: until the end, None without one.
    """

    heard: int = 0
    angers: int = 0
    named: int = 0
    goal: int = 0
    half: date | None = None
    past_half: bool = False
    days_left: int | None = None
    over: bool = False
    listeners: tuple[ListenerFigures, ...] = field(default=())

    @property
    def late(self) -> list[ListenerFigures]:
        """Those to whom the half-way check should lend a hand."""
        return [one for one in self.listeners if one.late]


def figures(
    drives: Collection[ListeningDrive], today: date | None = None
) -> dict[int, DriveFigures]:
    """The figures of these drives, by id (four queries whatever their number)."""
    day = today or timezone.localdate()
    ids = [drive.pk for drive in drives]
    heard = Conversation.objects.filter(drive__in=ids).order_by().values("drive_id")
    rows = heard.annotate(n=Count("pk"), named=Count("person"))
    counted = {row["drive_id"]: (row["n"], row["named"]) for row in rows}
    voiced = Grievance.objects.filter(conversation__drive__in=ids).order_by()
    angers = dict(voiced.values_list("conversation__drive_id").annotate(n=Count("pk")))
    listeners = DriveListener.objects.filter(drive__in=ids).select_related("user", "person")
    by_listener = _heard_by(ids)
    return {
        drive.pk: _figures(
            drive,
            counted.get(drive.pk, (0, 0)),
            angers.get(drive.pk, 0),
            [one for one in listeners if one.drive_id == drive.pk],
            by_listener,
            day,
        )
        for drive in drives
    }


def _heard_by(drive_ids: list[int]) -> dict[tuple[int, int | None, int | None], int]:
    """Conversations by drive, listener of the team, and account."""
    rows = (
        Conversation.objects.filter(drive__in=drive_ids)
        .order_by()
        .values_list("drive_id", "heard_by_id", "listener_id")
        .annotate(n=Count("pk"))
    )
    return {(drive, heard_by, who): n for drive, heard_by, who, n in rows}


def _figures(
    drive: ListeningDrive,
    counted: tuple[int, int],
    angers: int,
    listeners: list[DriveListener],
    by_listener: dict[tuple[int, int | None, int | None], int],
    day: date,
) -> DriveFigures:
    end = drive.ends_on or drive.starts_on + USUAL_LENGTH
    length = max((end - drive.starts_on).days, 1)
    gone = min(max((day - drive.starts_on).days / length, 0.0), 1.0)
    past_half = gone >= 0.5
    rows = []
    for one in listeners:
        heard = sum(
            n
            for (drive_id, heard_by, who), n in by_listener.items()
            if drive_id == drive.pk
            and (
                heard_by == one.pk or (heard_by is None and who is not None and who == one.user_id)
            )
        )
        late = past_half and heard < one.goal * gone / 2
        rows.append(ListenerFigures(one, heard, one.goal, late))
    return DriveFigures(
        heard=counted[0],
        angers=angers,
        named=counted[1],
        goal=drive.goal or sum(one.goal for one in listeners),
        half=drive.starts_on + timedelta(days=length // 2),
        past_half=past_half,
        days_left=max((drive.ends_on - day).days, 0) if drive.ends_on else None,
        over=drive.ends_on is not None and drive.ends_on < day,
        listeners=tuple(sorted(rows, key=lambda row: (-row.heard, row.listener.pk))),
    )
