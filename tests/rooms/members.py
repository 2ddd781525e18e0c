from django.utils import timezone

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
from tests.factories.dues import PaymentFactory, ReceiptFactory
from tests.factories.lists import BulkDeedFactory, SavedListFactory, TagFactory
from tests.factories.members import (
    ContactFactory,
    FollowUpFactory,
    GroupMembershipFactory,
    MembershipFactory,
    PersonFactory,
)

PUBLIC = {"members:join", "members:join-thanks"}


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


def _records(cast: Cast) -> tuple[Receipt, Relationship, Merge]:
    """What hangs on people: a receipt for dues, a tie, a merge."""
    person, other, gone = PersonFactory.create_batch(3, chapter=cast.grenoble)
    payment = PaymentFactory(membership=MembershipFactory(person=person))
    return (
        ReceiptFactory(payment=payment),
        Relationship.objects.create(person=person, other=other, kind="family"),
        Merge.objects.create(kept=person, gone=gone),
    )


def _of_people(cast: Cast) -> dict[str, dict[str, object]]:
    her: dict[str, object] = {"pk": cast.leader_person.pk}
    receipt, tie, merge = _records(cast)
    step = LeadershipMove.objects.create(person=cast.leader_person, to_stage="spotted")
    follow_up: FollowUp = FollowUpFactory(person=cast.leader_person, owner=cast.amina)
    contact = ContactFactory(person=cast.leader_person, author=cast.amina)
    return {
        "members:person-": her,
        "members:consent-": her,
        "members:dues-": her,
        "members:leader-": her,
        "members:leader-step-undo": {"pk": step.pk},
        "members:contact-take-back": {"pk": contact.pk},
        "members:follow-up-": {"pk": follow_up.pk},
        "members:receipt-": {"pk": receipt.pk},
        "members:tie-": {"pk": tie.pk},
        "members:duplicate-": {"first": tie.person_id, "second": tie.other_id},
        "members:merge-": {"pk": merge.pk},
    }


def _of_groups(cast: Cast) -> dict[str, dict[str, object]]:
    group = cast.led_group
    membership = GroupMembershipFactory(group=group)
    meeting = GroupMeeting.objects.create(group=group, starts_at=timezone.now())
    return {
        "members:group-": {"pk": group.pk, "membership": membership.pk},
        "members:meeting-": {"pk": meeting.pk},
        "members:meeting-list": {"pk": group.pk},
        "members:meeting-plan": {"pk": group.pk},
    }


def keys(cast: Cast) -> dict[str, dict[str, object]]:
    return {
        **_of_people(cast),
        **_of_groups(cast),
        "members:list-": {"pk": SavedListFactory(chapter=cast.grenoble, owner=cast.amina).pk},
        "members:tag-": {"pk": TagFactory(chapter=cast.grenoble).pk},
        "members:bulk-": {"pk": BulkDeedFactory(chapter=cast.grenoble, actor=cast.amina).pk},
        "members:import-": {"pk": _batch(cast).pk, "number": 2},
        "members:join": {"slug": cast.grenoble.slug},
    }
