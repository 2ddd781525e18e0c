from django.utils import timezone

from campaigns.models import OwnTheme
from members.domain import meetings
from tests.cast import Cast
from tests.factories import campaigns as make
from tests.factories.members import NeighbourhoodFactory, PersonFactory

PUBLIC: set[str] = set()


def keys(cast: Cast) -> dict[str, dict[str, object]]:
    grenoble = cast.grenoble
    drive = make.ListeningDriveFactory(chapter=grenoble)
    listener = make.DriveListenerFactory(drive=drive, person=PersonFactory(chapter=grenoble))
    question = make.DriveQuestionFactory(drive=drive)
    of_drive = {"pk": drive.pk}
    meeting = meetings.plan(group=cast.led_group, starts_at=timezone.now())
    hood = NeighbourhoodFactory(chapter=grenoble)
    return {
        "campaigns:theme-": {"pk": OwnTheme.objects.create(chapter=grenoble, name="x").pk},
        "campaigns:spot-": {"pk": hood.pk},
        "campaigns:group-": {"pk": cast.led_group.pk},
        "campaigns:meeting-": {"pk": meeting.pk},
        "campaigns:drive": of_drive,
        "campaigns:drive-listener-": of_drive | {"listener": listener.pk},
        "campaigns:drive-question-": of_drive | {"question": question.pk},
        "campaigns:heard": {"pk": make.ConversationFactory(chapter=grenoble).pk},
        "campaigns:grievance-": {"pk": make.GrievanceFactory(chapter=grenoble).pk},
        "campaigns:person-": {"pk": PersonFactory(chapter=grenoble).pk},
    }
