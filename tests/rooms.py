"""Furniture for every address that needs a key, all of it in Grenoble."""

from datetime import timedelta

from django.utils import timezone

from actions.domain.tokens import preferences_token, reply_token
from actions.models import Action
from members.models import (
    FollowUp,
    GroupMeeting,
    ImportBatch,
    LeadershipMove,
    Merge,
    Receipt,
    Relationship,
)
from tests.cast import Cast
from tests.factories.actions import ActionFactory, AttendanceFactory
from tests.factories.campaigns import CampaignFactory
from tests.factories.dues import PaymentFactory, ReceiptFactory
from tests.factories.lists import BulkDeedFactory, SavedListFactory, TagFactory
from tests.factories.members import (
    ContactFactory,
    FollowUpFactory,
    GroupMembershipFactory,
    MembershipFactory,
    PersonFactory,
)
from tests.factories.outbox import MessageFactory

PUBLIC = {
    "healthz",
    "readyz",
    "style",
    "style-options",
    "style-public",
    "actions:reply",
    "actions:reply-thanks",
    "actions:reply-calendar",
    "actions:preferences",
    "members:join",
    "members:join-thanks",
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


def _records(cast: Cast) -> tuple[Receipt, Relationship, Merge]:
    """What hangs on people: a receipt for dues, a tie, a merge."""
    person, other, gone = PersonFactory.create_batch(3, chapter=cast.grenoble)
    payment = PaymentFactory(membership=MembershipFactory(person=person))
    return (
        ReceiptFactory(payment=payment),
        Relationship.objects.create(person=person, other=other, kind="family"),
        Merge.objects.create(kept=person, gone=gone),
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
    receipt, tie, merge = _records(cast)
    meeting = GroupMeeting.objects.create(group=group, starts_at=timezone.now())
    step = LeadershipMove.objects.create(person=cast.leader_person, to_stage="spotted")
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
        "dashboard:alliance-detail": {"slug": cast.grenoble.slug},
        "campaigns:campaign-": {"pk": campaign.pk},
        "members:person-": {"pk": cast.leader_person.pk},
        "members:list-": {"pk": SavedListFactory(chapter=cast.grenoble, owner=cast.amina).pk},
        "members:tag-": {"pk": TagFactory(chapter=cast.grenoble).pk},
        "members:bulk-": {"pk": BulkDeedFactory(chapter=cast.grenoble, actor=cast.amina).pk},
        "members:contact-take-back": {
            "pk": ContactFactory(person=cast.leader_person, author=cast.amina).pk
        },
        "members:consent-": {"pk": cast.leader_person.pk},
        "members:follow-up-": {"pk": follow_up.pk},
        "members:group-": {"pk": group.pk, "membership": membership.pk},
        "members:meeting-": {"pk": meeting.pk},
        "members:meeting-list": {"pk": group.pk},
        "members:meeting-plan": {"pk": group.pk},
        "members:import-": {"pk": batch.pk, "number": 2},
        "members:dues-": {"pk": cast.leader_person.pk},
        "members:receipt-": {"pk": receipt.pk},
        "members:leader-": {"pk": cast.leader_person.pk},
        "members:leader-step-undo": {"pk": step.pk},
        "members:tie-": {"pk": tie.pk},
        "members:duplicate-": {"first": tie.person_id, "second": tie.other_id},
        "members:merge-": {"pk": merge.pk},
        "members:join": {"slug": cast.grenoble.slug},
    }
    return Furniture(kinds)


class Furniture(dict[str, dict[str, object]]):
    """Finds the keys of an address by the longest beginning of its name."""

    def __missing__(self, name: str) -> dict[str, object]:
        found = max((start for start in self if name.startswith(start)), key=len)
        return self[found]
