"""After the action: what the circle says, whom to call, what the press said, what was learned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.domain.actions import EditedMeanwhile, WrongState
from actions.domain.forecasts import Word, rates_of
from actions.enums import ActionState, Answer, StepMoment
from actions.models import Action, ActionPhoto, Attendance, Debrief, PressLink, Reminder
from alliance.core.files import uploads
from alliance.core.text.names import clean_text
from alliance.journal.domain import record
from members.domain.meeting import follow_ups
from members.models import User

QUESTIONS = ("feeling", "won", "power", "grew", "next_step")
LONGEST = 2_000
NEXT_WITHIN = timedelta(days=366)
PHOTOS_LIMIT = 60


class InvalidDebrief(Exception):
    """This cannot be kept; `messages` says why, field by field, in French."""

    def __init__(self, messages: dict[str, str]) -> None:
        super().__init__("; ".join(messages.values()))
        self.messages = messages


@dataclass(frozen=True)
class Absents:
    """Those who had said yes and were not checked in: `to_call` have no call waiting yet."""

    people: list[Attendance]
    to_call: list[Attendance]


@transaction.atomic
def hold(
    *,
    action: Action,
    next_on: date | None,
    answers: dict[str, str],
    expected_version: int = 0,
    actor: User | None = None,
    now: datetime | None = None,
) -> Debrief:
    """Keep what the circle said; the next date is fixed before leaving. Journaled, words aside.

    `answers` are those to QUESTIONS; `expected_version` is 0 for the first. Raises WrongState
    before the action, InvalidDebrief (no next date, one already past, nothing said), and
    EditedMeanwhile when another phone wrote since.
    """
    moment = now or timezone.now()
    Action.objects.select_for_update(no_key=True).get(pk=action.pk)
    if action.state != ActionState.ANNOUNCED or action.starts_at > moment:
        raise WrongState(_("Le bilan se fait après l’action, tous ensemble."))
    said = {name: clean_text(answers.get(name, ""), LONGEST, keep_lines=True) for name in QUESTIONS}
    kept = Debrief.objects.filter(action=action).first()
    if (kept.version if kept else 0) != expected_version:
        raise EditedMeanwhile
    _check(next_on, said, moment, kept)
    values = {**said, "next_on": next_on, "recorded_by": actor, "version": expected_version + 1}
    debrief, _created = Debrief.objects.update_or_create(
        action=action, defaults=values, create_defaults={**values, "held_at": moment}
    )
    record(
        verb="action.debriefed",
        actor=actor,
        subject=action,
        chapter_id=action.chapter_id,
        detail={"next_on": str(next_on)},
        now=moment,
    )
    return debrief


def _check(next_on: date | None, said: dict[str, str], now: datetime, kept: Debrief | None) -> None:
    problems: dict[str, str] = {}
    today = timezone.localdate(now)
    unchanged = kept is not None and kept.next_on == next_on
    if next_on is None:
        problems["next_on"] = _("Fixez la prochaine date avant de vous quitter.")
    elif next_on < today and not unchanged:
        problems["next_on"] = _("Cette date est déjà passée.")
    elif next_on > today + NEXT_WITHIN:
        problems["next_on"] = _("C’est dans plus d’un an : vérifiez l’année.")
    if not any(said.values()):
        problems["feeling"] = _("Écrivez au moins une phrase : comment vous sentez-vous ?")
    if problems:
        raise InvalidDebrief(problems)


def absents(action: Action) -> Absents:
    """Who had said yes and did not come, once somebody was checked in (three queries)."""
    if action.count_only or not Attendance.objects.present().filter(action=action).exists():
        return Absents([], [])
    people = list(
        Attendance.objects.filter(action=action, answer=Answer.YES)
        .exclude(person=None)
        .exclude(attended=True)
        .select_related("person__organizer")
        .order_by("person__sort_key", "pk")
    )
    already = set(
        Reminder.objects.filter(
            attendance__in=people, step__moment=StepMoment.ABSENT, follow_up__isnull=False
        ).values_list("attendance_id", flat=True)
    )
    keys = follow_ups.known_keys([_key(row) for row in people])
    to_call = [row for row in people if row.pk not in already and _key(row) not in keys]
    return Absents(people, to_call)


@transaction.atomic
def call_absents(*, action: Action, actor: User | None = None, now: datetime | None = None) -> int:
    """Ask somebody to call each absent, as a friend and once; returns how many calls were added.

    Each goes to whoever knows her, else to who prepares the action. Journaled.
    """
    moment = now or timezone.now()
    Action.objects.select_for_update(no_key=True).get(pk=action.pk)
    rows = absents(action).to_call
    for row in rows:
        if row.person is None:
            continue
        follow_ups.plan(
            person=row.person,
            owner=row.person.organizer or action.organizer or actor,
            what=_("Prendre des nouvelles : devait venir à « %(title)s »")
            % {"title": action.title},
            due_on=timezone.localdate(moment) + timedelta(days=2),
            key=_key(row),
            actor=actor,
        )
    if rows:
        record(
            verb="action.absents_called",
            actor=actor,
            subject=action,
            chapter_id=action.chapter_id,
            detail={"people": len(rows)},
            now=moment,
        )
    return len(rows)


def _key(row: Attendance) -> str:
    return f"absent:{row.pk}"


@transaction.atomic
def add_photo(
    *, action: Action, upload: UploadedFile, caption: str = "", actor: User | None = None
) -> ActionPhoto:
    """Keep a photo of the action for its chapter; the same one twice is one.

    Where and when it was taken, and with what, is removed. Raises uploads.RefusedFile.
    """
    checked = uploads.check(upload, kinds=[uploads.FileKind.PICTURE])
    Action.objects.select_for_update(no_key=True).get(pk=action.pk)
    known = ActionPhoto.objects.filter(action=action, sha256=checked.sha256).first()
    if known is not None:
        return known
    if action.photos.count() >= PHOTOS_LIMIT:
        raise uploads.RefusedFile(_("Soixante photos suffisent : gardez les meilleures."))
    return ActionPhoto.objects.create(
        action=action,
        file=checked.as_file(),
        content_type=checked.content_type,
        sha256=checked.sha256,
        caption=clean_text(caption, 200),
        added_by=actor,
    )


@transaction.atomic
def remove_photo(*, photo: ActionPhoto, actor: User | None = None) -> None:
    """Remove a photo, its file too once that is committed; journaled."""
    action, file = photo.action, photo.file
    name = file.name or ""
    photo.delete()
    record(verb="action.photo_removed", actor=actor, subject=action, chapter_id=action.chapter_id)
    transaction.on_commit(lambda: file.storage.delete(name))


@transaction.atomic
def caption(*, photo: ActionPhoto, text: str) -> None:
    """Correct, or take off, what is written under a photo."""
    photo.caption = clean_text(text, 200)
    photo.save(update_fields=["caption"])


@transaction.atomic
def add_press(*, action: Action, url: str, title: str = "", actor: User | None = None) -> PressLink:
    """Keep the link of an article; the same twice is one. Raises InvalidDebrief."""
    link, _created = PressLink.objects.get_or_create(
        action=action,
        url=_on_the_web(url),
        defaults={"title": clean_text(title, 200), "added_by": actor},
    )
    return link


@transaction.atomic
def correct_press(*, link: PressLink, url: str, title: str = "") -> None:
    """Correct the address or the title of an article.

    Raises InvalidDebrief, also when the action has another article at this address.
    """
    link.url, link.title = _on_the_web(url), clean_text(title, 200)
    if PressLink.objects.filter(action=link.action_id, url=link.url).exclude(pk=link.pk).exists():
        raise InvalidDebrief({"url": _("Cet article est déjà dans la liste.")})
    link.save(update_fields=["url", "title"])


@transaction.atomic
def remove_press(*, link: PressLink, actor: User | None = None) -> None:
    """Forget an article; journaled with its address, so that it can be found again."""
    action, url = link.action, link.url
    link.delete()
    record(
        verb="action.press_removed",
        actor=actor,
        subject=action,
        chapter_id=action.chapter_id,
        detail={"url": url},
    )


def _on_the_web(typed: str) -> str:
    """The whole address: https when nothing else is said; « https://lemonde.fr@ailleurs » lies."""
    address = clean_text(typed, 500)
    if address and "://" not in address:
        address = f"https://{address}"
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        address = ""
    if not address or "@" in urlsplit(address).netloc:
        raise InvalidDebrief({"url": _("Collez l’adresse complète de l’article : https://…")})
    return address


@dataclass(frozen=True)
class Kept:
    """How many of those who had said yes came: `came` of `yes`, `usual` in the chapter (0 to 1)."""

    yes: int
    came: int
    usual: float

    @property
    def percent(self) -> int:
        """The share of this action."""
        return round(100 * self.came / self.yes) if self.yes else 0

    @property
    def usual_percent(self) -> int:
        """The share learned from all actions held, this one included."""
        return round(100 * self.usual)


def kept(action: Action) -> Kept:
    """What this action taught: its share of yes that came, and the chapter's (three queries)."""
    yes = Q(answer=Answer.YES)
    found = Attendance.objects.filter(action=action, person__isnull=False).aggregate(
        yes=Count("pk", filter=yes), came=Count("pk", filter=yes & Q(attended=True))
    )
    return Kept(found["yes"], found["came"], rates_of(action.chapter_id).by_word[Word.YES])
