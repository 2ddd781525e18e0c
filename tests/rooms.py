"""Furniture for every address that needs a key, all of it in Grenoble."""

from datetime import timedelta

from django.utils import timezone

from actions.domain.tokens import preferences_token, reply_token
from actions.models import Action
from members.models import FollowUp, ImportBatch
from tests.cast import Cast
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.campaigns import CampaignFactory
from tests.factories.members import FollowUpFactory, GroupMembershipFactory
from tests.factories.outbox import MessageFactory

PUBLIC = {
    "healthz",
    "readyz",
    "style",
    "style-public",
    "actions:reply",
    "actions:reply-thanks",
    "actions:reply-calendar",
    "actions:preferences",
}


def _batch(cast: Cast) -> ImportBatch:
    batch = ImportBatch.objects.create(
        chapter=cast.grenoble,
        created_by=cast.amina,
        file_name="adherents.csv",
        file_sha256="0" * 64,
        header=["Prénom"],
    )
    batch.rows.create(number=2, cells=["Awa"])
    return batch


def _action(cast: Cast) -> Action:
    """Announced, and today: people may be checked in."""
    now = timezone.now()
    return ActionFactory(
        chapter=cast.grenoble,
        announced=True,
        starts_at=now + timedelta(minutes=1),
        ends_at=now + timedelta(hours=2),
    )


def furnish(cast: Cast) -> dict[str, dict[str, object]]:
    """The keys of every address, by its name."""
    action = _action(cast)
    attendance = AttendanceFactory(action=action, person=cast.leader_person)
    batch, group = _batch(cast), cast.led_group
    membership = GroupMembershipFactory(group=group)
    campaign = CampaignFactory(chapter=cast.grenoble)
    follow_up: FollowUp = FollowUpFactory(person=cast.leader_person, owner=cast.amina)
    message = MessageFactory(chapter_id=cast.grenoble.pk)
    tokens = {"token": reply_token(attendance.pk)}
    kinds: dict[str, dict[str, object]] = {
        "actions:action-": {"pk": action.pk},
        "actions:invite": {"pk": action.pk},
        "actions:attendance-list": {"pk": action.pk},
        "actions:answer-": {"pk": action.pk, "attendance": attendance.pk},
        "actions:check-": {"pk": action.pk, "attendance": attendance.pk},
        "actions:walk-in": {"pk": action.pk, "attendance": attendance.pk},
        "actions:campaign-": {"pk": campaign.pk},
        "actions:group-": {"pk": group.pk},
        "actions:person-": {"pk": cast.leader_person.pk},
        "actions:message-": {"pk": message.pk},
        "actions:reply": tokens,
        "actions:preferences": {"token": preferences_token(cast.leader_person.pk)},
        "campaigns:campaign-": {"pk": campaign.pk},
        "members:person-": {"pk": cast.leader_person.pk},
        "members:consent-": {"pk": cast.leader_person.pk},
        "members:follow-up-": {"pk": follow_up.pk},
        "members:group-": {"pk": group.pk, "membership": membership.pk},
        "members:import-": {"pk": batch.pk, "number": 2},
    }
    return Furniture(kinds)


class Furniture(dict[str, dict[str, object]]):
    """Finds the keys of an address by the longest beginning of its name."""

    def __missing__(self, name: str) -> dict[str, object]:
        found = max((start for start in self if name.startswith(start)), key=len)
        return self[found]
