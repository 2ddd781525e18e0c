"""From a broken promise to the next action: a draft on the day the target may be found."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.domain import actions
from actions.enums import ActionKind
from actions.models import Action
from alliance.core.days.clear_days import last_open_day
from campaigns.domain.fought import agenda
from campaigns.domain.fought.promise_clock import register_next_action
from campaigns.models import Campaign, Promise, TargetDate
from members.models import User

NOT_BEFORE: Final = timedelta(days=6)  # three clear days to declare it, and time to gather
USUALLY_IN: Final = timedelta(days=14)
USUAL_GOAL: Final = 30
BEFORE_THEM: Final = timedelta(minutes=30)


def register() -> None:
    """Called once the applications are loaded."""
    register_next_action(draft)
    agenda.register_draft(draft_on)


def draft(promise: Promise, actor: User) -> str:
    """Draft the action, once for a promise; returns its address. Nobody is told."""
    meeting = promise.negotiation
    meeting_day = _public_day(promise)
    evening = _some_evening(meeting.campaign.chapter.insee_code)
    starts_at = meeting_day.starts_at - BEFORE_THEM if meeting_day else evening
    action = actions.create(
        chapter=meeting.campaign.chapter,
        title=(_("Rappeler sa parole à %(who)s") % {"who": promise.who})[:160],
        description=_("Le %(day)s, promesse : « %(what)s ». La date est passée.")
        % {"day": f"{promise.made_on:%d/%m/%Y}", "what": promise.what},
        starts_at=starts_at,
        goal=_goal(meeting.campaign_id),
        kind=ActionKind.RALLY,
        campaign=meeting.campaign,
        target=meeting.target,
        place_name=meeting_day.place[:160] if meeting_day else meeting.place[:160],
        client_id=uuid5(NAMESPACE_URL, f"promise:{promise.client_id}"),
        actor=actor,
    )
    return reverse("actions:action-detail", args=[action.pk])


def draft_on(campaign: Campaign, date: TargetDate, actor: User) -> str:
    """Draft an action where a target will be, once for a campaign and a date; nobody is told."""
    action = actions.create(
        chapter=campaign.chapter,
        title=f"{date.title} : {date.target.name}"[:160],
        description=_("%(name)s y sera. Ce que nous venons demander : à compléter.")
        % {"name": date.target.name},
        starts_at=date.starts_at - BEFORE_THEM,
        goal=_goal(campaign.pk),
        kind=ActionKind.RALLY if date.on_public_road else ActionKind.DELEGATION,
        campaign=campaign,
        target=date.target,
        place_name=date.place[:160],
        client_id=uuid5(NAMESPACE_URL, f"target-date:{campaign.pk}:{date.pk}"),
        actor=actor,
    )
    return reverse("actions:action-detail", args=[action.pk])


def _public_day(promise: Promise) -> TargetDate | None:
    if promise.negotiation.target_id is None:
        return None
    dates = TargetDate.objects.filter(target=promise.negotiation.target_id)
    return dates.coming(timezone.now() + NOT_BEFORE).first()


def _some_evening(insee_code: str) -> datetime:
    day = last_open_day(timezone.localdate() + USUALLY_IN, insee_code)
    return timezone.make_aware(datetime.combine(day, time(18)))


def _goal(campaign_id: int) -> int:
    """As many as the last time for this campaign."""
    done = Action.objects.filter(campaign=campaign_id, kind=ActionKind.RALLY)
    last = done.order_by("-starts_at").values_list("goal", flat=True).first()
    return last or USUAL_GOAL
