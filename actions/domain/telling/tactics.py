"""What actions tell of a campaign: the tactics that were used, and those announced."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from actions.domain.turnout import turnout_of
from actions.enums import ActionKind, ActionState
from actions.models import Action
from campaigns.domain.fought.tactics import Step, register_source
from campaigns.enums import Heat
from campaigns.models import Campaign
from members.models import User

# What is done before a target; meetings, doors and trainings are how one gets there.
PRESSING = {
    ActionKind.DELEGATION: Heat.ASK,
    ActionKind.RALLY: Heat.SHOW,
    ActionKind.MARCH: Heat.SHOW,
    ActionKind.QUEUE: Heat.DISTURB,
    ActionKind.OCCUPATION: Heat.BLOCK,
}


def register() -> None:
    """Called once the applications are loaded."""
    register_source("actions", steps)


def steps(campaign: Campaign, viewer: User) -> list[Step]:
    """The actions of a campaign that press on its target, as its viewer may see them."""
    seen = Action.objects.visible_to(viewer).filter(campaign=campaign, kind__in=PRESSING)
    rows = list(seen.exclude(state=ActionState.CANCELLED).select_related("debrief"))
    figures, now = turnout_of(rows), timezone.now()
    return [
        Step(
            day=timezone.localdate(row.starts_at),
            title=row.title,
            heat=PRESSING[ActionKind(row.kind)],
            done=row.ends_at < now and row.state == ActionState.ANNOUNCED,
            url=reverse("actions:action-detail", args=[row.pk]),
            came=figures[row.pk].attended if row.ends_at < now else None,
            told=_told(row),
        )
        for row in rows
    ]


def _told(action: Action) -> str:
    """What the circle said of it: what was won, what power did."""
    debrief = getattr(action, "debrief", None)
    return "\n".join(filter(None, [debrief.won, debrief.power])) if debrief else ""
