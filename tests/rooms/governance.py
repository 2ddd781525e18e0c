from django.utils import timezone

from tests.cast import Cast
from tests.factories.actions import ActionFactory

PUBLIC: set[str] = set()


def keys(cast: Cast) -> dict[str, dict[str, object]]:
    assembly = ActionFactory(
        chapter=cast.grenoble, kind="assembly", announced=True, starts_at=timezone.now()
    )
    return {
        "governance:rules-edit": {"slug": cast.grenoble.slug},
        "governance:assembly-": {"pk": assembly.pk},
    }
