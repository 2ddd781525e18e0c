from datetime import timedelta

from django.utils import timezone

from actions.domain.phone_tree import access_links
from actions.domain.tokens import reply_token
from actions.domain.welcome import sheets
from actions.models import AccessLink
from tests.cast import Cast
from tests.factories.actions import ActionFactory, AttendanceFactory

PUBLIC = {
    "actions:desk-list",
    "actions:desk-check-count",
    "actions:desk-check-in",
    "actions:desk-check-with",
    "actions:desk-check-out",
    "actions:desk-walk-in",
    "actions:desk-walk-in-name",
    "actions:link-sheet",
    "actions:person-code",
}


def _token(link: AccessLink) -> str:
    return access_links.url_of(link).rstrip("/").split("/")[-1]


def keys(cast: Cast) -> dict[str, dict[str, object]]:
    now = timezone.now()
    action = ActionFactory(
        chapter=cast.grenoble, announced=True, starts_at=now, ends_at=now + timedelta(hours=2)
    )
    row = AttendanceFactory(action=action, person=cast.leader_person)
    sheet = sheets.print_sheet(action=action, rows=[row.pk], actor=cast.amina)
    link = access_links.create(
        purpose="check_in",
        chapter=cast.grenoble,
        action=action,
        expires_at=access_links.end_of_check_in(action),
        actor=cast.amina,
    )
    return {
        "actions:desk-": {"token": _token(link), "attendance": row.pk},
        "actions:welcome-": {"pk": action.pk, "link": link.pk},
        "actions:sheet-": {"pk": sheet.pk},
        "actions:sheet-print": {"pk": action.pk},
        "actions:link-sheet": {"token": _token(sheet.links.get())},
        "actions:person-code": {"token": reply_token(row.pk)},
    }
