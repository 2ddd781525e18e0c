"""Tactics: what is planned here, and what was done, which a room above tells.

The room of actions registers a source: the first floor never knows what an action is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.core.text.names import clean_text
from alliance.journal.domain import record
from campaigns.enums import Heat, TacticState
from campaigns.models import Campaign, Tactic
from members.models import User

FURTHEST = timedelta(days=5 * 366)


class InvalidTactic(Exception):
    """The tactic cannot be so; `messages` says why, field by field, in French."""

    def __init__(self, messages: dict[str, str]) -> None:
        super().__init__("; ".join(messages.values()))
        self.messages = messages


@dataclass(frozen=True)
class Step:
    """A line of the escalation: done or planned, on a day (None: not said), how hard it presses.

    `came` is how many were there, for what was done; `told` what was said of it afterwards.
    """

    day: date | None
    title: str
    heat: int
    done: bool
    url: str = ""
    came: int | None = None
    told: str = ""
    tactic: Tactic | None = None

    @property
    def heat_words(self) -> str:
        """How hard it presses, said."""
        return str(Heat(self.heat).label)


Source = Callable[[Campaign, User], Sequence[Step]]
_sources: dict[str, Source] = {}


def register_source(name: str, source: Source) -> None:
    """Tell what was done for a campaign, as its viewer may see it; called from `ready`."""
    _sources[name] = source


def escalation(campaign: Campaign, viewer: User) -> list[Step]:
    """What was done and what is planned, in the order of time; what has no day comes last."""
    steps = [step for source in _sources.values() for step in source(campaign, viewer)]
    steps += [
        Step(
            day=one.planned_on,
            title=one.title,
            heat=one.heat,
            done=one.state == TacticState.DONE,
            told=one.note,
            tactic=one,
        )
        for one in campaign.tactics.exclude(state=TacticState.DROPPED)
    ]
    return sorted(steps, key=lambda step: (step.day is None, step.day or date.max, step.heat))


def next_heat(steps: Sequence[Step]) -> int:
    """How hard the next tactic may press: a step above the hardest thing done."""
    hardest = max((step.heat for step in steps if step.done), default=0)
    return min(hardest + 1, max(Heat.values))


@transaction.atomic
def add(
    *, campaign: Campaign, client_id: UUID | None = None, actor: User | None, **fields: Any
) -> Tactic:
    """Plan something; journaled. The same `client_id` twice is one. Raises InvalidTactic."""
    values = _read(fields)
    row, created = Tactic.objects.get_or_create(
        client_id=client_id or uuid4(), defaults={"campaign": campaign, **values}
    )
    if created:
        _note("tactic.added", row, actor)
    return row


@transaction.atomic
def change(*, tactic: Tactic, actor: User | None, **fields: Any) -> Tactic:
    """Change what is planned, or say it is done; journaled. Raises InvalidTactic."""
    for name, value in _read(fields).items():
        setattr(tactic, name, value)
    tactic.save(update_fields=list(fields))
    _note("tactic.changed", tactic, actor)
    return tactic


def _read(fields: dict[str, Any]) -> dict[str, Any]:
    values = dict(fields)
    values["title"] = clean_text(values.get("title", ""), 160)
    if "note" in values:
        values["note"] = clean_text(values["note"], 2_000, keep_lines=True)
    if not values["title"]:
        raise InvalidTactic({"title": _("Dites ce qu’on ferait.")})
    day = values.get("planned_on")
    if day and abs(day - timezone.localdate()) > FURTHEST:
        raise InvalidTactic({"planned_on": _("Cette date est trop loin : vérifiez l’année.")})
    return values


def _note(verb: str, row: Tactic, actor: User | None) -> None:
    detail = {"state": str(row.state), "campaign": row.campaign_id}
    chapter_id = row.campaign.chapter_id
    record(verb=verb, actor=actor, subject=row, chapter_id=chapter_id, detail=detail)
