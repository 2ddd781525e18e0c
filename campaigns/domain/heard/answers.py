"""The questions of a script: answered in a conversation, counted live."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from alliance.core.text.names import clean_text
from campaigns.enums import QuestionKind
from campaigns.models import Conversation, DriveAnswer, DriveQuestion, ListeningDrive
from campaigns.models.drive import SCALE

LONGEST = 1_000
SHOWN_WORDS = 12


def answer(*, conversation: Conversation, answers: Mapping[int, str]) -> int:
    """Write the answers to the questions of the conversation's drive; returns how many.

    Empty ones, those of another drive, a choice that is not offered or a note out of the scale
    are left out: a question may always stay without an answer.
    """
    if conversation.drive_id is None or not answers:
        return 0
    questions = DriveQuestion.objects.filter(drive=conversation.drive_id, pk__in=list(answers))
    rows = []
    for question in questions:
        row = _read(question, answers[question.pk])
        if row is not None:
            row.conversation = conversation
            rows.append(row)
    DriveAnswer.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _read(question: DriveQuestion, said: str) -> DriveAnswer | None:
    words = clean_text(said, LONGEST, keep_lines=True)
    if not words:
        return None
    if question.kind == QuestionKind.SCALE:
        note = int(words) if words.isascii() and words.isdecimal() and len(words) < 3 else 0
        return DriveAnswer(question=question, number=note) if 1 <= note <= SCALE else None
    if question.kind == QuestionKind.CHOICE and words not in question.choices:
        return None
    return DriveAnswer(question=question, text=words)


@dataclass(frozen=True)
class Tally:
    """A question and what was answered.

    `answered`: conversations that answered it. `rows`: label and number, in the order of the
    script. `mean`: of the notes, None without any. `words`: the latest answers in words.
    """

    question: DriveQuestion
    answered: int
    rows: Sequence[tuple[str, int]] = ()
    mean: float | None = None
    words: Sequence[str] = ()

    @property
    def bars(self) -> list[dict[str, Any]]:
        """As the bars of the page take them."""
        return [{"label": label, "value": n, "tone": "brand"} for label, n in self.rows]


def tally(drive: ListeningDrive) -> list[Tally]:
    """Each question of the drive with its answers (three queries, whatever their number)."""
    questions = list(drive.questions.all())
    counted: defaultdict[int, Counter[str]] = defaultdict(Counter)
    rows = (
        DriveAnswer.objects.filter(question__in=questions)
        .exclude(question__kind=QuestionKind.TEXT)
        .order_by()
        .values_list("question_id", "text", "number")
        .annotate(n=Count("pk"))
    )
    for question_id, text, number, n in rows:
        counted[question_id][text or str(number)] += n
    words: defaultdict[int, list[str]] = defaultdict(list)
    said = DriveAnswer.objects.filter(question__in=questions, question__kind=QuestionKind.TEXT)
    for question_id, text in said.order_by("-pk").values_list("question_id", "text"):
        words[question_id].append(text)
    return [_tally(one, counted[one.pk], words[one.pk]) for one in questions]


def _tally(question: DriveQuestion, counts: Counter[str], words: list[str]) -> Tally:
    if question.kind == QuestionKind.TEXT:
        return Tally(question, len(words), words=words[:SHOWN_WORDS])
    if question.kind == QuestionKind.SCALE:
        rows = [(str(n), counts[str(n)]) for n in range(1, SCALE + 1)]
        total = sum(n for _label, n in rows)
        mean = sum(int(label) * n for label, n in rows) / total if total else None
        return Tally(question, total, rows, mean)
    rows = [(choice, counts[choice]) for choice in question.choices]
    return Tally(question, sum(n for _label, n in rows), rows)
