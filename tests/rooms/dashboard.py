from datetime import timedelta

from django.utils import timezone

from members.models import Absence, Neighbourhood, Reshaping
from tests.cast import Cast
from tests.factories.members import ChapterFactory, RoleFactory, UserFactory

PUBLIC: set[str] = set()


def keys(cast: Cast) -> dict[str, dict[str, object]]:
    today = timezone.localdate()
    colleague = RoleFactory(user=UserFactory(first_name="Inès"), chapter=cast.grenoble).user
    absence = Absence.objects.create(
        user=colleague,
        replacement=cast.amina,
        starts_on=today + timedelta(days=5),
        ends_on=today + timedelta(days=12),
    )
    done = Reshaping.objects.create(kind="split", source=cast.grenoble, target=ChapterFactory())
    quarter = Neighbourhood.objects.create(chapter=cast.grenoble, name="Malherbe")
    return {
        "dashboard:quarter-": {"pk": quarter.pk},
        "dashboard:alliance-detail": {"slug": cast.grenoble.slug},
        "dashboard:chapter-": {"slug": cast.grenoble.slug},
        "dashboard:reshaping-undo": {"pk": done.pk},
        "dashboard:absence-end": {"pk": absence.pk},
    }
