"""What other pages show of listening: behind a campaign, around a group, at a meeting."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from alliance.core.text.french import spoken_date
from campaigns.domain.heard import issues
from campaigns.domain.voted import votes
from campaigns.models import Campaign, Conversation, Demand, Grievance
from members.models import Group, GroupMeeting
from members.scoping import get_visible_or_404, scope_of

SHOWN = 6


def _panel(request: HttpRequest, name: str, title: str, context: dict[str, object]) -> HttpResponse:
    fragment = f"campaigns/panels/_{name}.html"
    if request.htmx:
        return render(request, fragment, context)
    context |= {"fragment": fragment, "panel_title": title}
    return render(request, "campaigns/panels/alone.html", context)


@require_GET
def campaign_voices(request: HttpRequest, pk: int) -> HttpResponse:
    """The vote that opened it, or that there was none; and everybody who voiced it."""
    campaign = get_visible_or_404(
        Campaign.objects.select_related("issue", "chapter"), request.user, pk=pk
    )
    context = {
        "campaign": campaign,
        "vote": votes.vote_of(campaign),
        "reach": issues.reach(campaign.issue) if campaign.issue else None,
        "organizes": scope_of(request.user).may_organize(campaign.chapter_id),
    }
    return _panel(request, "campaign_voices", str(campaign), context)


@require_GET
def campaign_asks(request: HttpRequest, pk: int) -> HttpResponse:
    """What the campaign of an action asks for, and from whom."""
    campaign = get_visible_or_404(Campaign, request.user, pk=pk)
    context = {
        "campaign": campaign,
        "demands": campaign.demands.all(),
        "targets": campaign.targets.select_related("target"),
        "vote": votes.vote_of(campaign),
    }
    return _panel(request, "campaign_asks", str(campaign), context)


@require_GET
def group_voices(request: HttpRequest, pk: int) -> HttpResponse:
    """What its people are angry about, its campaigns, and what is asked there."""
    group = get_visible_or_404(Group, request.user, pk=pk)
    campaigns = Campaign.objects.filter(groups=group)
    said = Grievance.objects.visible_to(request.user).filter(
        person__group_memberships__group=group, person__group_memberships__left_on=None
    )
    context = {
        "group": group,
        "campaigns": campaigns.live(),
        "demands": Demand.objects.filter(campaign__in=campaigns.live()).select_related("campaign"),
        "grievances": said.select_related("neighbourhood", "own_theme", "issue")[:SHOWN],
    }
    return _panel(request, "group_voices", str(group), context)


@require_GET
def meeting_voices(request: HttpRequest, pk: int) -> HttpResponse:
    """What was heard at a meeting."""
    meeting = get_visible_or_404(GroupMeeting.objects.select_related("group"), request.user, pk=pk)
    heard = Conversation.objects.visible_to(request.user).filter(meeting=meeting)
    said = Grievance.objects.visible_to(request.user).filter(conversation__in=heard)
    context = {
        "meeting": meeting,
        "grievances": said.select_related("neighbourhood", "own_theme", "issue", "person"),
    }
    title = f"{meeting.group} · {spoken_date(meeting.starts_at)}"
    return _panel(request, "meeting_voices", title, context)
