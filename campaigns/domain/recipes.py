"""A campaign as an anonymous recipe: what was tried, in which order, with how many, what it won.

No name leaves: those of targets, groups, neighbourhoods, delegates and of the city are replaced
by what they are. Another alliance imports the file as a campaign in preparation.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliance.core.text.names import clean_text
from campaigns.domain import campaigns, victories
from campaigns.domain.fought import demands, tactics
from campaigns.enums import CampaignStatus, Heat, TacticState, Theme
from campaigns.models import Campaign
from members.models import Chapter, Neighbourhood, User

FORMAT: Final = "alliance-recette"
VERSION: Final = 1
LARGEST: Final = 200_000
MOST: Final = 60


class InvalidRecipe(Exception):
    """This is not a recipe that can be read; `str()` says why, in French."""


@dataclass(frozen=True)
class Mask:
    """Names that must not leave, and what is written instead."""

    words: tuple[tuple[str, str], ...]

    def __call__(self, text: str) -> str:
        """The text without the names."""
        for name, instead in self.words:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", instead, text, flags=re.I)
        return text


def mask_of(campaign: Campaign) -> Mask:
    """The names around a campaign, the longest first, so that no piece of one stays."""
    found: dict[str, str] = {}

    def hide(names: Iterable[str], instead: str) -> None:
        found.update({name.strip(): instead for name in names if len(name.strip()) > 2})

    chapter = campaign.chapter
    hide([chapter.name, chapter.city], _("[la ville]"))
    hide(
        Neighbourhood.objects.filter(chapter=chapter).values_list("name", flat=True),
        _("[le quartier]"),
    )
    hide(campaign.groups.values_list("name", flat=True), _("[le groupe]"))
    for name, office in campaign.targets.values_list("target__name", "target__organization"):
        hide([name, name.split()[-1]], _("[la cible]"))
        hide([office] if len(office.split()) > 1 else [], _("[l’institution]"))
    people = campaign.negotiations.values_list(
        "delegates__person__first_name", "delegates__person__last_name"
    )
    hide((part for pair in people for part in pair if part), _("[une personne]"))
    hide(campaign.map_actors.values_list("name", flat=True), _("[un acteur]"))
    return Mask(tuple(sorted(found.items(), key=lambda one: -len(one[0]))))


def export(campaign: Campaign, viewer: User) -> dict[str, Any]:
    """The recipe of a campaign, ready for JSON."""
    hide, story = mask_of(campaign), victories.lineage(campaign, viewer)
    opened = campaign.opened_on or timezone.localdate()
    ended = campaign.closed_on or timezone.localdate()
    return {
        "format": FORMAT,
        "version": VERSION,
        "theme": str(campaign.theme),
        "problem": hide(campaign.issue.title if campaign.issue else campaign.name),
        "story": hide(campaign.summary),
        "goals": {
            name: hide(getattr(campaign, f"goals_{name}")) for name in ("short", "medium", "long")
        },
        "heard": story.heard,
        "targets": [
            {"mandate": hide(link.target.mandate), "kind": str(link.kind)}
            for link in campaign.targets.select_related("target")
        ],
        "demands": [
            {"text": hide(one.text), "status": str(one.status)} for one in campaign.demands.all()
        ],
        "tactics": [
            {
                "day": (step.day - opened).days if step.day else None,
                "title": hide(step.title),
                "pressure": step.heat,
                "came": step.came,
            }
            for step in story.steps
        ],
        "meetings": len(story.meetings),
        "promises": len(story.promises),
        "turnout": story.came,
        "duration_days": (ended - opened).days,
        "won": campaign.status == CampaignStatus.WON,
        "gain": [
            {
                "what": hide(one.what),
                "households": one.households,
                "euros": str(one.amount) if one.amount is not None else None,
            }
            for one in story.victories
        ],
    }


def read(text: str) -> dict[str, Any]:
    """A recipe as somebody gave it. Raises InvalidRecipe, and never trusts what it holds."""
    if len(text) > LARGEST:
        raise InvalidRecipe(_("Ce fichier est trop grand pour une recette."))
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidRecipe(_("Ce fichier n’est pas une recette : il ne se lit pas.")) from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise InvalidRecipe(_("Ce fichier n’est pas une recette de campagne."))
    if data.get("version") != VERSION:
        raise InvalidRecipe(_("Cette recette vient d’une version plus récente d’Alliance."))
    if not _text(data.get("problem"), 160):
        raise InvalidRecipe(_("Cette recette ne dit pas le problème."))
    return data


@transaction.atomic
def import_(
    *, chapter: Chapter, data: dict[str, Any], actor: User, today: date | None = None
) -> Campaign:
    """A campaign in preparation from a recipe read by `read`: goals, demands, tactics as ideas.

    A name already taken gets a number. Journaled by the verbs it calls.
    """
    goals = _dict(data.get("goals"))
    texts: dict[str, Any] = {
        f"goals_{name}": _text(goals.get(name), 2_000) for name in ("short", "medium", "long")
    }
    theme = data.get("theme")
    campaign = campaigns.create(
        chapter=chapter,
        actor=actor,
        today=today,
        name=_free_name(chapter, _text(data["problem"], 150)),
        theme=theme if theme in Theme.values else Theme.OTHER,
        summary=_text(data.get("story"), 4_000),
        status=CampaignStatus.PREPARING,
        organizer=actor,
        **texts,
    )
    for one in _list(data.get("demands")):
        if words := _text(one.get("text"), 500):
            demands.add(campaign=campaign, text=words, actor=actor, on=today)
    for one in _list(data.get("tactics")):
        if title := _text(one.get("title"), 160):
            heat = one.get("pressure")
            tactics.add(
                campaign=campaign,
                title=title,
                heat=heat if heat in Heat.values else Heat.SHOW,
                state=TacticState.IDEA,
                note=_said(one),
                actor=actor,
            )
    return campaign


def _said(one: dict[str, Any]) -> str:
    day, came = one.get("day"), one.get("came")
    told = []
    if isinstance(day, int) and not isinstance(day, bool) and 0 <= day < 10_000:
        told.append(_("Là-bas, au jour %(day)d.") % {"day": day})
    if isinstance(came, int) and not isinstance(came, bool) and 0 < came < 1_000_000:
        words = ngettext("%(came)d personne était là.", "%(came)d personnes étaient là.", came)
        told.append(words % {"came": came})
    return " ".join(told)


def _free_name(chapter: Chapter, name: str) -> str:
    taken = set(Campaign.objects.filter(chapter=chapter).values_list("name", flat=True))
    names = (name if number == 1 else f"{name} ({number})" for number in range(1, 10_000))
    return next(one for one in names if one not in taken)


def _text(value: object, most: int) -> str:
    return clean_text(value, most, keep_lines=most > 500) if isinstance(value, str) else ""


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[dict[str, Any]]:
    rows = value if isinstance(value, list) else []
    return [one for one in rows[:MOST] if isinstance(one, dict)]
