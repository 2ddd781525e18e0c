from datetime import timedelta

from django.utils import timezone

from tests.cast import Cast
from tests.factories.actions import AttendanceFactory
from tests.factories.trainings import (
    CourseFactory,
    EarlierTrainingFactory,
    OutsideParticipantFactory,
    TrainingSessionFactory,
)

PUBLIC: set[str] = set()


def keys(cast: Cast) -> dict[str, dict[str, object]]:
    soon = timezone.now() + timedelta(days=8)
    course = CourseFactory(chapter=cast.grenoble)
    session = TrainingSessionFactory(
        course=course, action__starts_at=soon, action__ends_at=soon + timedelta(hours=3)
    )
    row = AttendanceFactory(action=session.action, person=cast.leader_person, yes=True)
    outsider = OutsideParticipantFactory(session=session)
    earlier = EarlierTrainingFactory(course=course, person=cast.leader_person)
    return {
        "actions:earlier-": {"pk": earlier.pk},
        "actions:person-earlier": {"pk": cast.leader_person.pk},
        "actions:course-": {"pk": course.pk},
        "actions:training-": {"pk": session.pk, "attendance": row.pk, "outsider": outsider.pk},
    }
