"""Changing a sequence: of one action, or of a chapter, as a template for its next actions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.domain.reminding import merge_words, messages, sequences, sms
from actions.domain.reminding.reach import sms_is_offered
from actions.domain.writing.letters import unknown_sentence
from actions.enums import ActionState, Anchor, StepMoment
from actions.models import Action, Attendance, Reminder, ReminderStep, StepWording
from alliance.core.text.merge_fields import UnknownFields, check, fill
from alliance.journal.domain import record
from alliance.outbox import domain as outbox
from alliance.outbox.channels.sms import unsayable
from alliance.outbox.enums import ChannelName
from members.enums import PhoneKind
from members.models import Chapter, Person, PersonPhone, User

NEW = "en-plus"
TEST_KIND = "actions.test"
TIMING = ("days", "hours", "at", "window_hours", "audience", "channel")
WORDS = ("subject", "body", "sms")
Owner = Action | Chapter


class InvalidStep(Exception):
    """The step cannot be kept; `problems` says why by field, in French."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


def all_of(owner: Owner) -> list[ReminderStep]:
    """The sequence of an action or of a chapter, saved or as it would be."""
    if isinstance(owner, Chapter):
        return sequences.templates_of(owner)
    return sequences.steps_of(owner)


def find(owner: Owner, which: str) -> ReminderStep | None:
    """A step by its moment, by its number for an extra message, or a new one (`en-plus`)."""
    if which == NEW:
        whose: dict[str, Any] = (
            {"chapter": owner} if isinstance(owner, Chapter) else {"action": owner}
        )
        return ReminderStep(
            **whose, moment=StepMoment.EXTRA, anchor=Anchor.START, days=-3, at=time(18)
        )
    return next((step for step in all_of(owner) if name_of(step) == which), None)


def name_of(step: ReminderStep) -> str:
    """How an address calls a step."""
    if step.moment == StepMoment.EXTRA:
        return str(step.pk or NEW)
    return str(step.moment)


@transaction.atomic
def save(
    *,
    owner: Owner,
    which: str,
    values: Mapping[str, Any],
    wordings: Mapping[str, Mapping[str, str]],
    actor: User,
    now: datetime | None = None,
) -> ReminderStep:
    """Keep a step as it was edited; the first change gives a draft its own sequence. Journaled.

    `values`: the plan and the French words; `wordings`: the words by language. What was written
    for this step and has not left is called back, and planned again as it now is. An announcement
    of a change keeps its time and its people. Raises InvalidStep, naming the fields in braces
    that nothing would fill.
    """
    check_words(values, wordings)
    if isinstance(owner, Action):
        Action.objects.select_for_update(no_key=True).get(pk=owner.pk)
        sequences.copy_onto(owner)
    step = find(owner, which)
    if step is None:
        raise InvalidStep({"": _("Cette étape n’existe plus.")})
    free = WORDS if step.moment in sequences.EVENTS else (*WORDS, *TIMING, "is_active")
    for name in free:
        if name in values:
            setattr(step, name, values[name])
    step.save()
    _keep_wordings(step, wordings)
    if isinstance(owner, Action):
        _call_back(step, now or timezone.now())
    record(
        verb="sequence.changed",
        actor=actor,
        subject=owner,
        chapter_id=owner.pk if isinstance(owner, Chapter) else owner.chapter_id,
        detail={"step": step.moment, "active": step.is_active},
    )
    return step


@transaction.atomic
def drop(*, owner: Owner, which: str, actor: User, now: datetime | None = None) -> None:
    """Take out an extra message, or give a chapter's step back its usual form. Journaled.

    What was written for it and has not left is called back.
    """
    step = find(owner, which)
    if step is None or step.pk is None:
        return
    if isinstance(owner, Action):
        if step.moment != StepMoment.EXTRA:
            raise InvalidStep({"": _("Cette étape s’arrête, elle ne se supprime pas.")})
        _call_back(step, now or timezone.now())
    record(
        verb="sequence.step_removed",
        actor=actor,
        subject=owner,
        chapter_id=owner.pk if isinstance(owner, Chapter) else owner.chapter_id,
        detail={"step": step.moment},
    )
    step.delete()


def check_words(values: Mapping[str, Any], wordings: Mapping[str, Mapping[str, str]]) -> None:
    """Refuse a field in braces that nothing would fill, and an SMS that no operator would take.

    Raises InvalidStep with its name.
    """
    problems = {}
    every = {settings.LANGUAGE_CODE: values, **wordings}
    for language, words in every.items():
        for name in WORDS:
            try:
                check(str(words.get(name) or ""), known=merge_words.STEP_FIELDS)
            except UnknownFields as strange:
                problems[f"{name}_{language}"] = unknown_sentence(strange, merge_words.STEP_FIELDS)
        if why := unsayable(fill(str(words.get("sms") or ""), merge_words.LINKS)):
            problems.setdefault(f"sms_{language}", why)
    if problems:
        raise InvalidStep(problems)


def example_of(owner: Owner) -> Action | None:
    """The action on which a chapter's template is shown: the next one, else the last."""
    if isinstance(owner, Action):
        return owner
    mine = Action.objects.filter(chapter=owner).select_related("chapter", "organizer")
    mine = mine.exclude(state=ActionState.CANCELLED)
    return mine.upcoming().first() or mine.past().first()


def example_row(action: Action, person: Person) -> Attendance:
    """Her attendance, or one as it would be, unsaved: a preview writes nothing."""
    row = Attendance.objects.filter(action=action, person=person).first()
    row = row or Attendance(action=action, invited_at=timezone.now())
    row.person, row.action = person, action
    return row


def own_mobile(user: User) -> str:
    """The mobile on which somebody with an account may try an SMS; empty without one."""
    if not sms_is_offered() or user.person_id is None:
        return ""
    mobiles = PersonPhone.objects.filter(
        person=user.person_id, kind=PhoneKind.MOBILE, is_wrong=False
    )
    found = mobiles.order_by("-is_primary", "pk").values_list("number", flat=True).first()
    return found or ""


@transaction.atomic
def send_test_sms(
    *, step: ReminderStep, row: Attendance, to: User, client_id: UUID | None = None
) -> str:
    """Send the SMS of a step to one's own mobile, once, and return the number.

    Raises InvalidStep for an account without mobile.
    """
    number = own_mobile(to)
    if not number:
        raise InvalidStep({"": _("Votre fiche n’a pas de mobile : ajoutez-le pour essayer.")})
    composed = sms.compose(step=step, action=row.action, attendance=row)
    outbox.enqueue(
        key=f"{TEST_KIND}:sms:{to.pk}:{client_id or uuid4()}",
        kind=TEST_KIND,
        channel=ChannelName.SMS,
        to_address=number,
        to_name=str(to),
        from_name=row.action.chapter.name,
        subject=_("[Essai] %(subject)s") % {"subject": composed.subject},
        text=composed.text,
        language=composed.language,
        chapter_id=row.action.chapter_id,
    )
    return number


@transaction.atomic
def send_test(
    *, step: ReminderStep, row: Attendance, to: User, client_id: UUID | None = None
) -> None:
    """Send the message of a step to oneself, as that person would get it; twice clicked, once.

    Her links are in it as in hers: they open her page, and answer nothing by themselves.
    """
    composed = messages.compose(step=step, action=row.action, attendance=row)
    outbox.enqueue(
        key=f"{TEST_KIND}:{to.pk}:{client_id or uuid4()}",
        kind=TEST_KIND,
        channel=ChannelName.EMAIL,
        to_address=to.email,
        to_name=str(to),
        from_name=row.action.chapter.name,
        subject=_("[Essai] %(subject)s") % {"subject": composed.subject},
        text=composed.text,
        html=composed.html,
        language=composed.language,
        chapter_id=row.action.chapter_id,
    )


def _keep_wordings(step: ReminderStep, wordings: Mapping[str, Mapping[str, str]]) -> None:
    for language, words in wordings.items():
        said = {name: words.get(name, "").strip() for name in WORDS}
        if any(said.values()):
            StepWording.objects.update_or_create(step=step, language=language, defaults=said)
        else:
            StepWording.objects.filter(step=step, language=language).delete()


def _call_back(step: ReminderStep, now: datetime) -> None:
    """Withdraw what was written for a step and has not left, so that the plan writes it anew."""
    rows = Reminder.objects.filter(step=step, message__isnull=False)
    keys = list(rows.values_list("message__key", flat=True))
    if not keys:
        return
    outbox.cancel(keys=keys, reason=_("étape modifiée"), now=now)
    sequences.forget_withdrawn(step, now)
