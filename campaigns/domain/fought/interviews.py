"""The « entretien d’embauche » of a candidate: voted questions, answers, the room’s hands."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from alliance.core.text.names import clean_text
from alliance.journal.domain import record
from campaigns.domain.voted.votes import tally
from campaigns.models import Ballot, InterviewQuestion, Negotiation
from members.models import User

MOST_HANDS = 20_000


class InvalidQuestion(Exception):
    """The question cannot be so; `messages` says why, field by field, in French."""

    def __init__(self, messages: dict[str, str]) -> None:
        super().__init__("; ".join(messages.values()))
        self.messages = messages


@dataclass(frozen=True)
class Verdict:
    """What the room thought over all questions: hands raised, of each kind."""

    convinced: int
    doubtful: int
    unconvinced: int

    @property
    def hands(self) -> int:
        """How many hands were counted."""
        return self.convinced + self.doubtful + self.unconvinced

    @property
    def share(self) -> int:
        """The percentage convinced."""
        return round(100 * self.convinced / self.hands) if self.hands else 0


def verdict(questions: list[InterviewQuestion]) -> Verdict:
    """The sum of the room's hands."""
    return Verdict(
        sum(one.convinced for one in questions),
        sum(one.doubtful for one in questions),
        sum(one.unconvinced for one in questions),
    )


@transaction.atomic
def ask(
    *, negotiation: Negotiation, text: str, asked_by: str = "", votes: int = 0, actor: User | None
) -> InterviewQuestion:
    """Put a question on the list; journaled. The same words again are one question.

    Raises InvalidQuestion without words.
    """
    words = clean_text(text, 1_000)
    if not words:
        raise InvalidQuestion({"text": _("Écrivez la question comme elle sera posée.")})
    row, created = InterviewQuestion.objects.get_or_create(
        negotiation=negotiation,
        text=words,
        defaults={"asked_by": clean_text(asked_by, 120), "votes": votes},
    )
    if created:
        _note("interview.asked", negotiation, actor)
    return row


@transaction.atomic
def ask_what_was_voted(*, negotiation: Negotiation, ballot: Ballot, actor: User | None) -> int:
    """Turn each problem a closed vote gave voices to into a question; journaled.

    Asked again, the voices of a question already there are those of the vote. Returns how many
    questions. Raises InvalidQuestion when the vote is still counted or nobody voted.
    """
    if not hasattr(ballot, "result"):
        raise InvalidQuestion({"ballot": _("Ce vote n’est pas clos : fermez-le d’abord.")})
    voted = [line for line in tally(ballot).lines if line.total > 0]
    if not voted:
        raise InvalidQuestion({"ballot": _("Personne n’a voté ce jour-là.")})
    for line in voted:
        InterviewQuestion.objects.update_or_create(
            negotiation=negotiation,
            text=_("%(problem)s : que ferez-vous, et pour quand ?")
            % {"problem": line.choice.issue},
            defaults={"votes": line.total},
            create_defaults={"votes": line.total, "asked_by": clean_text(ballot.title, 120)},
        )
    _note("interview.asked", negotiation, actor)
    return len(voted)


@transaction.atomic
def write(
    *,
    question: InterviewQuestion,
    votes: int,
    answer: str,
    convinced: int,
    doubtful: int,
    unconvinced: int,
    asked_by: str,
    actor: User | None,
) -> InterviewQuestion:
    """Write the votes, the answer word for word and the hands of the room; journaled.

    Raises InvalidQuestion when hands were counted on a question without an answer.
    """
    said = clean_text(answer, 4_000, keep_lines=True)
    hands = convinced + doubtful + unconvinced
    if hands and not said:
        words = _("La salle ne juge qu’une réponse : notez-la d’abord.")
        raise InvalidQuestion({"answer": words})
    if max(votes, hands) > MOST_HANDS:
        raise InvalidQuestion({"votes": _("Ce nombre de mains ne semble pas juste.")})
    question.votes, question.answer = votes, said
    question.asked_by = clean_text(asked_by, 120)
    question.convinced, question.doubtful = convinced, doubtful
    question.unconvinced = unconvinced
    question.save(
        update_fields=["votes", "answer", "asked_by", "convinced", "doubtful", "unconvinced"]
    )
    _note("interview.answered", question.negotiation, actor)
    return question


def _note(verb: str, row: Negotiation, actor: User | None) -> None:
    record(verb=verb, actor=actor, subject=row, chapter_id=row.campaign.chapter_id)
