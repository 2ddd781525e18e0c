from datetime import timedelta

from django.utils import timezone

from actions.domain.tokens import preferences_token, reply_token
from actions.models import Action
from tests.cast import Cast
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.campaigns import CampaignFactory
from tests.factories.outbox import MessageFactory

PUBLIC = {
    "actions:reply",
    "actions:reply-thanks",
    "actions:reply-calendar",
    "actions:preferences",
}


def _action(cast: Cast) -> Action:
    """Announced, and today: people may be checked in."""
    now = timezone.now()
    return ActionFactory(
        chapter=cast.grenoble,
        announced=True,
        starts_at=now + timedelta(minutes=1),
        ends_at=now + timedelta(hours=2),
    )


def keys(cast: Cast) -> dict[str, dict[str, object]]:
    action = _action(cast)
    attendance = AttendanceFactory(action=action, person=cast.leader_person)
    both = {"pk": action.pk, "attendance": attendance.pk}
    return {
        "actions:action-": {"pk": action.pk},
        "actions:invite": {"pk": action.pk},
        "actions:attendance-list": {"pk": action.pk},
        "actions:answer-": both,
        "actions:check-": both,
        "actions:walk-in": both,
        "actions:campaign-": {"pk": CampaignFactory(chapter=cast.grenoble).pk},
        "actions:group-": {"pk": cast.led_group.pk},
        "actions:person-": {"pk": cast.leader_person.pk},
        "actions:message-": {"pk": MessageFactory(chapter_id=cast.grenoble.pk).pk},
        "actions:reply": {"token": reply_token(attendance.pk)},
        "actions:preferences": {"token": preferences_token(cast.leader_person.pk)},
    }
