"""What stops when an alliance closes, counted before it is done."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from actions.enums import ActionState
from actions.models import FEEDS, AccessLink, Action, Mailing
from alliance.outbox.models import Message
from campaigns.enums import PetitionState
from campaigns.models import Petition
from members.models import Chapter


@dataclass(frozen=True)
class Stops:
    """What an open alliance has under way: announced actions to come, messages waiting to leave,
    mass messages planned, links without account, calendars followed, petitions open."""

    actions: int
    messages: int
    mailings: int
    links: int
    feeds: int
    petitions: int


def what_stops(chapter: Chapter) -> Stops:
    """Count it (six queries)."""
    now = timezone.now()
    announced = Action.objects.filter(chapter=chapter, state=ActionState.ANNOUNCED)
    open_links = AccessLink.objects.filter(chapter=chapter, revoked_at=None)
    return Stops(
        actions=announced.filter(starts_at__gt=now).count(),
        messages=Message.objects.pending().filter(chapter_id=chapter.pk).count(),
        mailings=Mailing.objects.leaving().filter(chapter=chapter).count(),
        links=open_links.exclude(purpose__in=FEEDS).filter(expires_at__gt=now).count(),
        feeds=open_links.filter(purpose__in=FEEDS).count(),
        petitions=Petition.objects.filter(
            campaign__chapter=chapter, state=PetitionState.OPEN
        ).count(),
    )
